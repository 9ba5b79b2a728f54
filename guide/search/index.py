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
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from guide.domain.letters import key_of, pairs_of
from guide.domain.lexicon import SoughtWord
from guide.search.content import HEADING, Said, SearchPage, read_site
from guide.search.known_words import KnownWords, known_words
from guide.search.sayings import Sayings, called
from offices.models import ServiceCode
from texts.content_version import content_version
from texts.domain.fold import search_key
from texts.domain.ruby import Readings
from texts.domain.text_memory import TextMemory
from texts.held import Holder
from texts.languages import Language, address_in, languages, speaking
from texts.readings import readings
from texts.translations import unnoted

ReadKey = tuple[str, tuple[int, ...]]

_LATIN = re.compile("(?<= )[a-z]{4,}")
_END = "\n"
# A text in kana has no gaps: shorter words are found only where one begins.
_SURE = 4
_read_keys: TextMemory[ReadKey] = TextMemory()


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
        known = known_readings.known
        self.pages.append(page)
        self.heading_pairs[page.address] = pairs_of(key_of(page.heading))
        for said in page.said:
            self.owners.append(len(self.pages) - 1)
            self.said.append(said)
            self.written.add(key_of(said.text))
            if self.language.is_japanese:
                make = partial(read_key, said.text, known_readings)
                key = _read_keys.recall(known_readings, known, said.text, make)
                self.read.add(*key)

    def having(self, word: SoughtWord) -> Iterator[int]:
        """The sentences that have a word, some of them more than once."""
        for key in word.written:
            yield from self.written.having(key)
        for key in word.read:
            yield from self.read.having(key, at_words=True)


def read_key(text: str, known_readings: Readings) -> ReadKey:
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
    return key, tuple(begins)


@dataclass
class SiteIndex:
    """All languages, and the words that queries are understood by."""

    languages: dict[str, LanguageIndex]
    words: KnownWords
    addresses: set[str]
    latin_words: set[str]
    # The names of services, by which no office is named.
    services: tuple[str, ...]
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
    """What is read for the index is not what the page shows, nor in its language."""
    with unnoted(), speaking(languages()[0]):
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
    words = known_words(known_readings)
    latin = {word for one in found.values() for word in one.written.latin_words()}
    said = {code: words.sayings(called(one.pages)) for code, one in found.items()}
    return SiteIndex(found, words, addresses, latin, _service_names(), said)


def _service_names() -> tuple[str, ...]:
    """Services as searches compare them; bodies to ask are named as places are."""
    offered = ServiceCode.objects.exclude(service=None)
    return tuple(search_key(name) for name in offered.values_list("name", flat=True))


def likeness(one: set[str], other: set[str]) -> float:
    """How much of two words is the same by their pairs of letters: 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _named(index: LanguageIndex) -> dict[str, set[str]]:
    """The pages that are called by a word, by its key."""
    found: dict[str, set[str]] = defaultdict(set)
    for page in index.pages:
        for said in page.said:
            if said.weight >= HEADING and said.is_seen:
                found[key_of(said.text)].add(page.address)
    return found
