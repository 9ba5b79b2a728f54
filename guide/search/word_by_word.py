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
from guide.domain.lexicon import CutMemory, Lexicon, Piece, SoughtWord
from guide.models import Rewording
from texts.domain.kana import has_kanji
from texts.domain.text_memory import TextMemory

_DOES = dict(zip("えけげせてねべめれ", "うくぐすつぬぶむる", strict=True))
_CAN = re.compile(f"([{''.join(_DOES)}])る$")
_SHORTEST = 4  # letters of a phrase
# What the rows' words were cut into, before their single words were known and after.
_CUT: CutMemory = TextMemory(key_of)
_CUT_WITH_SINGLE: CutMemory = TextMemory(key_of)


@dataclass
class Phrases:
    """The rows of phrases by the words that they are made of."""

    # What the site can read, and single words of the rows.
    lexicon: Lexicon
    # How words are read, so that those in kana are the same.
    read: Mapping[str, str]
    _by_stem: dict[str, list[tuple[frozenset[str], Rewording]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    def of(
        cls, rows: Iterable[Rewording], lexicon: Lexicon, read: Mapping[str, str]
    ) -> Phrases:
        """The phrases of the rows, by what the site can read and their single words."""
        found = cls(lexicon, read)
        phrases, single = [], set()
        for row in rows:
            for word in row.words:
                if len(list(found._stems_once(word, _CUT))) > 1:
                    phrases.append((word, row))
                else:
                    single.add(key_of(word))
        found.lexicon = lexicon.copy()
        for key in single - lexicon.words.keys():
            found.lexicon.add(SoughtWord(key, (key,)), key)
        for word, row in phrases:
            found._add(word, row)
        return found

    def _add(self, phrase: str, row: Rewording) -> None:
        is_english = phrase.isascii()
        if len(phrase) < _SHORTEST or not (is_english or has_kanji(phrase)):
            return
        stems = frozenset(self._stems_once(phrase, _CUT_WITH_SINGLE))
        if len(stems) > 1:
            self._by_stem[min(stems)].append((stems, row))

    def within(self, query: str) -> dict[Rewording, int]:
        """The rows that have a phrase all of whose words a query has; how many words.

        Of those that share words, the phrases that have most.
        """
        stems = set(self.stems(query))
        found: dict[Rewording, int] = {}
        for stem in stems:
            for words, row in self._by_stem.get(stem, ()):
                if words <= stems:
                    found[row] = max(found.get(row, 0), len(words))
        most = max(found.values(), default=0)
        return {row: number for row, number in found.items() if number == most}

    def stems(self, text: str) -> Iterator[str]:
        """The words of a text, each in one form, in kanji as in kana."""
        for part in text.split():
            yield from self._stems_of(self.lexicon.cut(part))

    def _stems_once(self, text: str, memory: CutMemory) -> Iterator[str]:
        """The same of a text that staff wrote."""
        for part in text.split():
            yield from self._stems_of(self.lexicon.cut_once(part, memory))

    def _stems_of(self, pieces: Iterable[Piece]) -> Iterator[str]:
        for piece in pieces:
            if piece.word is not None and (piece.is_known or len(piece.key) > 1):
                said = self._simple(piece.word.said)
                yield key_of(self.read.get(said, said))

    def _simple(self, verb: str) -> str:
        """通う of 通える: what one can do is what one does."""
        simple = _CAN.sub(lambda end: _DOES[end[1]], verb)
        return simple if simple in self.read else verb
