"""Which words that found nothing may be counted: never what may tell of somebody.

When in doubt, not: a word that is lost costs nothing, a name that is kept does.
"""

from __future__ import annotations

import re

from guide.domain.people import GIVEN_NAMES, NAME_ENDINGS, SURNAMES, TITLES
from texts.domain.kana import hiragana
from texts.domain.romaji import romaji

_SHORTEST, _LONGEST = 2, 12
_MOST_CHUNKS = 3
_KANA_OR_KANJI = re.compile("[々ぁ-ゖァ-ヺー一-鿿]+")
_LATIN = re.compile("[A-Za-z]{3,}")
_ADDRESS = re.compile(
    "[都道府県市区町村郡]$|(?:丁目|番地|号室|温泉|駅|地区)|[0-9０-９]|[@＠./:：]"
)
_SENTENCE = re.compile(
    "[。、？！?!,]|です|ます|ください|たい$|ない$|のは|には|から|[をがは](?=.)"
)
_CAPITAL = re.compile("[A-Z][a-z]")
_SURNAMES_READ = tuple(sorted({hiragana(read) for read in SURNAMES.values()}))
_ROMAJI = frozenset(
    {romaji(read) for read in _SURNAMES_READ}
    | {romaji(name) for name in GIVEN_NAMES if not name.isascii()}
    | {name.casefold() for name in GIVEN_NAMES if name.isascii()}
)


def may_be_counted(query: str, word: str) -> bool:
    """Whether `word`, of `query`, is a single word that tells of no person or place."""
    parts = query.split()
    if len(parts) > _MOST_CHUNKS or sum(map(bool, map(_CAPITAL.match, parts))) > 1:
        return False
    if any(_ADDRESS.search(part) or _may_be_name(part) for part in (*parts, word)):
        return False
    if any(_SENTENCE.search(part) for part in parts):
        return False
    is_one = _KANA_OR_KANJI.fullmatch(word) or _LATIN.fullmatch(word)
    return bool(is_one) and _SHORTEST <= len(word) <= _LONGEST


def _may_be_name(text: str) -> bool:
    if text.endswith(TITLES):
        return True
    if text.isascii():
        return text.casefold() in _ROMAJI
    kana = hiragana(text)
    if kana in GIVEN_NAMES or kana.startswith(_SURNAMES_READ):
        return True
    if text.startswith(tuple(SURNAMES)):
        return True
    return len(text) <= 5 and text.endswith(NAME_ENDINGS)
