"""What to know beside an estimate, and what would narrow it: codes for both."""

from __future__ import annotations

from collections.abc import Collection

from fees.domain.bracket import IPPAN1, IPPAN2, Household, Tax
from fees.domain.copayment import Month
from fees.domain.yen_span import YenSpan
from fees.fee_facts import Facts
from services.domain.verdict import Verdict


def notes_on(facts: Facts, spent: Month | None) -> tuple[str, ...]:
    """Codes of what the reader must know beside the amount."""
    offices = spent.offices if spent else frozenset()
    is_resident = facts.residence in {"group-home", "lodging"}
    told = {
        "meals-extra": True,
        "city-15-17": facts.audience == "age-15-17",
        "city-resident-under20": is_resident and facts.audience == "adult",
        "city-borderline": facts.is_borderline,
        "dependants-guide": _some(facts.dependants_under_16)
        or _some(facts.dependants_16_18),
        "several-offices": len(offices) > 1,
        "office-reduction": facts.reduction.low > 0,
        "assistance-earnings": facts.assistance is not Verdict.NO,
        "assistance-and-tax": _is_taxed_on_assistance(facts),
        "rent-at-home": facts.residence not in {"", "group-home"} and bool(facts.rent),
        "refund-on-application": bool(facts.certificates)
        or facts.spouse_copayment is not None,
    }
    return tuple(code for code, is_told in told.items() if is_told)


def asks_for(
    facts: Facts,
    household: Household,
    codes: Collection[str],
    spent: Month | None,
    *,
    is_open: bool,
    most: int,
) -> tuple[str, ...]:
    """The facts that would narrow the range, in the order to find them out.

    `is_open`: several caps are possible; `most` is the highest of them, in yen.
    """
    asks = _bracket_asks(facts, household, codes) if is_open else []
    if spent is None and most:
        asks.append("uses")
    if facts.reduction.high is None and most:
        asks.append("office_reduction")
    if facts.residence == "group-home" and facts.rent is None:
        asks.append("rent")
    return tuple(asks)


def _bracket_asks(
    facts: Facts, household: Household, codes: Collection[str]
) -> list[str]:
    is_at_threshold = {IPPAN1, IPPAN2} <= set(codes)
    is_off_open = is_at_threshold and not household.deduction.is_exact
    counts = (facts.dependants_under_16, facts.dependants_16_18)
    is_counted = all(count.is_exact for count in counts)
    open_facts = {
        "audience": not facts.audience,
        "city-15-17": facts.audience == "age-15-17",
        "residence": facts.audience == "adult" and not facts.residence,
        "public_assistance": facts.assistance is Verdict.UNKNOWN,
        "self_tax": _is_open(facts.self_tax, is_at_threshold=is_at_threshold),
        "spouse_tax": _is_open(facts.spouse_tax, is_at_threshold=is_at_threshold),
        "self_credits": is_at_threshold and _has_open_credits(facts.self_tax),
        "spouse_credits": is_at_threshold and _has_open_credits(facts.spouse_tax),
        "dependants": is_off_open and not is_counted,
        "city-dependants": is_off_open and is_counted,
    }
    return [code for code, is_open in open_facts.items() if is_open]


def _is_open(tax: Tax, *, is_at_threshold: bool) -> bool:
    """Whether knowing this tax better could still tell brackets apart."""
    if tax.is_taxed is Verdict.UNKNOWN:
        return True
    is_levy_open = tax.is_taxed is Verdict.YES and not tax.levy.is_exact
    return is_levy_open and is_at_threshold


def _has_open_credits(tax: Tax) -> bool:
    """Whether what was taken off the levy is still to be looked up."""
    return tax.is_taxed is Verdict.YES and not tax.credits.is_exact


def _is_taxed_on_assistance(facts: Facts) -> bool:
    taxes = (facts.self_tax, facts.spouse_tax)
    is_taxed = any(tax.is_taxed is Verdict.YES for tax in taxes)
    return facts.assistance is Verdict.YES and is_taxed


def _some(count: YenSpan) -> bool:
    return count.low > 0
