"""The words that the site knows: those it can read, and what staff made of words.

Most of what staff save is a text in which no word is read in another way, so all this
stays the same: it is a pure function of the words and of the rows of rewordings, and
is remembered by them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from os.path import commonprefix
from typing import Any, NamedTuple

from guide.domain.letters import key_of
from guide.domain.lexicon import Lexicon, SoughtWord, stem_of
from guide.domain.sounds import Sounds, learn_sounds, sounding_like
from guide.models import Rewording
from guide.search.plain_words import PlainWords
from guide.search.sayings import Called, Sayings, Stock, sayings_of
from guide.search.word_by_word import Phrases
from offices.models import Office
from offices.places import places
from texts.domain.kana import KANJI, has_kanji
from texts.domain.romaji import romaji, spell
from texts.domain.ruby import Readings
from texts.has_reading import models_with_readings

Pairs = tuple[tuple[str, str], ...]
Told = tuple[tuple[Any, ...], ...]  # rows by their columns

_KANA = re.compile("[ぁ-ゖ]+")
_KANJI_ONLY = re.compile(f"[{KANJI}]{{2,4}}")
_DISTRICT, _SHORTEST = 2, 3  # letters of a district that is no town, kana of its name


@dataclass(eq=False)
class KnownWords:
    """What a query is understood by, whatever the pages say."""

    rewordings: list[Rewording]
    lexicon: Lexicon
    phrases: Phrases
    # How kanji can be read, and every word in kana.
    sounds: Sounds
    kana_words: tuple[str, ...]
    in_kanji: dict[str, str]
    # Japanese words as they are spelled in Latin letters.
    spelled: dict[str, SoughtWord]
    # Words that staff entered, by what is the same in all their forms.
    by_stem: dict[str, SoughtWord]
    plain: PlainWords
    said: Stock

    def sayings(self, called: Called) -> Sayings:
        """What people say, beside what the pages of a language are called by."""
        return Sayings(self.said, called, self.plain)


def known_words(known_readings: Readings) -> KnownWords:
    """The words of the rows as they are: those of before where no word is another."""
    told = tuple(Rewording.objects.values_list())
    as_read = _as_read(told, known_readings)
    return _known_words(told, (*_pairs(), *_own_places()), as_read)


@lru_cache(maxsize=1)
def _as_read(told: Told, known_readings: Readings) -> Pairs:
    """The words of rewordings in kanji, with how they are read."""
    words = (word for row in _rows(told) for word in row.words if has_kanji(word))
    return tuple((word, reading_in(word, known_readings)) for word in words)


@lru_cache(maxsize=2)
def _known_words(told: Told, pairs: Pairs, as_read: Pairs) -> KnownWords:
    """All of it, from the rows of rewordings, what can be read, and how these are."""
    rewordings, read, readable = _rows(told), dict(as_read), _readable(pairs)
    lexicon = _lexicon(rewordings, pairs, read)
    return KnownWords(
        rewordings,
        lexicon,
        Phrases.of(rewordings, readable.lexicon, dict(reversed(pairs))),
        readable.sounds,
        tuple(key for key in lexicon.words if _KANA.fullmatch(key)),
        _in_kanji(rewordings, pairs, read, readable.sounds),
        _spelled(lexicon),
        {
            stem: word
            for key, word in lexicon.words.items()
            if word.leads and (stem := stem_of(key))
        },
        readable.plain,
        sayings_of(rewordings, readable.plain),
    )


class _Readable(NamedTuple):
    """What follows from the words that the site can read alone."""

    lexicon: Lexicon
    plain: PlainWords
    sounds: Sounds


@lru_cache(maxsize=2)
def _readable(pairs: Pairs) -> _Readable:
    return _Readable(
        _add_read(Lexicon(), pairs), PlainWords(pairs), learn_sounds(pairs)
    )


def _rows(told: Told) -> list[Rewording]:
    return [Rewording(*values) for values in told]


def _pairs() -> Pairs:
    """What the site can read, with how it is read."""
    return tuple(
        (surface, reading)
        for model in models_with_readings()
        # There may be as many offices as the country has: they are asked for.
        if model is not Office
        for surface, reading in model.reading_pairs()
        if surface and reading
    )


def _own_places() -> Pairs:
    """Towns and stations of the own municipality, which queries name in kana."""
    named = places().gazetteer.suggestions()
    known = [(name.removesuffix("駅"), reading) for name, reading in named if reading]
    return (*known, *_shared_beginnings(known))


def _shared_beginnings(named: Iterable[tuple[str, str]]) -> Pairs:
    """徳地 of 徳地堀, 徳地島地 …: what was a town of its own."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name, reading in named:
        if len(name) > _DISTRICT:
            groups[name[:_DISTRICT]].append(reading)
    shared = {name: commonprefix(read) for name, read in groups.items() if read[2:]}
    return tuple(
        (name, read) for name, read in shared.items() if len(read) >= _SHORTEST
    )


def _lexicon(
    rewordings: Iterable[Rewording], pairs: Pairs, as_read: dict[str, str]
) -> Lexicon:
    """What staff reworded goes before what the site can read."""
    lexicon = Lexicon()
    read = dict(reversed(pairs))
    in_kana: list[tuple[SoughtWord, str]] = []
    for row in rewordings:
        for word in row.words:
            key = key_of(word)
            reading = key_of(read.get(word, "")) if has_kanji(word) else key
            sought = SoughtWord(word, (key,), (reading,) if reading else (), (row,))
            lexicon.add(sought, key)
            if has_kanji(word):
                in_kana.append((sought, reading or as_read[word]))
    for sought, reading in in_kana:
        # One kana is in too many words: 絵 is no part of おむかえ.
        if len(reading) > 1:
            lexicon.also_leads(replace(sought, read=(reading,)), reading)
    return _add_read(lexicon, pairs)


def _add_read(lexicon: Lexicon, pairs: Pairs) -> Lexicon:
    for surface, reading in pairs:
        if "〜" not in surface:
            lexicon.add_read(surface, reading)
    return lexicon


def reading_in(text: str, known_readings: Readings) -> str:
    """How a text is read, as a key; empty where a word of it cannot be read."""
    words = known_readings.words(text)
    read = "".join(reading or base for word in words for base, reading in word)
    return "" if has_kanji(read) else key_of(read)


def _spelled(lexicon: Lexicon) -> dict[str, SoughtWord]:
    """Kana words of some length in Latin letters: techo and techou, hataraku."""
    return {
        spelling: word
        for key, word in lexicon.words.items()
        if len(key) > 2 and _KANA.fullmatch(key)
        for spelling in _spellings(key)
    }


@lru_cache(maxsize=32_768)
def _spellings(key: str) -> tuple[str, str]:
    return romaji(key), spell(key)


def _in_kanji(
    rewordings: Iterable[Rewording],
    pairs: Pairs,
    as_read: dict[str, str],
    sounds: Sounds,
) -> dict[str, str]:
    """Words in kana, by their keys, as they are written."""
    found: dict[str, str] = {}
    for surface, reading in pairs:
        found.setdefault(key_of(reading), surface)
    for row in rewordings:
        for word in filter(has_kanji, row.words):
            found.setdefault(as_read[word], word)
        # Staff enter a word in kanji and in kana side by side: 透析、とうせき.
        in_kana = [key_of(word) for word in row.words if _KANA.fullmatch(key_of(word))]
        for word in row.words:
            if in_kana and _KANJI_ONLY.fullmatch(word):
                for read in sounding_like(word, sounds, in_kana, freely=False):
                    found.setdefault(read, word)
    return found
