"""The table of fee caps as it stands on a day: whole, or of one kind of person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from fees.models import Audience, FeeCap
from texts.held import while_unchanged


@dataclass(frozen=True, slots=True)
class CapLine:
    """A cap and how long its bar is, in percent of the highest."""

    cap: FeeCap
    percent: int


@dataclass(frozen=True, slots=True)
class AudienceCaps:
    """The caps of one kind of person, from the lowest bracket up."""

    audience: Audience
    caps: tuple[FeeCap, ...]

    @property
    def lines(self) -> list[CapLine]:
        """The caps as they are drawn: the highest fills its bar."""
        highest = max((cap.yen for cap in self.caps), default=0)
        return [CapLine(cap, _percent(cap.yen, highest)) for cap in self.caps]


@while_unchanged()
def caps_table(*, on: date) -> Sequence[AudienceCaps]:
    """Every audience with its caps on that day; one query."""
    caps = (
        FeeCap.objects.on(on)
        .select_related("audience", "bracket", "source")
        .order_by("audience__order", "bracket__order")
    )
    return [
        AudienceCaps(audience, tuple(rows))
        for audience, rows in groupby(caps, key=lambda cap: cap.audience)
    ]


@while_unchanged()
def caps_coming(*, on: date) -> Sequence[FeeCap]:
    """The stored changes of caps after that day, the soonest first; one query."""
    return list(
        FeeCap.objects.coming_after(on).select_related("audience", "bracket", "source")
    )


def _percent(yen: int, highest: int) -> int:
    return round(100 * yen / highest) if highest else 0
