"""Katakana as hiragana: for search keys, Latin letters, addresses and readings."""

from __future__ import annotations

import re
import unicodedata

# What a reading may be written with: a blank stands between its words; figures and
# brackets in a name are read as they are (さぽーと24).
_READING = re.compile(r"[ぁ-ゖァ-ヺーゝゞヽヾ・ \u30000-9()（）]*")
# ァ to ヶ for `str.translate`.
TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


KANJI = "々〆〇㐀-䶿一-鿿豈-﫿"
_HAS_KANJI = re.compile(f"[{KANJI}]")


def has_kanji(text: str) -> bool:
    return _HAS_KANJI.search(text) is not None


def hiragana(text: str) -> str:
    """`text` with its katakana, also narrow ones, as hiragana."""
    return unicodedata.normalize("NFKC", text).translate(TO_HIRAGANA)


def is_reading(text: str) -> bool:
    """Whether `text` is kana only, so that a page can set it above a word."""
    return _READING.fullmatch(text) is not None
