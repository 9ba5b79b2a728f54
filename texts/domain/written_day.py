"""Days as people and spreadsheets write them, read only where one day can be meant."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

# The year before the first of each era.
_ERAS = {
    "令和": 2018, "令": 2018, "r": 2018,
    "平成": 1988, "平": 1988, "h": 1988,
    "昭和": 1925, "昭": 1925, "s": 1925,
}  # fmt: skip
_DAY = re.compile(
    r"(?:(令和|平成|昭和|令|平|昭|r|h|s)\.?(\d{1,2}|元)|(\d{4}))"
    r"(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?",
    re.ASCII,
)
_PACKED = re.compile(r"(20\d{2})(\d{2})(\d{2})", re.ASCII)
# What stands behind a day and says nothing more of it.
_BEHIND = re.compile(
    r"(?:t?0{1,2}:00(?::00)?(?:\.0+)?|\([月火水木金土日]\)|現在|時点)+$"
)
_KANJI = str.maketrans("〇一二三四五六七八九", "0123456789")
_HYPHENS = str.maketrans("‐‑‒–—―−", "-" * 7)
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?", re.ASCII)
_EPOCH = date(1899, 12, 30)


@lru_cache(maxsize=1_024)
def read_day(text: str) -> date | None:
    """「2026/4/1」「令和8年4月1日」「R8.4.1」 as a day; None if unclear.

    Years of two figures are unclear: 8/4/1 is of no era.
    """
    text = unicodedata.normalize("NFKC", text).translate(_HYPHENS).casefold()
    text = _kanji_numbers(_BEHIND.sub("", "".join(text.split())))
    packed = _PACKED.fullmatch(text)
    if packed:
        return _day(*map(int, packed.groups()))
    found = _DAY.fullmatch(text)
    if not found:
        return None
    era, of_era, year, month, day = found.groups()
    if era:
        year = _ERAS[era] + (1 if of_era == "元" else int(of_era))
    return _day(int(year), int(month), int(day))


def read_serial_day(text: str) -> date | None:
    """The day that Excel keeps as a number: 46113 is 2026-04-01."""
    found = _SERIAL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return _EPOCH + timedelta(days=int(found[1])) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _kanji_numbers(text: str) -> str:
    """「八年四月十一日」 in figures, for what stands before 年, 月 and 日."""
    return re.sub(r"[〇一二三四五六七八九十]+(?=[年月日])", _figures, text)


def _figures(found: re.Match[str]) -> str:
    text = found[0]
    if "十" not in text:
        return text.translate(_KANJI)
    tens, _, ones = text.translate(_KANJI).partition("十")
    return str(int(tens or 1) * 10 + int(ones or 0)) if "十" not in ones else text
