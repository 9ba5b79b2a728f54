"""The door to money: what somebody pays a month at the most, with the working.

Amounts come from the same rows as the caps table. What is not known makes a range
with its named cases, never the worst case alone and never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fees.domain.bracket import (
    SEIHO,
    TEISHOTOKU,
    Household,
    Tax,
    brackets,
)
from fees.domain.copayment import Law, Month, month, payable
from fees.domain.refund import (
    Refund,
    child_refund,
    household_refund,
    rent_subsidy,
)
from fees.domain.yen_span import ANYTHING, NOTHING, YenSpan
from fees.fee_facts import Facts
from fees.models import FeeCap, FeeParameter
from services.domain.verdict import Verdict

_POOR = {SEIHO, TEISHOTOKU}
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
    def bracket(self) -> str | None:
        """The bracket's code when it is decided."""
        codes = {row.bracket.code for row in self.cases}
        return codes.pop() if len(codes) == 1 else None

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


class NoLawError(LookupError):
    """The site holds no caps for the day, or none for the person, asked for."""


@dataclass(frozen=True)
class Amounts:
    """What holds on a day: caps by audience and bracket, parameters by code."""

    day: date
    caps: Mapping[str, Mapping[str, FeeCap]]
    parameters: Mapping[str, int]


def amounts_on(day: date) -> Amounts:
    """Fetch what holds on `day`, for any number of estimates; two queries."""
    parameters = FeeParameter.objects.on(day).values_list("code", "value")
    return Amounts(day, _caps(day), dict(parameters))


def estimate(facts: Facts, *, on: date) -> Estimate:
    """Estimate by the amounts that hold on `on`; two queries."""
    return estimate_by(amounts_on(on), facts)


def estimate_by(law: Amounts, facts: Facts) -> Estimate:
    """Estimate by amounts that are fetched already."""
    amounts = law.parameters
    if not law.caps or set(NEEDED) - amounts.keys():
        raise NoLawError(law.day.isoformat())
    household = _household(facts, amounts)
    cases = _cases(facts, household, law.caps, amounts)
    if not cases:
        raise NoLawError(law.day.isoformat())
    spent = _month(facts, amounts)
    span = YenSpan.around(YenSpan.exactly(row.yen) for row in cases)
    share = ANYTHING if spent is None else YenSpan.exactly(spent.share)
    due = payable(share, caps=span, reduction=facts.reduction)
    codes = {row.bracket.code for row in cases}
    return Estimate(
        cases,
        household.levy,
        spent,
        span,
        due,
        _refund(facts, due, codes, amounts),
        _subsidy(facts, codes, amounts),
        tuple(_notes(facts, codes)),
        tuple(_asks(facts, household, cases, spent)),
    )


def audiences_of(facts: Facts) -> tuple[str, ...]:
    """The audiences of the caps table that this person may belong to."""
    if facts.audience == "age-15-17" or not facts.audience:
        return ("adult", "adult-resident", "child", "resident-under20")
    if facts.audience == "adult" and facts.residence != "home":
        elsewhere = ("adult-resident",)
        return elsewhere if facts.residence else ("adult", *elsewhere)
    return (facts.audience,)


def _caps(on: date) -> dict[str, dict[str, FeeCap]]:
    """The caps of the day by audience and bracket."""
    caps: dict[str, dict[str, FeeCap]] = {}
    for row in FeeCap.objects.on(on).select_related("audience", "bracket", "source"):
        caps.setdefault(row.audience.code, {})[row.bracket.code] = row
    return caps


def _household(facts: Facts, amounts: Mapping[str, int]) -> Household:
    off = _times(facts.dependants_under_16, amounts["deduction-under16"]).plus(
        _times(facts.dependants_16_18, amounts["deduction-16-18"])
    )
    return Household(facts.assistance, (facts.self_tax, facts.spouse_tax), off)


def _times(count: YenSpan, yen: int) -> YenSpan:
    return YenSpan(count.low * yen, None if count.high is None else count.high * yen)


def _cases(
    facts: Facts,
    household: Household,
    caps: Mapping[str, Mapping[str, FeeCap]],
    amounts: Mapping[str, int],
) -> tuple[FeeCap, ...]:
    """The rows that are possible, lowest cap first."""
    found = set()
    for audience in audiences_of(facts):
        rows = caps.get(audience, {})
        is_child = audience in {"child", "resident-under20"}
        possible = brackets(
            household,
            threshold=amounts["threshold-child" if is_child else "threshold-adult"],
            has_ippan1="ippan1" in rows,
        )
        if rows and possible - rows.keys():
            # A cap that is not stored must not narrow the range without a word.
            raise NoLawError(", ".join(sorted(possible - rows.keys())))
        found |= {rows[code] for code in possible & rows.keys()}
    return tuple(
        sorted(found, key=lambda row: (row.yen, row.bracket.order, row.audience.order))
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


def _notes(facts: Facts, codes: set[str]) -> list[str]:
    """Codes of what the reader must know beside the amount."""
    notes = ["meals-extra"]
    if facts.audience == "age-15-17":
        notes.append("city-15-17")
    if facts.is_borderline:
        notes.append("city-borderline")
    if _some(facts.dependants_under_16) or _some(facts.dependants_16_18):
        notes.append("dependants-guide")
    if facts.uses and len({use.office for use in facts.uses}) > 1:
        notes.append("several-offices")
    if facts.reduction.high:
        notes.append("office-reduction")
    if facts.certificates or facts.spouse_copayment is not None:
        notes.append("refund-on-application")
    return notes


def _some(count: YenSpan) -> bool:
    return bool(count.high)


def _asks(
    facts: Facts,
    household: Household,
    cases: tuple[FeeCap, ...],
    spent: Month | None,
) -> list[str]:
    """The facts that would narrow the range, in the order to find them out."""
    asks = []
    if len({row.yen for row in cases}) > 1:
        asks += _bracket_asks(facts, household, {row.bracket.code for row in cases})
    if spent is None and any(row.yen for row in cases):
        asks.append("uses")
    if facts.residence == "group-home" and facts.rent is None:
        asks.append("rent")
    return asks


def _bracket_asks(facts: Facts, household: Household, codes: set[str]) -> list[str]:
    unknown = Verdict.UNKNOWN
    open_facts = {
        "audience": not facts.audience,
        "city-15-17": facts.audience == "age-15-17",
        "residence": facts.audience == "adult" and not facts.residence,
        "public_assistance": facts.assistance is unknown,
        "self_tax": _is_open(facts.self_tax, codes),
        "spouse_tax": _is_open(facts.spouse_tax, codes),
        "dependants": household.deduction.high is None and "ippan2" in codes,
    }
    return [code for code, is_open in open_facts.items() if is_open]


def _is_open(tax: Tax, codes: set[str]) -> bool:
    """Whether knowing this tax better could still tell brackets apart."""
    if tax.is_taxed is Verdict.UNKNOWN:
        return True
    is_levy_open = tax.is_taxed is Verdict.YES and not tax.counted.is_exact
    return is_levy_open and {"ippan1", "ippan2"} <= codes
