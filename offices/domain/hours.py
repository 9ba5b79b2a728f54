"""Opening hours as published: read, or not known and why."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time
from enum import Enum
from functools import lru_cache

_SPAN = re.compile(r"(.+?)(?:から|[-~〜])(.+?)(?:まで)?")
_AT = re.compile(
    r"(午前|午後|am|pm)?(\d{1,2})(?::(\d{2})(?::\d{2})?|時(?:(\d{1,2})分?|(半))?)"
    r"(am|pm)?",
    re.ASCII,
)
_HYPHENS = str.maketrans("‐‑‒–—―−－ー～〜", "-" * 11)
# The end of the day, as near as a time of day can say it.
MIDNIGHT = time(23, 59)


class HoursFault(Enum):
    """Why hours are not known; 00:00-00:00 never means all day."""

    ZERO = "hours_zero"
    REVERSED = "hours_reversed"
    HALF = "hours_half"
    UNPARSED = "hours_unparsed"


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when, on one day."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return "-".join(one.isoformat("minutes") for one in (self.opens, self.closes))


@lru_cache(maxsize=4_096)
def read_hours(text: str) -> Hours | HoursFault | None:
    """`09:00-16:00`, `9時〜16時30分` or `午前9時から午後4時まで` as hours.

    Nothing written is None. 24:00 as the end is `MIDNIGHT`.
    """
    text = unicodedata.normalize("NFKC", text).translate(_HYPHENS).casefold()
    text = "".join(text.split())
    if not text:
        return None
    found = _SPAN.fullmatch(text)
    if not found:
        is_half = _AT.fullmatch(text.strip("-")) or _AT.fullmatch(_bare(text))
        return HoursFault.HALF if is_half else HoursFault.UNPARSED
    opens, closes = _at(found[1]), _at(found[2])
    if opens == closes and opens is not None:
        return HoursFault.ZERO
    if opens is None or closes is None or opens >= 24 * 60:
        return HoursFault.UNPARSED
    if closes < opens:
        return HoursFault.REVERSED
    if closes == 24 * 60:
        # From 0:00 to 24:00 is a form that nobody filled in, far more often than true.
        return Hours(_clock(opens), MIDNIGHT) if opens else HoursFault.UNPARSED
    return Hours(_clock(opens), _clock(closes))


def ends_at_midnight(text: str) -> bool:
    """Whether hours that were read end at 24:00, which a time of day cannot say."""
    found = read_hours(text)
    if not isinstance(found, Hours) or found.closes != MIDNIGHT:
        return False
    return re.search(r"23\D{0,2}59", unicodedata.normalize("NFKC", text)) is None


def _bare(text: str) -> str:
    return text.removesuffix("から").removesuffix("まで")


def _at(text: str) -> int | None:
    """Minutes since midnight, up to 24:00."""
    found = _AT.fullmatch(text)
    if not found:
        return None
    before, hour, colon, minute, half, after = found.groups()
    hours, minutes = int(hour), 30 if half else int(colon or minute or 0)
    is_half_day = before or after
    if is_half_day and hours > 12:
        return None
    if is_half_day in ("午後", "pm") and hours < 12:
        hours += 12
    if is_half_day in ("午前", "am") and hours == 12:
        hours = 0
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= 24 * 60 else None


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


_WEEK = "月火水木金土日"
_DAY = rf"([{_WEEK}])(?:曜日?)?"
_DAYS = re.compile(rf"(?:{_DAY}(?:から|[-~〜]){_DAY}|(平日)|(毎日))[、:]?")
_CLOCK = re.compile(
    r"(午前|午後)?(\d{1,2})(?:時(?:(\d{1,2})分|(半))?|:(\d{2}))"
    r"(?:から|[-~〜])"
    r"(午前|午後)?(\d{1,2})(?:時(?:(\d{1,2})分|(半))?|:(\d{2}))(?:まで)?"
)


@dataclass(frozen=True, slots=True)
class WrittenHours:
    """Hours as a person wrote them; `days` count from Monday, none where not said."""

    days: tuple[int, ...]
    hours: Hours


def read_written_hours(text: str) -> WrittenHours | None:
    """「月曜日から金曜日 午前8時30分〜午後5時15分」 as days and hours.

    None where the text says anything more, or anything else.
    """
    text = "".join(unicodedata.normalize("NFKC", text).split())
    found = _DAYS.match(text)
    rest = text[found.end() :] if found else text
    clock = _CLOCK.fullmatch(rest)
    if not clock:
        return None
    opens, closes = _time(*clock.groups()[:5]), _time(*clock.groups()[5:])
    if opens is None or closes is None or closes <= opens:
        return None
    return WrittenHours(_days(found), Hours(opens, closes))


def _days(found: re.Match[str] | None) -> tuple[int, ...]:
    if not found:
        return ()
    first, last, on_weekdays, _daily = found.groups()
    if not first:
        return tuple(range(5 if on_weekdays else 7))
    start, end = _WEEK.index(first), _WEEK.index(last)
    return tuple(day % 7 for day in range(start, end + 1 + 7 * (end < start)))


def _time(
    half: str | None, hour: str, minute: str | None, is_half: str | None, colon: str
) -> time | None:
    number = int(hour) + (12 if half == "午後" and int(hour) < 12 else 0)
    minutes = 30 if is_half else int(minute or colon or 0)
    return time(number, minutes) if number < 24 and minutes < 60 else None
