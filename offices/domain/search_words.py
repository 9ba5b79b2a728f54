"""The words that a directory is searched by, in every way people write them."""

from __future__ import annotations

import re
import unicodedata

from offices.domain.normalise import phone_digits, url_key
from offices.domain.place_text import numbered_key
from texts.domain.fold import hyphens, search_key

# What stands for a kind of body, in brackets or as one sign (㈱).
_BODIES = {
    "株": "株式会社",
    "有": "有限会社",
    "同": "合同会社",
    "資": "合資会社",
    "福": "社会福祉法人",
    "社福": "社会福祉法人",
    "医": "医療法人",
    "学": "学校法人",
    "特非": "特定非営利活動法人",
    "特": "特定非営利活動法人",
    "NPO": "特定非営利活動法人",
    "一社": "一般社団法人",
    "社": "社団法人",
    "一財": "一般財団法人",
    "財": "財団法人",
    "公社": "公益社団法人",
    "公財": "公益財団法人",
    "独": "独立行政法人",
}
_BRACKETED = re.compile(rf"\(({'|'.join(_BODIES)})\)")
_NPO = re.compile(r"NPO法人|^NPO$", re.IGNORECASE)
_ABROAD = re.compile(r"\+81\s*-?\s*(?:\(0\)|0)?\s*")
_PHONE_SIGNS = re.compile(r"[0-9()+\-\s]{4,}", re.ASCII)


def spelled_out(text: str) -> str:
    """㈱ and （福） as the words they stand for."""
    text = unicodedata.normalize("NFKC", text)
    text = _BRACKETED.sub(lambda found: _BODIES[found[1]], text)
    return _NPO.sub("特定非営利活動法人", text)


def text_key(text: str) -> str:
    """A text of an office as it is looked for."""
    return search_key(spelled_out(text))


def words_in(text: str) -> list[str]:
    """The words of a search; a telephone number with blanks is one."""
    return [text] if number_in(text) else text.split()


def keys_of(word: str) -> tuple[str, ...]:
    """What a text may hold that answers to `word`; the word itself comes first."""
    number = number_in(word)
    if number:
        return (number,)
    keys = [text_key(word)]
    numbered = numbered_key(word)
    if re.search(r"\d", numbered) and not keys[0].isdecimal():
        keys.append(numbered)
    keys.append(url_key(word))
    return tuple(dict.fromkeys(filter(None, keys)))


def number_in(text: str) -> str:
    """The digits of a telephone number, from wherever it is called; else nothing."""
    text = hyphens(unicodedata.normalize("NFKC", text)).strip()
    if not _PHONE_SIGNS.fullmatch(text):
        return ""
    at_home = _ABROAD.sub("0", text, count=1) if text.startswith("+81") else text
    return phone_digits(at_home)
