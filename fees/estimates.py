"""The door to money: what somebody pays a month at the most, with the working.

Amounts come from the same rows as the caps table, as they stand in the month of use.
What is not known makes a range with its named cases, never the worst case alone and
never a guess; so does what is only めやす or only planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fees.amounts import Amounts, CapsByAudience, NoLawError, amounts_of_use
from fees.asking import asks_for, notes_on
from fees.domain.bracket import SEIHO, TEISHOTOKU, Household, brackets
from fees.domain.copayment import REDUCING, Law, Month, month, payable
from fees.domain.refund import Refund, child_refund, household_refund, rent_subsidy
from fees.domain.yen_span import NOTHING, YenSpan
from fees.fee_facts import Facts
from fees.models import FeeCap

_POOR = {SEIHO, TEISHOTOKU}
_CHILDREN = {"child", "resident-under20"}


@dataclass(frozen=True)
class Estimate:
    """What is possible, what it costs, and how that came about. Whole yen.

    `cases` are the rows of the caps table that are possible, lowest first; one row
    when the bracket is decided. `levy` is what was held against the threshold.
    `refund` and `subsidy` are None where what they need was not told. `notes` are
    codes of what to know, `ask` codes of the facts that would narrow the range.
    """

    cases: tuple[FeeCap, ...]
    levy: YenSpan
    month: Month | None
    caps: YenSpan
    payable: YenSpan
    refund: Refund | None
    subsidy: YenSpan | None
    notes: tuple[str, ...]
    ask: tuple[str, ...]

    @property
    def brackets(self) -> frozenset[str]:
        """The codes of the brackets that are possible."""
        return frozenset(row.bracket.code for row in self.cases)

    @property
    def bracket(self) -> str | None:
        """The bracket's code when it is decided."""
        return next(iter(self.brackets)) if len(self.brackets) == 1 else None

    def as_values(self) -> dict[str, object]:
        """The estimate as plain values; see `manage.py estimate_fee --help`."""
        subsidy = self.subsidy
        return {
            "bracket": self.bracket,
            "cap_min": self.caps.low,
            "cap_max": self.caps.high,
            "cost": self.month.cost if self.month else None,
            "share": self.month.share if self.month else None,
            "payable_min": self.payable.low,
            "payable_max": self.payable.high,
            "refund": self.refund.total if self.refund else None,
            "refund_parts": list(self.refund.parts) if self.refund else None,
            "rent_subsidy": subsidy.low if subsidy and subsidy.is_exact else None,
            "rent_subsidy_min": subsidy.low if subsidy else None,
            "rent_subsidy_max": subsidy.high if subsidy else None,
            "notes": list(self.notes),
            "ask": list(self.ask),
        }


def estimate(facts: Facts, *, on: date) -> Estimate:
    """Estimate by the amounts of the month of use, seen from `on`; two queries.

    Two more for a month after that of `on`.
    """
    return estimate_by(amounts_of_use(facts.month, on=on), facts)


def estimate_by(law: Amounts, facts: Facts) -> Estimate:
    """Estimate by amounts that are fetched already."""
    found = _estimate(law, facts)
    if law.planned is None:
        return found
    try:
        planned = _estimate(law.planned, facts)
    except NoLawError:
        # A bracket is planned to end: nobody knows yet what follows.
        return replace(found, notes=(*found.notes, "planned"))
    return found if _is_same(found, planned) else _either(found, planned)


def audiences_of(facts: Facts) -> tuple[str, ...]:
    """The audiences of the caps table that this person may belong to."""
    if facts.audience == "age-15-17" or not facts.audience:
        return ("adult", "adult-resident", "child", "resident-under20")
    if facts.audience == "adult" and facts.residence != "home":
        elsewhere = ("adult-resident",)
        return elsewhere if facts.residence else ("adult", *elsewhere)
    return (facts.audience,)


def _estimate(law: Amounts, facts: Facts) -> Estimate:
    if not law.is_complete:
        raise NoLawError(law.day.isoformat())
    household = _household(facts, law)
    cases = _cases(facts, household, law.caps, law.parameters)
    if not cases:
        raise NoLawError(law.day.isoformat())
    spent = _month(facts, law.parameters)
    span = YenSpan.around(YenSpan.exactly(row.yen) for row in cases)
    due = _due(facts, spent, span)
    codes = {row.bracket.code for row in cases}
    is_open = len({row.yen for row in cases}) > 1
    return Estimate(
        cases,
        household.levy,
        spent,
        span,
        due,
        _refund(facts, due, codes, law.parameters),
        _subsidy(facts, codes, law.parameters),
        notes_on(facts, spent),
        asks_for(facts, household, codes, spent, is_open=is_open, most=span.high or 0),
    )


def _is_same(one: Estimate, other: Estimate) -> bool:
    return one.as_values() == other.as_values()


def _either(law: Estimate, planned: Estimate) -> Estimate:
    """What is possible by the law as it stands, and by what is planned."""
    both = (law, planned)
    is_subsidy_told = None not in (law.subsidy, planned.subsidy)
    return replace(
        law,
        cases=_in_order({*law.cases, *planned.cases}),
        levy=YenSpan.around(found.levy for found in both),
        month=law.month if law.month == planned.month else None,
        caps=YenSpan.around(found.caps for found in both),
        payable=YenSpan.around(found.payable for found in both),
        refund=law.refund if law.refund == planned.refund else None,
        subsidy=YenSpan.around(found.subsidy for found in both if found.subsidy)
        if is_subsidy_told
        else None,
        notes=(*law.notes, "planned"),
        ask=tuple(dict.fromkeys((*law.ask, *planned.ask))),
    )


def _household(facts: Facts, law: Amounts) -> Household:
    off = _taken_off(facts.dependants_under_16, "deduction-under16", law)
    off = off.plus(_taken_off(facts.dependants_16_18, "deduction-16-18", law))
    return Household(facts.assistance, (facts.self_tax, facts.spouse_tax), off)


def _taken_off(count: YenSpan, code: str, law: Amounts) -> YenSpan:
    """What dependants take off the levy; by a guide, it may be less."""
    off = count.times(law.parameters[code])
    return YenSpan(0, off.high) if code in law.guides else off


def _cases(
    facts: Facts,
    household: Household,
    caps: CapsByAudience,
    amounts: Mapping[str, int],
) -> tuple[FeeCap, ...]:
    """The rows that are possible, lowest cap first."""
    found: set[FeeCap] = set()
    for audience in audiences_of(facts):
        rows = caps.get(audience, {})
        code = "threshold-child" if audience in _CHILDREN else "threshold-adult"
        possible = brackets(
            household, threshold=amounts[code], has_ippan1="ippan1" in rows
        )
        if rows and possible - rows.keys():
            # A cap that is not stored must not narrow the range without a word.
            raise NoLawError(", ".join(sorted(possible - rows.keys())))
        found |= {rows[code] for code in possible & rows.keys()}
    return _in_order(found)


def _in_order(rows: Iterable[FeeCap]) -> tuple[FeeCap, ...]:
    return tuple(
        sorted(rows, key=lambda row: (row.yen, row.bracket.order, row.audience.order))
    )


def _month(facts: Facts, amounts: Mapping[str, int]) -> Month | None:
    if facts.uses is None:
        return None
    law = Law(
        amounts["share-percent"],
        amounts.get("fraction-cost") or 1,
        amounts.get("fraction-share") or 1,
    )
    return month(facts.uses, law)


def _due(facts: Facts, spent: Month | None, caps: YenSpan) -> YenSpan:
    if spent is not None:
        return payable(spent.bills, caps=caps, reduction=facts.reduction)
    # Of a use that is not known, nothing says that it is all A型.
    reduction = facts.reduction if facts.service == REDUCING else NOTHING
    return payable(None, caps=caps, reduction=reduction)


def _refund(
    facts: Facts, due: YenSpan, codes: set[str], amounts: Mapping[str, int]
) -> Refund | None:
    """What a couple, or a child with several certificates, gets back on application."""
    if facts.certificates:
        return child_refund(facts.certificates)
    is_decided = codes <= _POOR or not codes & _POOR
    if facts.spouse_copayment is None or not due.is_exact or not is_decided:
        return None
    base = 0 if codes <= _POOR else amounts["refund-threshold"]
    return household_refund([due.low, facts.spouse_copayment], base=base)


def _subsidy(
    facts: Facts, codes: set[str], amounts: Mapping[str, int]
) -> YenSpan | None:
    """The rent subsidy: in a group home, for who is untaxed or on 生活保護."""
    if facts.residence != "group-home":
        return None if not facts.residence else NOTHING
    if not codes & _POOR:
        return NOTHING
    most = amounts["rent-subsidy"]
    rent = (
        YenSpan(0, most)
        if facts.rent is None
        else YenSpan.exactly(rent_subsidy(facts.rent, most=most))
    )
    return rent if codes <= _POOR else YenSpan(0, rent.high)
