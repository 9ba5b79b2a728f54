"""A cell of a city's own list on what people choose by: read, or said to be unread."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

YES = r"あります|あり|ある|有り|有|○|◯|〇|はい|できます|できる|可能|可|yes"
NO = r"ありません|なし|ない|無し|無|×|✕|✖|いいえ|できません|できない|不可能|不可|no"
_ANSWER = re.compile(rf"(?:(?P<no>{NO})|(?P<yes>{YES}))(?![A-Za-z])", re.IGNORECASE)
_UNKNOWN = re.compile(r"不明|未確認|わからない|わかりません|[-ー―—?？]*")
_YEN = re.compile(r"([0-9][0-9,]*)\s*円")
_BARE = re.compile(r"([0-9][0-9,]*)(?:\s*円)?")
_FREE = re.compile(r"無料|お金はいりません")
_YEAR = re.compile(r"(?:(20[0-9]{2})|令和\s*([0-9]{1,2}|元)|R([0-9]{1,2}))\s*年度?")
_EDGES = " 、。,.・：:()[]「」"
_REIWA = 2018


@dataclass(frozen=True, slots=True)
class SaidCell:
    """What a cell says; empty parts are not said."""

    answer: str = ""
    words: str = ""
    amount: int | None = None
    year: int | None = None


def read_cell(text: str, *, form: str, unit: str = "") -> SaidCell | None:
    """`text` as an answer of the form; None where it says that nothing is known.

    `form` is one of yes-no, words, pay. Raises ValueError for what cannot be read:
    nothing is guessed.
    """
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if _UNKNOWN.fullmatch(text):
        return None
    if form == "words":
        return SaidCell(words=text)
    if form == "pay":
        return _pay(text)
    found = _ANSWER.match(text)
    if found is None:
        raise ValueError(text)
    answer = "yes" if found["yes"] else "no"
    return _with_cost(answer, text[found.end() :], unit)


def _pay(text: str) -> SaidCell:
    """An amount a month with its year: 15,000円（2025年度）."""
    year = _YEAR.search(text)
    rest = text.replace(year[0], "") if year else text
    amount = _YEN.search(rest) or _BARE.search(rest)
    if year is None or amount is None or not _number(amount[1]):
        raise ValueError(text)
    return SaidCell(amount=_number(amount[1]), year=_fiscal_year(year))


def _with_cost(answer: str, rest: str, unit: str) -> SaidCell:
    amount = None
    if found := _YEN.search(rest):
        amount = _number(found[1])
    elif found := _FREE.search(rest):
        amount = 0
    if found:
        before = rest[: found.start()].rstrip()
        rest = before.removesuffix(unit) + " " + rest[found.end() :]
    words = " ".join(rest.split())
    return SaidCell(answer, _trimmed(words), amount)


def _trimmed(words: str) -> str:
    """Without brackets around the whole, and without what stood between its parts."""
    words = words.strip(_EDGES.replace("(", "").replace(")", ""))
    inside = re.fullmatch(r"\(([^()]*)\)", words)
    return (inside[1] if inside else words).strip(_EDGES if inside else " 、。,")


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _fiscal_year(found: re.Match[str]) -> int:
    if found[1]:
        return int(found[1])
    era = found[2] or found[3]
    return _REIWA + (1 if era == "元" else int(era))
