"""What was worked out once and is asked for again.

Keys and what is made for them hold what staff wrote and what was chosen of it, never
who is asked about, nor what somebody typed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Memory(Generic[Made]):
    """Things by their keys; when there are `most` of them, all are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[Hashable, tuple[Made]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def recall(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `key` stands for, made where it is not remembered."""
        # Other threads may forget all at any moment: it is looked up only once.
        held = self._held.get(key)
        if held is None:
            held = (make(),)
            if len(self._held) >= self._most:
                self._held.clear()
            self._held[key] = held
        return held[0]
