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
