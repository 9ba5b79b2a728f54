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
    return _first_of((Verdict.NO, Verdict.UNKNOWN), verdicts, default=Verdict.YES)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """YES beats UNKNOWN, and UNKNOWN beats NO; no way at all is a NO."""
    return _first_of((Verdict.YES, Verdict.UNKNOWN), verdicts, default=Verdict.NO)


def _first_of(
    ranking: tuple[Verdict, ...], verdicts: Iterable[Verdict], *, default: Verdict
) -> Verdict:
    given = set(verdicts)
    return next((verdict for verdict in ranking if verdict in given), default)
