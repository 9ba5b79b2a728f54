"""Golden cases of money: run them all, and say which come out otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from fees.estimates import NoLawError, estimate
from fees.facts import FactError, read_facts
from fees.models import FeeCase


@dataclass(frozen=True)
class Difference:
    """A case that comes out otherwise: the value, what it must be, and what it is."""

    case: FeeCase
    value: str
    expected: object
    found: object


def check_fee_cases() -> list[Difference]:
    """Run every golden case by the amounts that are stored now."""
    return [
        difference
        for case in FeeCase.objects.all()
        for difference in _differences(case)
    ]


def _differences(case: FeeCase) -> list[Difference]:
    try:
        facts = read_facts(case.facts, on=case.day)
        found = estimate(facts, on=case.day).as_values()
    except (FactError, NoLawError) as error:
        return [Difference(case, "facts", "", str(error))]
    return [
        Difference(case, name, value, found.get(name))
        for name, value in case.expected.items()
        if found.get(name) != value
    ]
