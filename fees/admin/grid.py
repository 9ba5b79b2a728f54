"""「上限と境目の表」: every amount as it stands on a day, and what is to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from facts.effective import EffectiveDatedQuerySet
from fees.amounts import NEEDED, OPTIONAL
from fees.models import Audience, FeeCap, FeeParameter, IncomeBracket

_Amount = TypeVar("_Amount", FeeCap, FeeParameter)
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True)
class Entry:
    """One amount: the row that holds, if any, and the rows to come, next first.

    `key` is what a new row of the same amount is begun with, as field and value.
    """

    key: dict[str, object]
    today: FeeCap | FeeParameter | None
    coming: tuple[FeeCap | FeeParameter, ...]
    is_needed: bool = False

    @property
    def model(self) -> FeeCap | FeeParameter | None:
        """The row that a later one is made from."""
        return self.today or (self.coming[-1] if self.coming else None)

    @property
    def query(self) -> str:
        """The key for the address of the form to add."""
        return urlencode(self.key)


@dataclass(frozen=True)
class AudienceLine:
    """The caps of one audience, bracket by bracket."""

    audience: Audience
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Grid:
    """All amounts on a day. `counted` are parameters that estimates count with."""

    day: date
    brackets: tuple[IncomeBracket, ...]
    lines: tuple[AudienceLine, ...]
    counted: tuple[Entry, ...]
    told: tuple[Entry, ...]


def grid(*, on: date) -> Grid:
    """Six queries, however many rows there are."""
    brackets = tuple(IncomeBracket.objects.all())
    caps = _entries(
        FeeCap.objects.select_related("audience", "bracket"),
        lambda row: (row.audience_id, row.bracket_id),
        on,
    )
    lines = tuple(
        AudienceLine(
            audience,
            tuple(
                Entry(
                    {"audience": audience.pk, "bracket": bracket.pk},
                    *caps[audience.pk, bracket.pk],
                )
                for bracket in brackets
            ),
        )
        for audience in Audience.objects.all()
    )
    return Grid(on, brackets, lines, *_parameters(on))


def _parameters(on: date) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """What estimates count with, in their order, and what only texts name."""
    found = _entries(FeeParameter.objects.all(), lambda row: row.code, on)
    counted = (*NEEDED, *(code for code in OPTIONAL if code in found))
    entries = {
        code: Entry({"code": code}, *found[code], code in NEEDED)
        for code in (*counted, *sorted({*found} - {*counted}))
    }
    return (
        tuple(entries.pop(code) for code in counted),
        tuple(entries.values()),
    )


def _entries(
    rows: EffectiveDatedQuerySet[_Amount], key: Callable[[_Amount], _Key], on: date
) -> dict[_Key, tuple[_Amount | None, tuple[_Amount, ...]]]:
    """The row of today and the rows to come, by key; two queries."""
    coming: dict[_Key, list[_Amount]] = defaultdict(list)
    for row in rows.coming_after(on):
        coming[key(row)].append(row)
    today: dict[_Key, _Amount] = {key(row): row for row in rows.on(on)}
    found: dict[_Key, tuple[_Amount | None, tuple[_Amount, ...]]]
    found = defaultdict(lambda: (None, ()))
    for code in {*today, *coming}:
        found[code] = (today.get(code), tuple(coming[code]))
    return found
