"""The words of a sentence, each in one form: in kanji as in kana, 主人 as 夫."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from guide.domain.everyday_words import meanings
from guide.domain.letters import key_of, pairs_of
from guide.domain.lexicon import CutMemory, Lexicon, Piece
from services.domain.memory import Memory
from texts.domain.text_memory import TextMemory

Cut = Callable[[str], list[Piece]]

_MOST_TEXTS = 20_000
_CUT: CutMemory = TextMemory(key_of)


class PlainWords:
    """What the site can read, and the words of every day."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._lexicon = Lexicon()
        self._read: dict[str, str] = {}
        self._one_for: dict[str, str] = {}
        self._parts: Memory[frozenset[str]] = Memory(_MOST_TEXTS)
        for group in meanings():
            [(_first, stands), *_others] = group
            for surface, reading in group:
                self._add(surface, reading, stands if group[1:] else "")
        for surface, reading in pairs:
            if "〜" not in surface:
                self._add(surface, reading, "")

    def _add(self, surface: str, reading: str, stands: str) -> None:
        self._lexicon.add_read(surface, reading)
        read = key_of(reading)
        self._read.setdefault(key_of(surface), read)
        if stands:
            self._one_for.setdefault(read, key_of(stands))

    def parts(self, text: str) -> frozenset[str]:
        """The words of a text, marked, and its pairs of letters."""
        return self._parts_of(text, self._lexicon.cut)

    def parts_once(self, text: str) -> frozenset[str]:
        """The same of a text that staff wrote, remembered: it is asked for again."""
        cut = partial(self._lexicon.cut_once, memory=_CUT)
        return self._parts.recall(text, lambda: self._parts_of(text, cut))

    def _parts_of(self, text: str, cut: Cut) -> frozenset[str]:
        pairs = pairs_of(key_of(text))
        return frozenset(pairs | {f"={word}" for word in self._within(text, cut)})

    def _within(self, text: str, cut: Cut) -> Iterator[str]:
        """The words of a text; what is unknown as it stands, single kana left out."""
        for part in text.split():
            for piece in cut(part):
                if piece.word is not None and (piece.is_known or len(piece.key) > 1):
                    key = key_of(piece.word.said)
                    read = self._read.get(key, key)
                    yield read
                    if stands := self._one_for.get(read):
                        yield f"{stands}*"
