"""Text as searches compare it, each letter with its place in what a page shows.

Blind to width, case, kana, old kanji, long marks and punctuation, and to the ways of
writing a number with what it counts: 6ヶ月 and 六か月, 9,300円 and 九千三百円, 2万円
and 20000円. A blank stands before a run of Latin letters or of figures, so that a word
and a number can be looked for whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from texts.domain.kana import TO_HIRAGANA
from texts.domain.numerals import NUMERALS

_OLD = (
    "髙高﨑崎德徳惠恵濵浜濱浜邊辺邉辺齋斎舘館槗橋國国會会學学體体單単應応續続擇択"
    "勞労實実變変圓円醫医當当總総廳庁區区縣県澤沢廣広榮栄營営檢検驗験權権團団圖図"
    "專専戰戦從従數数歸帰氣気澁渋爲為獨独獻献發発眞真禮礼稱称經経繪絵聲声舊旧藝芸"
    "處処號号觀観讀読豫予證証辭辞轉転邉辺釋釈鐵鉄關関隱隠雜雑靜静餘余驛駅黑黒齒歯"
    "樂楽櫻桜傳伝假仮價価兒児參参嶋島嶌島萬万條条來来萠萌峯峰冨富礙害碍害"
)
_MODERN = {ord(old): new for old, new in zip(_OLD[::2], _OLD[1::2], strict=True)}
_KANA = TO_HIRAGANA | str.maketrans("ヵヶゕゖぢづ", "かかかかじず")
_DIGITS = {kanji: n for n, kanji in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_FIGURES = r"[0-9]+(?:,[0-9]{3})*|[〇一二三四五六七八九]"
_COUNTED = (
    "円|えん|(?:か|ヶ|ケ|ヵ|カ|ゕ|箇|個|ヵ)(?:月|げつ|所|国)|歳|才|さい|級|割|年|日|人|回|週"
    "|時間|分|万|つの|型|がた|%|パーセント|ぱーせんと|にち|かい|じかん|ねん|にん|しゅう"
)
_NUMBER = re.compile(
    rf"(?P<number>(?:{_FIGURES}|[十百千万])(?:{_FIGURES}|[十百千万])*)"
    rf"(?P<unit>{_COUNTED})?"
)
_UNITS = {
    "えん": "円", "才": "歳", "さい": "歳", "がた": "型", "%": "割合",
    "パーセント": "割合", "ぱーせんと": "割合", "にち": "日", "かい": "回",
    "じかん": "時間", "ねん": "年", "にん": "人", "しゅう": "週",
}  # fmt: skip
_BEGIN_NUMBER = frozenset("0123456789" + NUMERALS)
_MONTHS = re.compile("[かヶケヵカゕ箇個](月|げつ|所|国)")
_HARM = re.compile("障がい|しょう害|障ガイ")


class Letter(NamedTuple):
    """One letter of a key, and the places in the text that it stands for."""

    sign: str
    start: int
    end: int


@lru_cache(maxsize=65_536)
def key_of(text: str) -> str:
    """`text` as it is compared."""
    return "".join(letter.sign for letter in letters(text))


def pairs_of(key: str) -> set[str]:
    """The pairs of letters that stand side by side in a key."""
    return {key[at : at + 2] for at in range(len(key) - 1)}


def letters(text: str) -> list[Letter]:
    """The letters of `text` as it is compared, with their places."""
    # Each sign keeps its place: width is folded sign by sign.
    return list(_spaced("".join(map(_narrow, text))))


def _spaced(text: str) -> Iterator[Letter]:
    """Blanks before what must be found whole: a Latin word, a number."""
    before, is_new = "", True
    for letter in _folded(text):
        if letter.sign == "":
            is_new = True
            continue
        kind = _kind(letter.sign)
        if kind and (kind != before or is_new):
            yield Letter(" ", letter.start, letter.start)
        yield letter
        before, is_new = kind, False


def _kind(sign: str) -> str:
    if not sign.isascii():
        return ""
    return "figure" if sign.isdigit() else "latin"


def _folded(text: str) -> Iterator[Letter]:
    at = 0
    while at < len(text):
        sign = text[at]
        if sign in "障し" and (found := _HARM.match(text, at)):
            yield Letter("障", at, at + 1)
            yield Letter("害", at + 1, found.end())
            at = found.end()
            continue
        if sign == "何" and text.startswith(("さい", "才"), at + 1):
            end = at + (3 if text[at + 1] == "さ" else 2)
            yield Letter("何", at, at + 1)
            yield Letter("歳", at + 1, end)
            at = end
            continue
        if (
            sign in _BEGIN_NUMBER
            and (found := _NUMBER.match(text, at))
            and (found["unit"] or found["number"].isascii())
        ):
            yield from _counted(found, _amount(found["number"]))
            at = found.end()
            continue
        folded = _sign(sign)
        if folded is not None:
            yield Letter(folded, at, at + 1)
        at += 1


def _counted(found: re.Match[str], number: int) -> Iterator[Letter]:
    """A number in figures, then what it counts, in one writing."""
    start, end = found.span("number")
    yield Letter("", start, start)
    for figure in str(number):
        yield Letter(figure, start, end)
    if unit := found["unit"]:
        start, end = found.span("unit")
        unit = _MONTHS.sub(lambda month: "か" + month[1].replace("げつ", "月"), unit)
        for sign in _UNITS.get(unit, unit):
            yield Letter(sign, start, end)


@cache
def _narrow(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign)[:1] or sign


@cache
def _sign(sign: str) -> str | None:
    """A sign as it is compared; empty for a gap, None for what is left out."""
    sign = sign.casefold()[:1].translate(_KANA).translate(_MODERN)
    if sign == "ー" or unicodedata.category(sign)[0] == "M":
        return None
    return sign if sign.isalnum() or sign in "々〆" else ""


def _amount(text: str) -> int:
    """The number that figures and kanji write: 3万7,200, 九千三百, 37200."""
    total = part = 0
    digits = ""
    for sign in text.replace(",", ""):
        if sign in _DIGITS or sign.isdigit():
            digits += str(_DIGITS.get(sign, sign))
        elif sign == "万":
            total += (part + int(digits or (0 if part else 1))) * 10_000
            part, digits = 0, ""
        else:
            part += int(digits or 1) * _TENS[sign]
            digits = ""
    return total + part + int(digits or 0)
