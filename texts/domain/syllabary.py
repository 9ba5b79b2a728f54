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


def kana_row(reading: str) -> str:
    """The row that `reading` (hiragana) belongs to: 「が…」 is in か, 「ぱ…」 in は.

    Empty where the first letter is no hiragana.
    """
    first = unicodedata.normalize("NFD", reading[:1]).translate(_SMALL)[:1]
    return next((row for row, kana in _ROWS.items() if first and first in kana), "")
