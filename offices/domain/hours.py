"""Opening hours as published: read, or not known and why."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time
from enum import Enum
from functools import lru_cache

_SPAN = re.compile(r"(\d{1,2}):(\d{2})[-~〜](\d{1,2}):(\d{2})")
_HYPHENS = str.maketrans("‐‑‒–—―−－ー～〜", "-" * 11)


class HoursFault(Enum):
    """Why hours are not known; 00:00-00:00 never means all day."""

    ZERO = "hours_zero"
    REVERSED = "hours_reversed"
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
    """`09:00-16:00` as hours; nothing written is None."""
    text = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    text = "".join(text.split())
    if not text:
        return None
    found = _SPAN.fullmatch(text)
    if not found:
        return HoursFault.UNPARSED
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    if max(from_hour, to_hour) > 23 or max(from_minute, to_minute) > 59:
        return HoursFault.UNPARSED
    opens, closes = time(from_hour, from_minute), time(to_hour, to_minute)
    if opens == closes:
        return HoursFault.ZERO
    return HoursFault.REVERSED if closes < opens else Hours(opens, closes)


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
