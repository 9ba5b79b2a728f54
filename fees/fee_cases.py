"""Golden cases of money: run them all, and say which come out otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fees.estimates import Amounts, NoLawError, amounts_on, estimate_by
from fees.fee_facts import FactError, read_facts
from fees.models import FeeCase
from services.golden import Difference

# The part of a case from which nothing comes out; what is found is then a sentence.
FACTS = "facts"


def check_fee_cases() -> list[Difference]:
    """Run every golden case by the amounts that are stored now.

    A difference's part is a key of `Estimate.as_values()`. Two queries a day asked for.
    """
    days: dict[date, Amounts] = {}
    return [
        difference
        for case in FeeCase.objects.all()
        for difference in _differences(case, days)
    ]


def _differences(case: FeeCase, days: dict[date, Amounts]) -> Iterable[Difference]:
    if case.day not in days:
        days[case.day] = amounts_on(case.day)
    try:
        facts = read_facts(case.facts, on=case.day)
        found = estimate_by(days[case.day], facts).as_values()
    except FactError as error:
        return [Difference(case, FACTS, None, str(error))]
    except NoLawError:
        return [Difference(case, FACTS, None, "この日の金額がそろっていません。")]
    return [
        Difference(case, name, value, found.get(name))
        for name, value in case.expected.items()
        if found.get(name) != value
    ]
