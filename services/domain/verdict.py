"""Three-valued verdicts: yes, no, or not yet known (Kleene's strong logic)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Verdict(Enum):
    """Met, not met, or not yet known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("A verdict has three values: compare it with `is`.")


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """NO beats UNKNOWN, and UNKNOWN beats YES; nothing to ask is a YES."""
    return _strongest(verdicts, Verdict.NO, default=Verdict.YES)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """YES beats UNKNOWN, and UNKNOWN beats NO; no way at all is a NO."""
    return _strongest(verdicts, Verdict.YES, default=Verdict.NO)


def _strongest(
    verdicts: Iterable[Verdict], strongest: Verdict, *, default: Verdict
) -> Verdict:
    """Looks no further than the first that beats all: rules ask this most of all."""
    found = default
    for verdict in verdicts:
        if verdict is strongest:
            return verdict
        if verdict is Verdict.UNKNOWN:
            found = verdict
    return found
