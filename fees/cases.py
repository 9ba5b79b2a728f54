"""What is possible, in few lines: equal amounts together, with whom they are for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from facts.wording import named
from fees.models import FeeCap


@dataclass(frozen=True, slots=True)
class PossibleFee:
    """One amount and whom it is for; `planned` is the day of a plan, else None."""

    yen: int
    whom: tuple[str, ...]
    planned: date | None = None


def merged(rows: Iterable[FeeCap]) -> list[PossibleFee]:
    """The possible caps by their amount, the lowest first; each amount once.

    What is only planned stands apart from what holds.
    """
    possible = sorted(rows, key=_order)
    return [
        PossibleFee(yen, _whom(list(same), possible), planned)
        for (yen, planned), same in groupby(possible, key=lambda row: _amount(row))
    ]


def _amount(row: FeeCap) -> tuple[int, date | None]:
    return row.yen, row.valid_from if row.is_planned else None


def _order(row: FeeCap) -> tuple[int, date, int, int]:
    yen, planned = _amount(row)
    return yen, planned or date.min, row.bracket.order, row.audience.order


def _whom(same: list[FeeCap], possible: Collection[FeeCap]) -> tuple[str, ...]:
    """Each bracket once where it is so for all kinds of person, else with its kind."""
    everybody = {row.audience_id for row in possible}
    found: list[str] = []
    for bracket, in_it in groupby(same, key=lambda row: row.bracket):
        here = list(in_it)
        words = dict.fromkeys(row.in_short for row in here)
        if {row.audience_id for row in here} != everybody:
            found += [named(row.audience.name, row.in_short) for row in here]
        elif len(words) == 1:
            found += words
        else:
            found.append(bracket.plain_name)
    return tuple(found)
