"""The amounts that estimates count with, as they stand in a month of use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from facts.effective import Status
from fees.models import FeeCap, FeeParameter
from texts.held import while_unchanged

# The parameters that an estimate cannot do without.
NEEDED = (
    "share-percent",
    "threshold-adult",
    "threshold-child",
    "deduction-under16",
    "deduction-16-18",
    "refund-threshold",
    "rent-subsidy",
)
# Those with a value of their own where no row holds.
OPTIONAL = ("fraction-cost", "fraction-share")
CapsByAudience = Mapping[str, Mapping[str, FeeCap]]


class NoLawError(LookupError):
    """The site holds no caps for the day, or none for the person, asked for."""


@dataclass(frozen=True)
class Amounts:
    """What holds on a day: caps by audience and bracket, parameters by code.

    `guides` are the codes of parameters that are only めやす. `planned` is the same day
    as it would be with the plans that begin until then; None where there are none.
    """

    day: date
    caps: CapsByAudience
    parameters: Mapping[str, int]
    guides: frozenset[str] = frozenset()
    planned: Amounts | None = None

    @property
    def is_complete(self) -> bool:
        return bool(self.caps) and not set(NEEDED) - self.parameters.keys()


def day_of_use(month: date | None, *, on: date) -> date:
    """The day whose rows decide: `on` in its own month, else the month's first day."""
    if month is None or (month.year, month.month) == (on.year, on.month):
        return on
    return month.replace(day=1)


@while_unchanged()
def amounts_of_use(month: date | None, *, on: date) -> Amounts:
    """Fetch what holds in a month of use, seen from `on`.

    For any number of estimates; two queries, and two more for a month to come.
    """
    day = day_of_use(month, on=on)
    parameters = list(_counted(FeeParameter.objects.on(day)))
    law = Amounts(
        day,
        _by_audience(FeeCap.objects.on(day)),
        {row.code: row.value for row in parameters if row.value is not None},
        frozenset(row.code for row in parameters if row.is_guide),
    )
    return replace(law, planned=_as_planned(law, on)) if day > on else law


def _as_planned(law: Amounts, on: date) -> Amounts | None:
    """The same amounts with what is planned to begin after `on` and by their day."""
    within = {"status": Status.PLANNED, "valid_from__gt": on}
    within["valid_from__lte"] = law.day
    caps = FeeCap.objects.coming_after(on).filter(**within)
    parameters = list(_counted(FeeParameter.objects.coming_after(on).filter(**within)))
    planned_caps = _by_audience(caps)
    if not planned_caps and not parameters:
        return None
    merged = {audience: dict(rows) for audience, rows in law.caps.items()}
    for audience, rows in planned_caps.items():
        merged.setdefault(audience, {}).update(rows)
    values = {row.code: row.value for row in parameters if row.value is not None}
    guides = {row.code for row in parameters if row.is_guide}
    return Amounts(
        law.day,
        {audience: _going_on(rows) for audience, rows in merged.items()},
        {**law.parameters, **values},
        (law.guides - values.keys()) | guides,
    )


def _going_on(rows: Mapping[str, FeeCap]) -> dict[str, FeeCap]:
    return {code: row for code, row in rows.items() if not row.is_end}


def _counted(rows: Iterable[FeeParameter]) -> Iterable[FeeParameter]:
    return (row for row in rows if row.code in {*NEEDED, *OPTIONAL})


def _by_audience(rows: QuerySet[FeeCap]) -> dict[str, dict[str, FeeCap]]:
    """Caps by audience and bracket; of one key, the last of `rows`."""
    caps: dict[str, dict[str, FeeCap]] = {}
    for row in rows.select_related("audience", "bracket", "source"):
        caps.setdefault(row.audience.code, {})[row.bracket.code] = row
    return caps
