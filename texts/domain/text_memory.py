"""What was worked out of texts with the words of a dictionary, remembered by the text.

A text is cut by the words of the dictionary that stand in it, and by no others. So when
the dictionary changes by a few words, only the texts that have one of them are worked
out anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")
Words = Sequence[Mapping[str, object]]

_KEPT = 20_000  # texts
_MOST_CHANGED = 200  # words: beyond, nothing is worth looking through


class TextMemory(Generic[Made]):
    """Things made of texts with the dictionary that was asked for last.

    `key_of` writes a text as the words of the dictionary are written. Not for threads.
    """

    def __init__(self, key_of: Callable[[str], str] = str) -> None:
        self._key_of = key_of
        self._dictionary: object = None
        self._words: Words = ()
        self._made: dict[str, Made] = {}

    def recall(
        self, dictionary: Any, words: Words, text: str, make: Callable[[], Made]
    ) -> Made:
        """What is made of a text with a dictionary that has these words."""
        if dictionary is not self._dictionary:
            changed = changed_words(self._words, words)
            self._made = untouched(self._made, changed, self._key_of)
            self._dictionary, self._words = dictionary, words
        if text not in self._made:
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[text] = make()
        return self._made[text]


def changed_words(before: Words, now: Words) -> set[str] | None:
    """The words that are others now; None where nothing is as it was."""
    if len(before) != len(now):
        return None
    pairs = zip(before, now, strict=True)
    changed = {key for mappings in pairs for key in _changed(*mappings)}
    return changed if len(changed) <= _MOST_CHANGED else None


def untouched(
    made: Mapping[str, Made],
    changed: set[str] | None,
    key_of: Callable[[str], str] = str,
) -> dict[str, Made]:
    """Of what was made of texts, that in which no changed word stands."""
    if changed is None:
        return {}
    if not changed:
        return {**made}
    having = re.compile("|".join(map(re.escape, changed))).search
    # Other threads may go on making things with the words of before.
    return {text: one for text, one in [*made.items()] if not having(key_of(text))}


def _changed(before: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    """The words that only one of the two has, or that stand for something else."""
    for key, one in now.items():
        other = before.get(key)
        if one is not other and one != other:
            yield key
    yield from before.keys() - now.keys()
