"""Japanese text folded so that one thing written in many ways compares equal.

Three folds, from light to heavy: `display` is what a page shows; `search_key` is
what a reader's words are looked for in; `place_key` tells whether two addresses name
one place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from services.domain.kana import TO_HIRAGANA

# Everything that people type for a hyphen; ー and ｰ count between ASCII only.
_HYPHENS = "‐‑‒–—―−－ーｰ"
_BETWEEN_ASCII = re.compile(rf"(?<=[0-9A-Za-z])[{_HYPHENS}](?=[0-9A-Za-z])")
# What UTF-8 and CP932 (Excel) write differently for the same character.
_TWINS = str.maketrans({"−": "-", "－": "-", "～": "〜", "∥": "‖", "―": "—"})
_ITAIJI = str.maketrans("髙﨑德惠濵濱邊邉齋舘槗", "高崎徳恵浜浜辺辺斎館橋")
_KATAKANA = TO_HIRAGANA | str.maketrans("ヵヶゕゖ", "かけかけ")
_KANJI_DIGITS = dict(zip("〇一二三四五六七八九", range(10), strict=True))
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十百]+(?=丁目|番|号|条|区)")
_UNITS = re.compile(r"丁目|番地の|番地|番町|番|号|の(?=[0-9])")
# Control and format characters, surrogates and private use; unassigned ones stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_PHONE = re.compile(r"0[5789]0\d{8}|0120\d{6}|0800\d{7}|0[1-9]\d{8}")
_GROUPED = re.compile(r"(0\d{1,4})-(\d{1,4})-(\d{3,4})", re.ASCII)
_PHONE_PARTS = re.compile(r"(\d+)\s*[-()]\s*(\d+)\s*[-()]\s*(\d+)")


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


def place_key(address: str) -> str:
    """`address` blind to how numbers and 丁目・番地・号 are written."""
    folded = display(address).replace("大字", "").replace("字", "").replace("ヶ", "ケ")
    folded = _KANJI_NUMBER.sub(lambda found: str(kanji_number(found[0])), folded)
    folded = _UNITS.sub("-", folded)
    folded = re.sub(r"[-‐–—−ー]+(?=$|[^0-9])", "", folded)
    return search_key(folded)


def kanji_number(text: str) -> int:
    """The value of a kanji numeral below a thousand; 二〇 counts like 20."""
    if not set(text) & set("十百"):
        return int("".join(str(_KANJI_DIGITS[sign]) for sign in text))
    total = number = 0
    for sign in text:
        if sign in _KANJI_DIGITS:
            number = _KANJI_DIGITS[sign]
        else:
            total += (number or 1) * (10 if sign == "十" else 100)
            number = 0
    return total + number


def phone_digits(text: str) -> str:
    """The digits of a number that one can call in Japan, else nothing."""
    digits = re.sub(r"[-()\s]", "", _hyphens(unicodedata.normalize("NFKC", text)))
    return digits if _PHONE.fullmatch(digits) else ""


def phone_display(text: str) -> str:
    """A number as its owner groups it, else in the usual groups; nothing if invalid."""
    given = _GROUPED.fullmatch(text)
    if given and _PHONE.fullmatch("".join(given.groups())):
        return text
    digits = phone_digits(text)
    if not digits:
        return ""
    grouped = _PHONE_PARTS.fullmatch(
        _hyphens(unicodedata.normalize("NFKC", text)).strip().lstrip("(").strip()
    )
    if grouped:
        return "-".join(grouped.groups())
    if re.match(r"0[5789]0\d{8}$|0800", digits):
        first = 4 if digits.startswith("0800") else 3
        return f"{digits[:first]}-{digits[first:-4]}-{digits[-4:]}"
    if digits.startswith("0120"):
        return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
    return digits


def check_digit(twelve: str) -> str:
    """The first digit of a 法人番号 whose other twelve digits are given."""
    digits = [*map(int, twelve)]
    total = sum(digits[::-2]) + 2 * sum(digits[-2::-2])
    return str(9 - total % 9)


def _hyphens(text: str) -> str:
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
