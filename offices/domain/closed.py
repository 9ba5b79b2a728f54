"""Days on which a place is closed, as published texts name them: read as days."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

_WEEK = "月火水木金土日"
_NUMERALS = str.maketrans("一二三四五", "12345")
_HYPHENS = str.maketrans("‐‑‒–—―−－～〜~", "-" * 11)


class Closed(Enum):
    """Days off that have a name."""

    HOLIDAYS = "holidays"
    NEW_YEAR = "new year"
    NEW_YEARS_DAY = "1 January"
    OBON = "obon"
    SUMMER = "summer"
    GOLDEN_WEEK = "golden week"


@dataclass(frozen=True, slots=True)
class ClosedWeekday:
    """A day of the week, 0 for Monday; `weeks` of the month, or all of them."""

    day: int
    weeks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosedDates:
    """From one (month, day) to another, the same for a single day."""

    first: tuple[int, int]
    last: tuple[int, int]


ClosedDay = Closed | ClosedWeekday | ClosedDates

_NAMED = [
    (Closed.HOLIDAYS, r"国民の祝?休?日|祝・?祭日|振替休日|祝日|祭日|祝"),
    (Closed.NEW_YEAR, r"年末年始(?:休暇|休み)?|お?正月(?:休み?)?"),
    (Closed.NEW_YEARS_DAY, r"元[日旦]"),
    (Closed.OBON, r"お?盆(?:休み|期間|休暇|休)?"),
    (Closed.SUMMER, r"夏[季期](?:休暇|休業|休み)?"),
    (Closed.GOLDEN_WEEK, r"ゴールデンウィーク|GW"),
]
_NAMES = "|".join(f"(?P<{name.name}>{words})" for name, words in _NAMED)
_DATE = r"([0-9]{1,2})[/月]([0-9]{1,2})日?"
_LAST = r"(?:翌年)?(?:([0-9]{1,2})[/月])?([0-9]{1,2})日?"
_TOKEN = re.compile(
    rf"(?P<dates>{_DATE}(?:(?:-|から){_LAST}(?:まで)?)?)"
    r"|第(?P<weeks>[1-5](?:[・,、]?第?[1-5])*)(?P<nth>[月火水木金土日])(?:曜日?)?"
    rf"|{_NAMES}"
    r"|(?P<day>[月火水木金土日])(?:曜日?)?"
    r"|(?P<gap>[、,・\s/()。]|及び|および|並びに|と|から毎週)"
)
_LEAD = re.compile(r"^(?:(?:原則|基本)(?:的に|として)?[、,]?|毎週)")
_END = re.compile(r"(?:は)?(?:お?休み|休日|休業|定休日?)?(?:です|とする)?。?$")


def read_closed(text: str) -> tuple[ClosedDay, ...]:
    """「日曜日、第1・3土曜日、8/13〜8/15」 as days, in the order of the text.

    Empty where the text says anything that is not such a day: half of it would be
    wrong.
    """
    text = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    text = _LEAD.sub("", re.sub(r"第([一二三四五])", _as_figure, text.strip()))
    end = _END.search(text)
    stop = end.start() if end else len(text)
    found: list[ClosedDay] = []
    at = 0
    while at < stop:
        token = _TOKEN.match(text, at)
        if not token or (token["gap"] is None and not _add(token, found)):
            return ()
        at = token.end()
    return tuple(dict.fromkeys(found))


def _as_figure(found: re.Match[str]) -> str:
    return f"第{found[1].translate(_NUMERALS)}"


def _add(token: re.Match[str], found: list[ClosedDay]) -> bool:
    """What `token` names; whether there is such a day."""
    if token["dates"]:
        month, day, last_month, last_day = token.groups()[1:5]
        first = (int(month), int(day))
        last = (int(last_month or month), int(last_day)) if last_day else first
        if not all(1 <= m <= 12 and 1 <= d <= 31 for m, d in (first, last)):
            return False
        found.append(ClosedDates(first, last))
    elif token["nth"]:
        weeks = tuple(sorted({int(sign) for sign in token["weeks"] if sign.isdigit()}))
        found.append(ClosedWeekday(_WEEK.index(token["nth"]), weeks))
    elif token["day"]:
        found.append(ClosedWeekday(_WEEK.index(token["day"])))
    else:
        found += [name for name, _ in _NAMED if token[name.name]]
    return True
