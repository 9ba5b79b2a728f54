"""Katakana as hiragana: for search keys, Latin letters, addresses and readings."""

from __future__ import annotations

import unicodedata

# ァ to ヶ for `str.translate`.
TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def hiragana(text: str) -> str:
    """`text` with its katakana, also narrow ones, as hiragana."""
    return unicodedata.normalize("NFKC", text).translate(TO_HIRAGANA)
