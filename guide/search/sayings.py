"""What people say, sentence by sentence, and which of it a query is most like.

Staff enter sentences with the pages that answer them. A query that nobody foresaw is
near some of them: by its words, in any form, and by its pairs of letters. A rare word
tells more than one that is in every sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from math import log, sqrt
from typing import NamedTuple

from guide.models import Rewording
from guide.search.content import HEADING, SearchPage
from guide.search.plain_words import PlainWords

# How much a word tells, another of the same meaning, and a pair of letters.
_WORD, _MEANING, _PAIR = 0.8, 0.6, 0.45
_ORDER = (1.0, 0.85, 0.7)  # the pages of a sentence, the first the most
_MORE = (1.0, 0.3, 0.2, 0.1)  # the nearest sentence of a page, the next …
_LEAST = 0.12  # likeness: less is chance


# What pages are called by, each with its address.
Called = tuple[tuple[str, str], ...]


class Saying(NamedTuple):
    """A sentence in its parts, and the pages that answer it."""

    parts: frozenset[str]
    pages: tuple[str, ...]


def sayings_of(rows: Iterable[Rewording], words: PlainWords) -> Stock:
    """The sentences that staff entered."""
    return Stock(
        Saying(words.parts_once(text), tuple(row.addresses))
        for row in rows
        for text in row.said
    )


def called(pages: Iterable[SearchPage]) -> Called:
    """What the pages of a language are called by."""
    return tuple(
        (one.text, page.address)
        for page in pages
        for one in page.said
        if one.weight >= HEADING and one.is_seen
    )


def _kind(part: str) -> float:
    if part[0] != "=":
        return _PAIR
    return _MEANING if part[-1] == "*" else _WORD


class Stock:
    """Sentences by what they are made of."""

    def __init__(self, sayings: Iterable[Saying]) -> None:
        self.sayings = tuple(sayings)
        self.having: dict[str, list[int]] = defaultdict(list)
        for number, saying in enumerate(self.sayings):
            for part in saying.parts:
                self.having[part].append(number)

    def sharing(self, worths: Mapping[str, float]) -> Mapping[int, float]:
        """The sentences that have some of the parts, and what these come to."""
        common: dict[int, float] = defaultdict(float)
        for part, worth in worths.items():
            for number in self.having.get(part, ()):
                common[number] += worth**2
        return common


class Sayings:
    """The sentences of the rows, and the questions that pages are called by.

    The rows' are the same beside the pages of each language. What a part tells, and
    what a sentence comes to, is worked out when a query has it.
    """

    def __init__(self, said: Stock, pages: Called, words: PlainWords) -> None:
        named = Stock(Saying(words.parts_once(text), (page,)) for text, page in pages)
        self._words, self._stocks = words, (named, said)
        self._most = sum(len(stock.sayings) for stock in self._stocks)
        self._worths: dict[str, float] = {}
        self._sizes: dict[tuple[Stock, int], float] = {}

    def _worth(self, part: str) -> float:
        """How much a part tells: the more, the fewer sentences have it."""
        worth = self._worths.get(part)
        if worth is None:
            having = sum(len(stock.having.get(part, ())) for stock in self._stocks)
            worth = _kind(part) * log(1 + self._most / (having or 1))
            if having:
                self._worths[part] = worth
        return worth

    def _size(self, parts: Collection[str]) -> float:
        return sqrt(sum(self._worth(part) ** 2 for part in parts)) or 1.0

    def _size_of(self, stock: Stock, number: int) -> float:
        size = self._sizes.get((stock, number))
        if size is None:
            size = self._size(stock.sayings[number].parts)
            self._sizes[stock, number] = size
        return size

    def near(self, query: str) -> dict[str, float]:
        """The pages whose sentences are like a query, and how much: about 0 to 1."""
        parts = self._words.parts(query)
        worths = {part: self._worth(part) for part in parts}
        size = self._size(parts)
        found: dict[str, list[float]] = defaultdict(list)
        for stock in self._stocks:
            for number, shared in stock.sharing(worths).items():
                likeness = shared / (size * self._size_of(stock, number))
                if likeness >= _LEAST:
                    pages = stock.sayings[number].pages
                    for address, order in zip(pages, _ORDER, strict=False):
                        found[address].append(likeness * order)
        return {address: _together(alike) for address, alike in found.items()}


def _together(alike: list[float]) -> float:
    """What the sentences of a page come to: the nearest counts, others a little."""
    nearest = sorted(alike, reverse=True)
    return sum(one * more for one, more in zip(nearest, _MORE, strict=False))
