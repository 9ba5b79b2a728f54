"""How the directory writes times, places and services in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from facts.wording import bracketed, together
from offices.domain.latin import municipality_in_latin, prefecture_in_latin
from offices.domain.period import period_month
from texts.languages import current

# Services of the published lists that this site has no page on: the law names them.
SERVICE_NAMES = (
    gettext_noop("計画相談支援"),
    gettext_noop("地域移行支援"),
    gettext_noop("地域定着支援"),
    gettext_noop("基幹相談支援センター"),
    gettext_noop("障害者就業・生活支援センター"),
    gettext_noop("地域障害者職業センター"),
)


class HasHours(Protocol):
    """From when to when."""

    opens: time
    closes: time


def period_in_words(period: str) -> str:
    """`202603` as 2026年3月末; what is no period stays as it is."""
    month = period_month(period)
    if month is None:
        return period
    return _("%(month)s末") % {"month": date_format(month, "YEAR_MONTH_FORMAT")}


def periods_in_words(periods: Iterable[str]) -> str:
    """Several of them: 2025年3月末と2026年3月末."""
    return together(map(period_in_words, periods))


def clock(value: time) -> str:
    """09:00 as 9:00, the way people write it."""
    return f"{value.hour}:{value.minute:02}"


def hours_in_words(hours: HasHours) -> str:
    """9:00〜16:00."""
    given = {"opens": clock(hours.opens), "closes": clock(hours.closes)}
    return _("%(opens)s〜%(closes)s") % given


def municipality_in_words(name: str, reading: str) -> str:
    """山口市; for who does not read Japanese, Yamaguchi City before it."""
    return _for_readers(name, municipality_in_latin(name, reading))


def prefecture_in_words(name: str) -> str:
    """山口県, and how it is read."""
    return _for_readers(name, prefecture_in_latin(name))


def service_in_words(name: str) -> str:
    """A service that the law names, in the language of the page."""
    return _(name) if name in SERVICE_NAMES else name


def _for_readers(name: str, latin: str) -> str:
    return bracketed(latin, name) if latin and not current().is_japanese else name
