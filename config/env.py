"""Reads what a city sets; what cannot be read ends in one sentence that says why.

Whoever mistypes a setting sees that sentence alone: it names the variable, what is
expected of it, and what stands there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

T = TypeVar("T")
Number = TypeVar("Number", int, float)
_DAY = 86_400
_WORDS = {"1": True, "true": True, "yes": True, "on": True}
_WORDS |= {"0": False, "false": False, "no": False, "off": False}
_DATABASES = ("sqlite", "postgres", "postgresql")


def wrong(name: str, expected: str) -> ImproperlyConfigured:
    """The sentence; of an address that may hold a password only how it begins."""
    stands = os.environ.get(name)
    if stands and name.endswith("_URL"):
        stands = re.sub(r":.+", ":…", stands, flags=re.DOTALL)
    told = "ありません" if stands is None else f"「{stands}」です"
    return ImproperlyConfigured(
        f"環境変数 {name} には、{expected}を入れてください（いまは{told}）。"
    )


def read(name: str, default: T, kind: Callable[[str], T], expected: str) -> T:
    """What `kind` makes of the variable; every error of its is told as above."""
    if name not in os.environ:
        return default
    try:
        return kind(os.environ[name].strip())
    except (ValueError, KeyError, ImproperlyConfigured):
        raise wrong(name, expected) from None


def text(name: str, default: str, fits: str = ".*", expected: str = "文字") -> str:
    return read(name, default, lambda told: _fitting(told, fits), expected)


def words(
    name: str, default: list[str], fits: str = ".*", expected: str = "言葉"
) -> list[str]:
    """What stands between commas, blanks around it left out."""

    def split(told: str) -> list[str]:
        every = [word.strip() for word in told.split(",")]
        return [_fitting(word, fits) for word in every if word]

    return read(name, default, split, f"{expected}（いくつかあれば , で区切って）")


def yes(name: str, default: bool) -> bool:
    return read(name, default, lambda told: _WORDS[told.lower()], "1 か 0 ")


def whole(name: str, default: int, least: int = 0, most: int | None = None) -> int:
    expected = f"{least} 以上" + (f" {most} 以下" if most else "") + "の整数"
    return read(name, default, lambda told: _within(int(told), least, most), expected)


def seconds(name: str, default: float, least: int = 0) -> float:
    """At most a day: what waits longer is a slip of the pen."""
    expected = f"{least} 以上 {_DAY} 以下の秒数"
    return read(name, default, lambda told: _within(float(told), least, _DAY), expected)


def numbers(name: str) -> dict[str, int]:
    """`bn=14,fr=15`."""

    def split(told: str) -> dict[str, int]:
        pairs = [pair.split("=") for pair in re.split("[,;]", told) if pair]
        return {key.strip(): int(number) for key, number in pairs}

    return read(name, {}, split, "bn=14,fr=15 のように、ことばの記号と番号")


def database(name: str, default: str) -> dict[str, Any]:
    expected = (
        "postgres://名前:パスワード@ホスト/データベース か "
        "sqlite:////フォルダー/db.sqlite3 のような住所"
    )
    return read(name, database_of(default), database_of, expected)


def database_of(url: str) -> dict[str, Any]:
    """The settings of a DATABASE_URL; ValueError where it is none of our two kinds."""
    config: dict[str, Any] = {}
    if url.partition(":")[0] in _DATABASES:
        config = Env.db_url_config(url)
    if config.get("NAME") in (None, "", ":memory:"):
        raise ValueError(url)
    return config


def mail(name: str) -> dict[str, Any]:
    """What Django calls the parts of an EMAIL_URL; empty where none is set."""

    def parts(told: str) -> dict[str, Any]:
        if told and told.startswith("smtp") and not urlsplit(told).hostname:
            raise ValueError(told)
        return Env.email_url_config(told) if told else {}

    expected = "smtp+tls://名前:パスワード@ホスト:587 のような住所"
    return read(name, {}, parts, expected)


def _fitting(told: str, pattern: str) -> str:
    if not re.fullmatch(pattern, told):
        raise ValueError(told)
    return told


def _within(number: Number, least: int, most: int | None) -> Number:
    if not number >= least or (most is not None and number > most):  # nan, too
        raise ValueError(number)
    return number
