"""The index of the site, held in memory for as long as its content is the same.

A few hundred pages of some thousand sentences: each language is one long string, as
written and as read, in which a word is sought by the fastest means there are. A place
in the string leads to the sentence, the sentence to its page.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from os.path import commonprefix

from guide.domain.letters import key_of
from guide.domain.lexicon import Lexicon, SoughtWord, stem_of
from guide.domain.sounds import Sounds, learn_sounds, sounding_like
from guide.models import Rewording
from guide.search.content import HEADING, Said, SearchPage, read_site
from guide.search.plain_words import PlainWords
from guide.search.sayings import Sayings, sayings_of
from guide.search.word_by_word import Phrases
from offices.models import Office, ServiceCode
from offices.places import places
from texts.content_version import content_version
from texts.domain.fold import search_key
from texts.domain.kana import KANJI, has_kanji
from texts.domain.romaji import romaji, spell
from texts.domain.ruby import Readings
from texts.has_reading import models_with_readings
from texts.held import Holder
from texts.languages import Language, address_in, languages, speaking
from texts.readings import readings
from texts.translations import noting

Pairs = list[tuple[str, str]]

_LATIN = re.compile("(?<= )[a-z]{4,}")
_KANA = re.compile("[ぁ-ゖ]+")
_KANJI_ONLY = re.compile(f"[{KANJI}]{{2,4}}")
_END = "\n"
# A text in kana has no gaps: shorter words are found only where one begins.
_SURE = 4
_DISTRICT, _SHORTEST = 2, 3  # letters of a district that is no town, kana of its name


class SentenceKeys:
    """The keys of many sentences as one string, with where each begins."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._begins = array("l")
        self._length = 0
        self._whole: str | None = None
        self._words: set[int] = set()

    def add(self, key: str, words: Iterable[int] = ()) -> None:
        self._begins.append(self._length)
        self._words.update(self._length + place for place in words)
        self._parts.append(key)
        self._length += len(key) + 1

    def close(self) -> None:
        self._whole = _END.join([*self._parts, ""])
        self._parts = []

    def latin_words(self) -> set[str]:
        return set(_LATIN.findall(self._whole or ""))

    def having(self, key: str, *, at_words: bool = False) -> Iterator[int]:
        """The numbers of the sentences in which a key stands, in their order."""
        whole = self._whole or ""
        is_ascii = key[-1:].isascii()
        at = whole.find(key)
        while at >= 0:
            end = at + len(key)
            if is_ascii and not _ends(whole, end, len(key)):
                at = whole.find(key, at + 1)
                continue
            if at_words and len(key) < _SURE and at not in self._words:
                at = whole.find(key, at + 1)
                continue
            number = bisect_right(self._begins, at) - 1
            yield number
            if number + 1 >= len(self._begins):
                return
            at = whole.find(key, self._begins[number + 1])


def _ends(whole: str, end: int, length: int) -> bool:
    """Whether a Latin word or a number ends here, but for an ending of English."""
    sign = whole[end]
    if not sign.isascii() or not sign.isalnum():
        return True
    if sign.isdigit():
        return False
    stop = end
    while whole[stop].isascii() and whole[stop].isalpha():
        stop += 1
    rest = whole[end:stop]
    return rest in _SUFFIXES or length >= 7


_SUFFIXES = {"s", "es", "d", "ed", "ing", "er", "ers", "ly", "al", "ment", "ments"}


@dataclass
class LanguageIndex:
    """The pages of one language, and the keys of all that they say."""

    language: Language
    pages: list[SearchPage] = field(default_factory=list)
    # Of each sentence its page, by place in `pages`, and the sentence.
    owners: array[int] = field(default_factory=lambda: array("l"))
    said: list[Said] = field(default_factory=list)
    written: SentenceKeys = field(default_factory=SentenceKeys)
    read: SentenceKeys = field(default_factory=SentenceKeys)
    heading_pairs: dict[str, set[str]] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)

    def add(self, page: SearchPage, known_readings: Readings) -> None:
        self.pages.append(page)
        self.heading_pairs[page.address] = pairs_of(key_of(page.heading))
        for said in page.said:
            self.owners.append(len(self.pages) - 1)
            self.said.append(said)
            self.written.add(key_of(said.text))
            if self.language.is_japanese:
                self.read.add(*read_key(said.text, known_readings))

    def having(self, word: SoughtWord) -> Iterator[int]:
        """The sentences that have a word, some of them more than once."""
        for key in word.written:
            yield from self.written.having(key)
        for key in word.read:
            yield from self.read.having(key, at_words=True)


def read_key(text: str, known_readings: Readings) -> tuple[str, list[int]]:
    """How a text is read, as a key, and where in it words begin."""
    key, begins = "", []
    for word in known_readings.words(text):
        begins.append(len(key))
        for base, reading in word:
            if reading:
                key += key_of(reading)
                continue
            own = key_of(base)
            for start, end in known_readings.kana_words(base):
                before = key_of(base[:start])
                begins += [len(key) + len(before), len(key) + len(key_of(base[:end]))]
            key += own
    return key, begins


@dataclass
class SiteIndex:
    """All languages, the words that they are made of, and what staff made of words."""

    languages: dict[str, LanguageIndex]
    lexicon: Lexicon
    rewordings: list[Rewording]
    addresses: set[str]
    latin_words: set[str]
    # Japanese words as they are spelled in Latin letters.
    spelled: dict[str, SoughtWord]
    # The names of services, by which no office is named.
    services: tuple[str, ...]
    phrases: Phrases
    # How kanji can be read, and every word in kana.
    sounds: Sounds
    kana_words: tuple[str, ...]
    in_kanji: dict[str, str]
    # Words that staff entered, by what is the same in all their forms.
    by_stem: dict[str, SoughtWord]
    # Of each language what people say, and where it leads.
    sayings: dict[str, Sayings]

    def has(self, word: SoughtWord) -> bool:
        """Whether a page has the word, in any language."""
        return any(True for one in self.languages.values() for _ in one.having(word))


_held: Holder[SiteIndex] = Holder()


def site_index(*, on: date) -> SiteIndex:
    """The index of the content as it is; one query while nothing has changed."""
    return _held.get((content_version(), on), lambda: _unnoted(on))


def _unnoted(on: date) -> SiteIndex:
    """What is read for the index is not what the page shows."""
    with noting():
        return _build(on)


def _build(day: date) -> SiteIndex:
    known_readings = readings()
    found: dict[str, LanguageIndex] = {}
    addresses: set[str] = set()
    for language in languages():
        index = LanguageIndex(language)
        with speaking(language):
            pages = list(read_site(on=day))
            for page in pages:
                page.address = address_in(languages()[0], page.address)
                index.add(page, known_readings)
                addresses.add(page.address)
        index.named = _named(index)
        index.written.close()
        index.read.close()
        found[language.code] = index
    rewordings = list(Rewording.objects.all())
    latin = {word for one in found.values() for word in one.written.latin_words()}
    pairs = [*_pairs(), *_own_places()]
    lexicon = _lexicon(rewordings, pairs, known_readings)
    phrases = Phrases.of(rewordings, _add_read(Lexicon(), pairs), dict(reversed(pairs)))
    sounds = learn_sounds(pairs)
    plain = PlainWords(pairs)
    said = sayings_of(rewordings, plain)
    return SiteIndex(
        found,
        lexicon,
        rewordings,
        addresses,
        latin,
        _spelled(lexicon),
        _service_names(),
        phrases,
        sounds,
        tuple(key for key in lexicon.words if _KANA.fullmatch(key)),
        _in_kanji(rewordings, pairs, known_readings, sounds),
        {
            stem: word
            for key, word in lexicon.words.items()
            if word.leads and (stem := stem_of(key))
        },
        {code: Sayings.of(said, one.pages, plain) for code, one in found.items()},
    )


def _service_names() -> tuple[str, ...]:
    """Services as searches compare them; bodies to ask are named as places are."""
    offered = ServiceCode.objects.exclude(service=None)
    return tuple(search_key(name) for name in offered.values_list("name", flat=True))


def _spelled(lexicon: Lexicon) -> dict[str, SoughtWord]:
    """Kana words of some length in Latin letters: techo and techou, hataraku."""
    return {
        spelling: word
        for key, word in lexicon.words.items()
        if len(key) > 2 and _KANA.fullmatch(key)
        for spelling in (romaji(key), spell(key))
    }


def likeness(one: set[str], other: set[str]) -> float:
    """How much of two words is the same by their pairs of letters: 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def pairs_of(key: str) -> set[str]:
    """The pairs of letters that stand side by side in a key."""
    return {key[at : at + 2] for at in range(len(key) - 1)}


def _pairs() -> list[tuple[str, str]]:
    """What the site can read, with how it is read."""
    return [
        (surface, reading)
        for model in models_with_readings()
        # There may be as many offices as the country has: they are asked for.
        if model is not Office
        for surface, reading in model.reading_pairs()
        if surface and reading
    ]


def _own_places() -> Pairs:
    """Towns and stations of the own municipality, which queries name in kana."""
    named = places().gazetteer.suggestions()
    known = [(name.removesuffix("駅"), reading) for name, reading in named if reading]
    return [*known, *_shared_beginnings(known)]


def _shared_beginnings(named: Pairs) -> Pairs:
    """徳地 of 徳地堀, 徳地島地 …: what was a town of its own."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name, reading in named:
        if len(name) > _DISTRICT:
            groups[name[:_DISTRICT]].append(reading)
    shared = {name: commonprefix(read) for name, read in groups.items() if read[2:]}
    return [(name, read) for name, read in shared.items() if len(read) >= _SHORTEST]


def _lexicon(
    rewordings: Iterable[Rewording], pairs: Pairs, known_readings: Readings
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
                in_kana.append((sought, reading or reading_in(word, known_readings)))
    for sought, reading in in_kana:
        # One kana is in too many words: 絵 is no part of おむかえ.
        if len(reading) > 1:
            lexicon.also_leads(replace(sought, read=(reading,)), reading)
    _add_read(lexicon, pairs)
    return lexicon


def reading_in(text: str, known_readings: Readings) -> str:
    """How a text is read, as a key; empty where a word of it cannot be read."""
    words = known_readings.words(text)
    read = "".join(reading or base for word in words for base, reading in word)
    return "" if has_kanji(read) else key_of(read)


def _in_kanji(
    rewordings: Iterable[Rewording],
    pairs: Pairs,
    known_readings: Readings,
    sounds: Sounds,
) -> dict[str, str]:
    """Words in kana, by their keys, as they are written."""
    found: dict[str, str] = {}
    for surface, reading in pairs:
        found.setdefault(key_of(reading), surface)
    for row in rewordings:
        for word in filter(has_kanji, row.words):
            found.setdefault(reading_in(word, known_readings), word)
        # Staff enter a word in kanji and in kana side by side: 透析、とうせき.
        in_kana = [key_of(word) for word in row.words if _KANA.fullmatch(key_of(word))]
        for word in row.words:
            if in_kana and _KANJI_ONLY.fullmatch(word):
                for read in sounding_like(word, sounds, in_kana, freely=False):
                    found.setdefault(read, word)
    return found


def _add_read(lexicon: Lexicon, pairs: Pairs) -> Lexicon:
    for surface, reading in pairs:
        if "〜" not in surface:
            lexicon.add_read(surface, reading)
    return lexicon


def _named(index: LanguageIndex) -> dict[str, set[str]]:
    """The pages that are called by a word, by its key."""
    found: dict[str, set[str]] = defaultdict(set)
    for page in index.pages:
        for said in page.said:
            if said.weight >= HEADING and said.is_seen:
                found[key_of(said.text)].add(page.address)
    return found
