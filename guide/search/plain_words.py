"""The words of a sentence, each in one form: in kanji as in kana, 主人 as 夫."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guide.domain.everyday_words import meanings
from guide.domain.letters import key_of
from guide.domain.lexicon import Lexicon


class PlainWords:
    """What the site can read, and the words of every day."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._lexicon = Lexicon()
        self._read: dict[str, str] = {}
        self._one_for: dict[str, str] = {}
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

    def within(self, text: str) -> Iterator[str]:
        """The words of a text; what is unknown as it stands, single kana left out."""
        for part in text.split():
            for piece in self._lexicon.cut(part):
                if piece.word is not None and (piece.is_known or len(piece.key) > 1):
                    key = key_of(piece.word.said)
                    read = self._read.get(key, key)
                    yield read
                    if stands := self._one_for.get(read):
                        yield f"{stands}*"
