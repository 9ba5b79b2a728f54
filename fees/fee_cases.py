"""Golden cases of money: run them all, and say which come out otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fees.amounts import Amounts, NoLawError, amounts_of_use, day_of_use
from fees.estimates import estimate_by
from fees.fee_facts import FactError, Facts, read_facts
from fees.models import FeeCase
from services.golden import Difference

# The part of a case from which nothing comes out; what is found is then a sentence.
FACTS = "facts"


def check_fee_cases() -> list[Difference]:
    """Run every golden case by the amounts that are stored now.

    A difference's part is a key of `Estimate.as_values()`. Two queries, or four, for
    each month that is asked for.
    """
    laws: dict[tuple[date, date], Amounts] = {}
    return [
        difference
        for case in FeeCase.objects.all()
        for difference in _differences(case, laws)
    ]


def _differences(
    case: FeeCase, laws: dict[tuple[date, date], Amounts]
) -> Iterable[Difference]:
    try:
        facts = read_facts(case.facts, on=case.day)
        found = estimate_by(_law(case.day, facts, laws), facts).as_values()
    except FactError as error:
        return [Difference(case, FACTS, None, str(error))]
    except NoLawError:
        return [Difference(case, FACTS, None, "この日の金額がそろっていません。")]
    return [
        Difference(case, name, value, found.get(name))
        for name, value in case.expected.items()
        if found.get(name) != value
    ]


def _law(day: date, facts: Facts, laws: dict[tuple[date, date], Amounts]) -> Amounts:
    """The amounts of the month of use, seen from `day`; fetched once."""
    key = (day_of_use(facts.month, on=day), day)
    if key not in laws:
        laws[key] = amounts_of_use(facts.month, on=day)
    return laws[key]
