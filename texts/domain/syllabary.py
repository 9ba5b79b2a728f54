"""The rows of the Japanese syllabary, by which glossaries are sorted."""

from __future__ import annotations

import unicodedata

_ROWS = {
    "あ": "あいうえお",
    "か": "かきくけこ",
    "さ": "さしすせそ",
    "た": "たちつてと",
    "な": "なにぬねの",
    "は": "はひふへほ",
    "ま": "まみむめも",
    "や": "やゆよ",
    "ら": "らりるれろ",
    "わ": "わゐゑをん",
}
_SMALL = str.maketrans("ぁぃぅぇぉゃゅょっゎ", "あいうえおやゆよつわ")


# What a row is called in an address; the last one is for all that is no hiragana.
CODES = dict(
    zip([*_ROWS, ""], "a ka sa ta na ha ma ya ra wa hoka".split(), strict=True)
)
_HIRAGANA = "".join(map(chr, range(0x3041, 0x3097)))


def letters_of(row: str) -> str:
    """Every letter with which a word of that row can begin: for か also が and ゕ."""
    return "".join(letter for letter in _HIRAGANA if kana_row(letter) == row)


def kana_row(reading: str) -> str:
    """The row that `reading` (hiragana) belongs to: 「が…」 is in か, 「ぱ…」 in は.

    Empty where the first letter is no hiragana.
    """
    first = unicodedata.normalize("NFD", reading[:1]).translate(_SMALL)[:1]
    return next((row for row, kana in _ROWS.items() if first and first in kana), "")
