"""Phrases that staff entered, found by their words in any form and order.

親が死んだ is 親が先に死んだら, and しょくいんが こわい is 職員が怖い: a query that
has all the words of a phrase leads where the phrase does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from guide.domain.letters import key_of
from guide.domain.lexicon import Lexicon
from guide.models import Rewording
from texts.domain.kana import has_kanji

_KANA = re.compile("[ぁ-ゖ]")


@dataclass
class Phrases:
    """The rows of phrases by the words that they are made of."""

    lexicon: Lexicon
    # How words are read, so that those in kana are the same.
    read: Mapping[str, str]
    _by_stem: dict[str, list[tuple[frozenset[str], Rewording]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, row: Rewording, words: Iterable[str]) -> None:
        for word in words:
            if len(word) > 3 and _KANA.search(word) and has_kanji(word):
                stems = frozenset(self._stems(word))
                if len(stems) > 1:
                    self._by_stem[min(stems)].append((stems, row))

    def within(self, query: str) -> dict[Rewording, int]:
        """The rows that have a phrase all of whose words a query has; how many words.

        Of those that share words, the phrases that have most.
        """
        stems = set(self._stems(query))
        found: dict[Rewording, int] = {}
        for stem in stems:
            for words, row in self._by_stem.get(stem, ()):
                if words <= stems:
                    found[row] = max(found.get(row, 0), len(words))
        most = max(found.values(), default=0)
        return {row: number for row, number in found.items() if number == most}

    def _stems(self, text: str) -> Iterator[str]:
        for part in text.split():
            for piece in self.lexicon.cut(part):
                if piece.word is not None and (piece.is_known or len(piece.key) > 1):
                    said = piece.word.said
                    yield key_of(self.read.get(said, said))
