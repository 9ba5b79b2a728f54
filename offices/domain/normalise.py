"""Whether two addresses or two numbers are the same, however they are written.

`texts/domain/fold.py` folds words; here are addresses, phone numbers and 法人番号.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from texts.domain.fold import display, hyphens, search_key

_KANJI_DIGITS = dict(zip("〇一二三四五六七八九", range(10), strict=True))
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十百]+(?=丁目|番|号|条|区)")
_UNITS = re.compile(r"丁目|番地の|番地|番町|番|号|の(?=[0-9])")
_PHONE = re.compile(r"0[5789]0\d{8}|0120\d{6}|0800\d{7}|0[1-9]\d{8}")
_GROUPED = re.compile(r"(0\d{1,4})-(\d{1,4})-(\d{3,4})", re.ASCII)
_PHONE_PARTS = re.compile(r"(\d+)\s*[-()]\s*(\d+)\s*[-()]\s*(\d+)")


@lru_cache(maxsize=16_384)
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
    digits = re.sub(r"[-()\s]", "", hyphens(unicodedata.normalize("NFKC", text)))
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
        hyphens(unicodedata.normalize("NFKC", text)).strip().lstrip("(").strip()
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


_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)", re.IGNORECASE
)
_PRIVATE = 0xE000  # letters that nobody types, one for each of Unicode's first


def url_key(text: str) -> str:
    """A web address as searches compare it; empty where `text` is none.

    Its letters are none that a word has: 「work」 is not found within an address.
    """
    found = _ADDRESS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return ""
    kept = re.sub(r"[^\w]", "", found[1].casefold())
    return "".join(chr(_PRIVATE + ord(sign) % 0x1900) for sign in kept)


def is_url_key(text: str) -> bool:
    return bool(text) and _PRIVATE <= ord(text[0]) < _PRIVATE + 0x1900
