"""Japanese text folded so that one thing written in many ways compares equal.

Two folds, from light to heavy: `display` is what a page shows; `search_key` is what a
reader's words are looked for in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from texts.domain.kana import TO_HIRAGANA

# Everything that people type for a hyphen; ー and ｰ count between ASCII only.
_HYPHENS = "‐‑‒–—―−－ーｰ"
_BETWEEN_ASCII = re.compile(rf"(?<=[0-9A-Za-z])[{_HYPHENS}](?=[0-9A-Za-z])")
# What UTF-8 and CP932 (Excel) write differently for the same character.
_TWINS = str.maketrans({"−": "-", "－": "-", "～": "〜", "∥": "‖", "―": "—"})
_ITAIJI = str.maketrans("髙﨑德惠濵濱邊邉齋舘槗", "高崎徳恵浜浜辺辺斎館橋")
_KATAKANA = TO_HIRAGANA | str.maketrans("ヵヶゕゖ", "かけかけ")
# Control and format characters, surrogates and private use; unassigned ones stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


@lru_cache(maxsize=16_384)
def display(text: str) -> str:
    """`text` for a page: half-width figures, no stray blanks or control characters.

    The same whether the file came as UTF-8 or through Excel as CP932.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return _until_stable(_display_once, text)


@lru_cache(maxsize=16_384)
def search_key(text: str) -> str:
    """`text` blind to width, kana, case, old kanji forms, blanks and punctuation."""
    return _until_stable(_search_once, text)


def hyphens(text: str) -> str:
    """`text` with everything that people type for a hyphen as one."""
    return re.sub(rf"[{_HYPHENS}]", "-", text)


def _display_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_TWINS)).translate(_TWINS)
    text = _BETWEEN_ASCII.sub("-", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def _search_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_TWINS))
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFKC", "".join(text.split()).casefold())
    text = _BETWEEN_ASCII.sub("-", text.translate(_KATAKANA).translate(_ITAIJI))
    kept = [
        sign
        for place, sign in enumerate(text)
        if sign.isalnum()
        or sign in "ー々"
        or unicodedata.category(sign)[0] == "M"
        or (sign == "-" and _is_ascii(text, place - 1) and _is_ascii(text, place + 1))
    ]
    return "".join(kept)


def _is_ascii(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isascii() and text[place].isalnum()


def _until_stable(fold: Callable[[str], str], text: str) -> str:
    """A fold may bring together what it folds again; a few rounds settle it."""
    for _round in range(8):
        folded = fold(text)
        if folded == text:
            break
        text = folded
    return text
