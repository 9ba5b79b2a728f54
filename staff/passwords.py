"""Which passwords staff may not have, and the sentence that says what to do."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from staff.domain.guessable import left_of

_LETTERS_LEFT = 8
_DIFFERENT = 5
_OWN = ("username", "first_name", "last_name", "email")
_HOW = (
    "関係のない言葉を3つか4つ、ならべてください。"
    "例：tamago-tokei-yuki（このまま使わないでください）。"
)


class EasilyGuessedValidator:
    """Refuses what is repeats, rows of keys, common words, or one's own name."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if len(set(password)) < _DIFFERENT:
            raise ValidationError(
                f"同じ文字のくりかえしです。ちがう文字を{_DIFFERENT}つより多く使ってください。"
                + _HOW,
                code="password_repeats",
            )
        names = [str(getattr(user, name, "") or "") for name in _OWN]
        left = left_of(password, [*names, *_places()])
        if len(left) < _LETTERS_LEFT or len(set(left)) < _DIFFERENT - 1:
            raise ValidationError(
                "すぐにわかるパスワードです。あなたの名前、市の名前、よく使う言葉、"
                "キーボードのならび、くりかえしのほかに、"
                f"{_LETTERS_LEFT}文字以上が要ります。" + _HOW,
                code="password_easily_guessed",
            )

    def get_help_text(self) -> str:
        return (
            "自分の名前、市の名前、よく使う言葉、キーボードのならび（qwerty など）、"
            "くりかえしだけでは、使えません。" + _HOW
        )


def _places() -> list[str]:
    """Words of the site's own address, which everybody sees."""
    return [settings.SITE_URL, *settings.ALLOWED_HOSTS]
