"""How the directory writes times, places and services in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from facts.wording import bracketed, joined, together
from offices.domain.closed import Closed, ClosedDates, ClosedDay, read_closed
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


_WEEKDAYS = (
    gettext_noop("毎週月曜日"),
    gettext_noop("毎週火曜日"),
    gettext_noop("毎週水曜日"),
    gettext_noop("毎週木曜日"),
    gettext_noop("毎週金曜日"),
    gettext_noop("毎週土曜日"),
    gettext_noop("毎週日曜日"),
)
_WEEKS = (
    gettext_noop("第1"),
    gettext_noop("第2"),
    gettext_noop("第3"),
    gettext_noop("第4"),
    gettext_noop("第5"),
)
_CLOSED = {
    Closed.HOLIDAYS: gettext_noop("国民の祝日"),
    Closed.NEW_YEAR: gettext_noop("年末年始"),
    Closed.NEW_YEARS_DAY: gettext_noop("元日"),
    Closed.OBON: gettext_noop("お盆（8月13日ごろから16日ごろ）"),
    Closed.SUMMER: gettext_noop("夏休み"),
    Closed.GOLDEN_WEEK: gettext_noop("ゴールデンウィーク（4月の終わりから5月5日ごろ）"),
}


class HasHours(Protocol):
    """From when to when."""

    @property
    def opens(self) -> time: ...

    @property
    def closes(self) -> time: ...


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


def full_municipality_in_words(prefecture: str, name: str, reading: str) -> str:
    """山口県山口市; for who reads no Japanese, Yamaguchi City, Yamaguchi before it."""
    latin = municipality_in_latin(name, reading)
    parts = [latin, prefecture_in_latin(prefecture)] if latin else []
    return _for_readers(f"{prefecture}{name}", ", ".join(filter(None, parts)))


def prefecture_in_words(name: str) -> str:
    """山口県, and how it is read."""
    return _for_readers(name, prefecture_in_latin(name))


def service_in_words(name: str) -> str:
    """A service that the law names, in the language of the page."""
    return _(name) if name in SERVICE_NAMES else name


def closed_in_words(text: str) -> str:
    """「日曜日、祝日」 for who does not read Japanese: Sundays, public holidays.

    A text that is not understood as a whole stays as it is published.
    """
    if current().is_japanese:
        return text
    return joined(map(_closed_day, read_closed(text))) or text


def _closed_day(day: ClosedDay) -> str:
    if isinstance(day, Closed):
        return _(_CLOSED[day])
    if isinstance(day, ClosedDates):
        first, last = (date_format(_in_any_year(*one), "MONTH_DAY_FORMAT")
                       for one in (day.first, day.last))  # fmt: skip
        if first == last:
            return first
        return _("%(first)sから%(last)sまで") % {"first": first, "last": last}
    weekday = _(_WEEKDAYS[day.day])
    if not day.weeks:
        return weekday
    weeks = together(_(_WEEKS[week - 1]) for week in day.weeks)
    return _("%(weeks)sの%(weekday)s") % {"weeks": weeks, "weekday": weekday}


def _in_any_year(month: int, day: int) -> date:
    """That day in a leap year; 31 June, which somebody may have written, as 1 July."""
    return date(2000, month, 1) + timedelta(days=day - 1)


def _for_readers(name: str, latin: str) -> str:
    return bracketed(latin, name) if latin and not current().is_japanese else name
