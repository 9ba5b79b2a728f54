"""Whole yen (or people) that may not be known exactly: from so many to so many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YenSpan:
    """From `low` to `high` yen, both included; `high` None: there is no upper bound."""

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"Not a span of yen: {self.low} to {self.high}")

    @classmethod
    def exactly(cls, yen: int) -> YenSpan:
        return cls(yen, yen)

    @classmethod
    def around(cls, spans: Iterable[YenSpan]) -> YenSpan:
        """The smallest span that holds all of `spans` (at least one)."""
        spans = list(spans)
        highs = [span.high for span in spans if span.high is not None]
        is_bounded = len(highs) == len(spans)
        return cls(min(span.low for span in spans), max(highs) if is_bounded else None)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def plus(self, other: YenSpan) -> YenSpan:
        if self.high is None or other.high is None:
            return YenSpan(self.low + other.low, None)
        return YenSpan(self.low + other.low, self.high + other.high)

    def times(self, number: int) -> YenSpan:
        return YenSpan(
            self.low * number, None if self.high is None else self.high * number
        )

    def less(self, yen: int) -> YenSpan:
        """`yen` taken off, never below nothing."""
        high = None if self.high is None else max(self.high - yen, 0)
        return YenSpan(max(self.low - yen, 0), high)

    def at_most(self, yen: int) -> YenSpan:
        high = yen if self.high is None else min(self.high, yen)
        return YenSpan(min(self.low, yen), high)


NOTHING = YenSpan(0, 0)
ANYTHING = YenSpan(0, None)
