"""The quick way to a fee: four questions with few choices, no figure to type.

`told` maps a step's code to the chosen code; `unknown` is 「わからない」.
"""

from __future__ import annotations

from collections.abc import Mapping

from fees.domain.bracket import UNTAXED, Tax
from fees.domain.yen_span import ANYTHING, NOTHING, YenSpan
from fees.fee_facts import Facts
from services.domain.verdict import Verdict

STEPS = ("audience", "assistance", "taxed", "levy")
UNKNOWN = "unknown"
_VERDICTS = {"yes": Verdict.YES, "no": Verdict.NO}
_WITHOUT_IPPAN1 = {"adult-resident"}


def next_step(told: Mapping[str, str]) -> str | None:
    """The step to ask now; None when nothing more would narrow the answer."""
    asked = [step for step in STEPS if _matters(step, told)]
    return next((step for step in asked if step not in told), None)


def steps_taken(told: Mapping[str, str]) -> list[str]:
    """The steps whose answers count, in order."""
    return [step for step in STEPS if step in told and _matters(step, told)]


def quick_facts(told: Mapping[str, str], *, threshold: int) -> Facts:
    """What the answers say, as facts; `threshold` (yen) is the audience's.

    The questions ask for the couple (or the guardian's household) together, so the
    whole tax stands at one person.
    """
    audience = told.get("audience", UNKNOWN)
    taxed = _VERDICTS.get(told.get("taxed", ""), Verdict.UNKNOWN)
    levy = {
        "under": YenSpan(0, max(threshold - 1, 0)),
        "over": YenSpan(threshold, None),
    }.get(told.get("levy", ""), ANYTHING)
    return Facts(
        audience="" if audience == UNKNOWN else audience,
        residence="home" if audience == "adult" else "",
        assistance=_VERDICTS.get(told.get("assistance", ""), Verdict.UNKNOWN),
        self_tax=UNTAXED if taxed is Verdict.NO else Tax(taxed, levy),
        spouse_tax=UNTAXED,
        dependants_under_16=NOTHING,
        dependants_16_18=NOTHING,
    )


def audience_by_age(age: str | None) -> str | None:
    """The audience that an age (as the eligibility check asks for it) decides."""
    return {"under-15": "child", "15-17": "age-15-17"}.get(age or "")


def audiences_by_age(age: str | None) -> frozenset[str] | None:
    """The audiences that an age leaves open; None when it leaves all."""
    grown = {"adult", "adult-resident"}
    return {
        "18-49": frozenset({*grown, "resident-under20"}),
        "50-64": frozenset(grown),
        "65-or-over": frozenset(grown),
    }.get(age or "")


def _matters(step: str, told: Mapping[str, str]) -> bool:
    if step == "taxed":
        return told.get("assistance") != "yes"
    if step == "levy":
        return (
            told.get("assistance") != "yes"
            and told.get("taxed") == "yes"
            and told.get("audience") not in _WITHOUT_IPPAN1
        )
    return True
