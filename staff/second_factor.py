"""The second thing beside a password: a code from a phone, or one from a sheet."""

from __future__ import annotations

import math
import unicodedata
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

import segno
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

BACKUP_CODES = 10
_ISSUER = "就労支援ガイド"
# 2 to the power of that many seconds, less one, is the longest that anybody waits.
_MOST_FAILURES = 9
# What people write for letters that a code on the sheet has.
_MISREAD = str.maketrans("018", "olb")


@dataclass(frozen=True, slots=True)
class Given:
    """What became of a code: taken or not, by which way, how long to wait."""

    is_right: bool
    is_backup: bool = False
    wait_seconds: int = 0


def has_phone(user: User) -> bool:
    """Whether `user` has set up a phone."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def backup_codes_left(user: User) -> int:
    """How many codes of the sheet of `user` have not been used."""
    return StaticToken.objects.filter(device__user=user).count()


def give(user: User, typed: str) -> Given:
    """Take a code of the phone, or one of the sheet, which goes with it.

    Each wrong one makes the next wait twice as long, up to some four minutes.
    """
    code = plain(typed)
    is_backup = not (code.isdecimal() and len(code) == 6)
    kind = StaticDevice if is_backup else TOTPDevice
    with transaction.atomic():
        device = (
            kind.objects.select_for_update().filter(user=user, confirmed=True).first()
        )
        if device is None:
            return Given(is_right=False, is_backup=is_backup)
        allowed, why = device.verify_is_allowed()
        if not allowed:
            return Given(False, is_backup, _seconds_until(why["locked_until"]))
        is_right = device.verify_token(code.translate(_MISREAD) if is_backup else code)
        if device.throttling_failure_count > _MOST_FAILURES:
            device.throttling_failure_count = _MOST_FAILURES
            device.save()
    return Given(is_right, is_backup)


def plain(typed: str) -> str:
    """A code as it is kept: half width, without the gaps that it is read with."""
    kept = unicodedata.normalize("NFKC", typed).lower()
    return "".join(letter for letter in kept if letter.isalnum())


def new_key() -> str:
    """A secret for a phone, in hexadecimal."""
    return random_hex(20)


def fits(key: str, typed: str) -> bool:
    """Whether `typed` is what a phone with `key` shows now, or did just before."""
    code = plain(typed)
    if not code.isdecimal():
        return False
    return TOTP(bytes.fromhex(key)).verify(int(code), tolerance=1)


@transaction.atomic
def set_up(user: User, key: str) -> list[str]:
    """Make `key` the phone of `user`, and return new codes for her sheet.

    What was set up before goes.
    """
    take_away(user)
    clock = TOTP(bytes.fromhex(key))
    # The code that it was confirmed by is used up.
    TOTPDevice.objects.create(user=user, name="phone", key=key, last_t=clock.t())
    sheet = StaticDevice.objects.create(user=user, name="sheet")
    codes = [StaticToken.random_token() for _ in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=sheet, token=code) for code in codes
    )
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def take_away(user: User) -> bool:
    """Forget the phone and the sheet of `user`; whether there was one."""
    phones, _ = TOTPDevice.objects.filter(user=user).delete()
    sheets, _ = StaticDevice.objects.filter(user=user).delete()
    return bool(phones + sheets)


def secret_of(key: str) -> str:
    """`key` as an app takes it by hand, in groups of four."""
    letters = b32encode(bytes.fromhex(key)).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def picture_of(key: str, user: User) -> str:
    """The QR code that an app reads `key` from, as an address of its own data."""
    label = quote(f"{_ISSUER}:{user.get_username()}")
    asked = {"secret": b32encode(bytes.fromhex(key)).decode(), "issuer": _ISSUER}
    address = f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"
    return segno.make(address, error="m", micro=False).svg_data_uri(
        scale=5, border=4, dark="#000", light="#fff"
    )


def _seconds_until(moment: datetime) -> int:
    return max(1, math.ceil((moment - timezone.now()).total_seconds()))
