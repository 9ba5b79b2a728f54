"""What is made from the content and kept in memory until its stamp is another one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Holder(Generic[Made]):
    """One thing for each process; of all who find it out of date, one makes it anew.

    The stamp is what it is made from: a version of the content, a day with it.
    """

    def __init__(self) -> None:
        self._held: tuple[Hashable, Made] | None = None
        self._making = Lock()

    def get(self, stamp: Hashable, make: Callable[[], Made]) -> Made:
        held = self._held
        if held is not None and held[0] == stamp:
            return held[1]
        with self._making:
            held = self._held
            if held is None or held[0] != stamp:
                held = self._held = (stamp, make())
            return held[1]
