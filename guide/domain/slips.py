"""One slip of the finger: a letter too much, too few, another one, two swapped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

SHORTEST = 4  # letters from which on a slip is forgiven
_SHORTEST_LATIN = 5  # pick is not sick
_LONG_VOWEL = re.compile(
    "(?<=[あかさたなはまやらわがざだばぱゃ])あ|(?<=[いきしちにひみりぎじびぴ])い"
    "|(?<=[うくすつぬふむゆるぐずぶぷゅおこそとのほもよろごぞどぼぽょ])う"
    "|(?<=[えけせてねへめれげぜでべぺ])[えい]"
)
LONG = 8  # letters from which on two slips are


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one slip makes `typed` of `meant`."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    shorter = min(len(typed), len(meant))
    front = 0
    while front < shorter and typed[front] == meant[front]:
        front += 1
    back = 0
    while back < shorter - front and typed[-1 - back] == meant[-1 - back]:
        back += 1
    left = max(len(typed), len(meant)) - front - back
    if left <= 1:
        return True
    # Two letters that are not the same: one pair, the other way round.
    return (
        left == 2
        and len(typed) == len(meant)
        and typed[front] == meant[front + 1]
        and typed[front + 1] == meant[front]
    )


def shortened(key: str) -> str:
    """A key in kana without the letters that a long mark stands for: はろうわあく."""
    return _LONG_VOWEL.sub("", key)


def is_two_slips(typed: str, meant: str) -> bool:
    """Whether two letters too much, too few or other make `typed` of `meant`."""
    if abs(len(typed) - len(meant)) > 2:
        return False
    before = list(range(len(meant) + 1))
    for row, sign in enumerate(typed, start=1):
        here = [row]
        for column, other in enumerate(meant, start=1):
            changed = before[column - 1] + (sign != other)
            here.append(min(before[column] + 1, here[-1] + 1, changed))
        if min(here) > 2:
            return False
        before = here
    return before[-1] == 2


def meant_by(typed: str, words: Iterable[str]) -> Iterator[str]:
    """The words that `typed` is one slip away from."""
    letters = typed.strip()
    if len(letters) < (_SHORTEST_LATIN if letters.isascii() else SHORTEST):
        return
    for word in words:
        if len(word.strip()) >= SHORTEST and is_one_slip(typed, word):
            yield word


def meant_with_two_slips(typed: str, words: Iterable[str]) -> list[str]:
    """The words that a long `typed` in kana is two slips away from."""
    if len(typed) < LONG or typed.isascii():
        return []
    return [word for word in words if is_two_slips(typed, word)]
