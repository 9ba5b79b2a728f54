"""What people say, sentence by sentence, and which of it a query is most like.

Staff enter sentences with the pages that answer them. A query that nobody foresaw is
near some of them: by its words, in any form, and by its pairs of letters. A rare word
tells more than one that is in every sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import log, sqrt
from typing import NamedTuple

from guide.domain.letters import key_of
from guide.models import Rewording
from guide.search.content import HEADING, SearchPage
from guide.search.plain_words import PlainWords

# How much a word tells, another of the same meaning, and a pair of letters.
_WORD, _MEANING, _PAIR = 0.8, 0.6, 0.45
_ORDER = (1.0, 0.85, 0.7)  # the pages of a sentence, the first the most
_MORE = (1.0, 0.3, 0.2, 0.1)  # the nearest sentence of a page, the next …
_LEAST = 0.12  # likeness: less is chance


class Saying(NamedTuple):
    """A sentence in its parts, and the pages that answer it."""

    parts: frozenset[str]
    pages: tuple[str, ...]


def sayings_of(rows: Iterable[Rewording], words: PlainWords) -> list[Saying]:
    """The sentences that staff entered."""
    return [
        Saying(parts_of(text, words), tuple(row.addresses))
        for row in rows
        for text in row.said
    ]


def parts_of(text: str, words: PlainWords) -> frozenset[str]:
    """The words of a text, marked, and its pairs of letters."""
    key = key_of(text)
    pairs = {key[at : at + 2] for at in range(len(key) - 1)}
    return frozenset(pairs | {f"={word}" for word in words.within(text)})


def _kind(part: str) -> float:
    if part[0] != "=":
        return _PAIR
    return _MEANING if part[-1] == "*" else _WORD


@dataclass
class Sayings:
    """Sentences by what they are made of."""

    _words: PlainWords
    _pages: list[tuple[str, ...]] = field(default_factory=list)
    _having: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _worth: dict[str, float] = field(default_factory=dict)
    _length: list[float] = field(default_factory=list)

    @classmethod
    def of(
        cls, said: Iterable[Saying], pages: Iterable[SearchPage], words: PlainWords
    ) -> Sayings:
        """The sentences of the rows, and the questions that pages are called by."""
        found = cls(words)
        called = (
            Saying(parts_of(one.text, words), (page.address,))
            for page in pages
            for one in page.said
            if one.weight >= HEADING and one.is_seen
        )
        every = [*called, *said]
        for number, saying in enumerate(every):
            found._pages.append(saying.pages)
            for part in saying.parts:
                found._having[part].append(number)
        for part, numbers in found._having.items():
            found._worth[part] = _kind(part) * log(1 + len(every) / len(numbers))
        found._length = [found._size(saying.parts) for saying in every]
        return found

    def _size(self, parts: Collection[str]) -> float:
        rare = log(1 + len(self._pages))
        worths = (self._worth.get(one, rare * _kind(one)) for one in parts)
        return sqrt(sum(worth**2 for worth in worths)) or 1.0

    def near(self, query: str) -> dict[str, float]:
        """The pages whose sentences are like a query, and how much: about 0 to 1."""
        parts = parts_of(query, self._words)
        common: dict[int, float] = defaultdict(float)
        for part in parts:
            if worth := self._worth.get(part):
                for number in self._having[part]:
                    common[number] += worth**2
        size = self._size(parts)
        found: dict[str, list[float]] = defaultdict(list)
        for number, shared in common.items():
            likeness = shared / (size * self._length[number])
            if likeness >= _LEAST:
                for address, order in zip(self._pages[number], _ORDER, strict=False):
                    found[address].append(likeness * order)
        return {address: _together(alike) for address, alike in found.items()}


def _together(alike: list[float]) -> float:
    """What the sentences of a page come to: the nearest counts, others a little."""
    nearest = sorted(alike, reverse=True)
    return sum(one * more for one, more in zip(nearest, _MORE, strict=False))
