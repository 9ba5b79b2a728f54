"""A browser in which somebody has signed in before, known by a signed cookie.

Whoever guesses a name's password from many addresses is stopped, and the person who
comes from her own browser is not. The cookie holds no name, only marks of names.
"""

from __future__ import annotations

import secrets
from ipaddress import IPv6Network
from typing import TypedDict

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "known_device"
_SALT = "staff.known_device"
_SECONDS = 180 * 24 * 60 * 60
_MOST = 10  # people at one machine
# Where wrong passwords of a known browser are counted: no address of anybody, under
# the first half that RFC 4193 leaves to those who draw a number of their own.
DEVICES = IPv6Network("fd7c:21e9:b05d:9a34::/64")


class _Device(TypedDict):
    number: str
    marks: list[str]  # of those who signed in here, the last one first


def mark_of(username: str) -> str:
    """By which a name is known again, and which does not tell it."""
    return salted_hmac(_SALT, username).hexdigest()[:16]


def last_mark(request: HttpRequest) -> str:
    """The mark of who signed in last in this browser; empty where nobody is known."""
    return next(iter(_device(request)["marks"]), "")


def device_address(request: HttpRequest, username: str) -> str:
    """What a browser that `username` has used is counted as; empty for any other."""
    device = _device(request)
    if not username or mark_of(username) not in device["marks"]:
        return ""
    return str(DEVICES[int(device["number"], 16)])


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let `response` tell the browser that `user` has signed in with it."""
    device, mark = _device(request), mark_of(user.get_username())
    marks = [mark, *(one for one in device["marks"] if one != mark)]
    response.set_cookie(
        COOKIE,
        signing.dumps({"number": device["number"], "marks": marks[:_MOST]}, salt=_SALT),
        max_age=_SECONDS,
        path=f"/{settings.ADMIN_PATH}",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device(request: HttpRequest) -> _Device:
    try:
        found: _Device = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_SECONDS
        )
    except signing.BadSignature:
        return {"number": secrets.token_hex(8), "marks": []}
    return found
