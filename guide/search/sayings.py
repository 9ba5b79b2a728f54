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

from guide.domain.letters import key_of
from guide.models import Rewording
from guide.search.content import HEADING, SearchPage
from guide.search.plain_words import PlainWords


# How much a word tells, another of the same meaning, and a pair of letters.
_WORD, _MEANING, _PAIR = 0.8, 0.6, 0.45
_ORDER = (1.0, 0.85, 0.7)  # the pages of a sentence, the first the most
_MORE = (1.0, 0.3, 0.2, 0.1)  # the nearest sentence of a page, the next …
_LEAST = 0.12  # likeness: less is chance


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
    _texts: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        rows: Iterable[Rewording],
        pages: Iterable[SearchPage],
        words: PlainWords,
    ) -> Sayings:
        """The sentences of the rows, and the questions that pages are called by."""
        found = cls(words)
        parts: list[set[str]] = []
        for page in pages:
            for said in page.said:
                if said.weight >= HEADING and said.is_seen:
                    parts.append(found._add(said.text, (page.address,)))
        for row in rows:
            for text in row.said:
                parts.append(found._add(text, tuple(row.addresses)))
        found._weigh(parts)
        return found

    def _add(self, text: str, addresses: tuple[str, ...]) -> set[str]:
        parts = self._parts(text)
        for part in parts:
            self._having[part].append(len(self._pages))
        self._pages.append(addresses)
        self._texts.append(text)
        return parts

    def _weigh(self, parts: list[set[str]]) -> None:
        for part, numbers in self._having.items():
            self._worth[part] = _kind(part) * log(1 + len(self._pages) / len(numbers))
        self._length = [self._size(one) for one in parts]

    def _parts(self, text: str) -> set[str]:
        """The words of a text, marked, and its pairs of letters."""
        key = key_of(text)
        pairs = {key[at : at + 2] for at in range(len(key) - 1)}
        return pairs | {f"={stem}" for stem in self._words.within(text)}

    def _size(self, parts: Collection[str]) -> float:
        rare = log(1 + len(self._pages))
        return sqrt(sum(self._worth.get(one, rare * _kind(one)) ** 2 for one in parts)) or 1.0

    def near(self, query: str, *, by_pairs: bool = True) -> dict[str, float]:
        """The pages whose sentences are like a query, and how much: about 0 to 1.

        Not `by_pairs`, a single word is sought whole: its letters are in others too.
        """
        parts = self._parts(query)
        if not by_pairs:
            parts = {part for part in parts if part[0] == "="}
        common: dict[int, float] = defaultdict(float)
        for part in parts:
            if worth := self._worth.get(part):
                for number in self._having[part]:
                    common[number] += worth * worth
        size = self._size(parts)
        found: dict[str, list[float]] = defaultdict(list)
        for number, sum_ in common.items():
            likeness = sum_ / (size * self._length[number])
            if likeness >= _LEAST:
                for address, order in zip(self._pages[number], _ORDER, strict=False):
                    found[address].append(likeness * order)
        return {
            address: sum(one * more for one, more in zip(sorted(alike, reverse=True), _MORE, strict=False))
            for address, alike in found.items()
        }
