"""How a number in kanji or figures is said: 三百六十五 is さんびゃくろくじゅうご."""

from __future__ import annotations

import re

NUMERALS = "〇一二三四五六七八九十百千万"
KANJI_NUMBER = re.compile(f"[{NUMERALS}]+")
_DIGITS = {kanji: n for n, kanji in enumerate("〇一二三四五六七八九")}
_SAID = ["", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"]
_TENS = {10: "じゅう", 100: "ひゃく", 1000: "せん"}
_CHANGED = {
    300: "さんびゃく", 600: "ろっぴゃく", 800: "はっぴゃく", 3000: "さんぜん",
    8000: "はっせん",
}  # fmt: skip
# How the last of a number changes before a counter that begins so.
_CUT = {
    "いち": "いっ", "ろく": "ろっ", "はち": "はっ", "じゅう": "じゅっ",
    "ひゃく": "ひゃっ",
}  # fmt: skip
_CUT_BEFORE = {
    "いち": "かきくけこさしすせそたちつてとはひふへほぱぴぷぺぽ",
    "はち": "かきくけこさしすせそたちつてとはひふへほぱぴぷぺぽ",
    "じゅう": "かきくけこさしすせそたちつてとはひふへほぱぴぷぺぽ",
    "ろく": "かきくけこはひふへほぱぴぷぺぽ",
    "ひゃく": "かきくけこはひふへほぱぴぷぺぽ",
}


def value(text: str) -> int | None:
    """The number that kanji write, by place (二〇二六) or by tens (二千二十六)."""
    if all(letter in _DIGITS for letter in text):
        return int("".join(str(_DIGITS[letter]) for letter in text))
    total = part = digit = 0
    last = 10_000
    for letter in text:
        if letter in _DIGITS:
            if digit or letter == "〇":
                return None
            digit = _DIGITS[letter]
        elif letter == "万":
            total, part, digit, last = (part + digit) * 10_000, 0, 0, 10_000
        else:
            ten = {"十": 10, "百": 100, "千": 1000}[letter]
            if ten >= last:
                return None
            part, digit, last = part + (digit or 1) * ten, 0, ten
    return total + part + digit


def said(number: int) -> str:
    """How `number`, up to a hundred million, is said by itself."""
    if number == 0:
        return "れい"
    high, low = divmod(number, 10_000)
    out = said(high) + "まん" if high else ""
    for ten in (1000, 100, 10):
        digit, low = divmod(low, ten)
        if digit:
            usual = (_SAID[digit] if digit > 1 else "") + _TENS[ten]
            out += _CHANGED.get(digit * ten, usual)
    return out + _SAID[low]


def said_before(number: int, counter: str) -> str:
    """How `number` is said before a counter: いっかい, ろっかげつ, じゅっさい."""
    alone = said(number)
    for last, short in _CUT.items():
        if alone.endswith(last) and counter[:1] in _CUT_BEFORE[last]:
            return alone.removesuffix(last) + short
    return alone
