"""One slip of the finger: a letter too much, too few, another one, two swapped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SHORTEST = 4  # letters from which on a slip is forgiven


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


def meant_by(typed: str, words: Iterable[str]) -> Iterator[str]:
    """The words that `typed` is one slip away from."""
    if len(typed.strip()) < SHORTEST:
        return
    for word in words:
        if len(word.strip()) >= SHORTEST and is_one_slip(typed, word):
            yield word
