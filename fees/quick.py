"""The quick way to a fee: at most four questions with few choices, no figure to type.

`told` maps a step's code to the chosen code; `unknown` is 「わからない」. Who gets
生活保護 chooses it beside the taxes, so that the number of steps does not tell of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from fees.domain.bracket import UNTAXED, Tax
from fees.domain.yen_span import ANYTHING, NOTHING, YenSpan
from fees.fee_facts import Facts
from services.domain.verdict import Verdict

STEPS = ("audience", "tax", "levy", "credits", "dependants")
UNKNOWN = "unknown"
ASSISTANCE = "assistance"
# What the step on taxes says of 生活保護, and of the tax.
_ASSISTED = {ASSISTANCE: Verdict.YES, "no": Verdict.NO, "yes": Verdict.NO}
_TAXED = {"no": Verdict.NO, "yes": Verdict.YES}
# The choices of the first step that also tell where somebody lives.
LIVING = {
    "adult": ("adult", "home"),
    "group-home": ("adult", "group-home"),
    "lodging": ("adult", "lodging"),
    "adult-resident": ("adult-resident", "facility"),
}
_WITHOUT_IPPAN1 = {"adult-resident", "group-home", "lodging"}
# Whose levy is held against the threshold of children.
_CHILDREN = {"child", "resident-under20"}


def steps(told: Mapping[str, str]) -> list[str]:
    """The steps whose answers count, told or still to be asked, in order."""
    return [step for step in STEPS if _matters(step, told)]


def next_step(told: Mapping[str, str]) -> str | None:
    """The step to ask now; None when nothing more would narrow the answer."""
    return next((step for step in steps(told) if step not in told), None)


def steps_taken(told: Mapping[str, str]) -> list[str]:
    """The steps whose answers count and are told, in order."""
    return [step for step in steps(told) if step in told]


def answered(told: Mapping[str, str], step: str, choice: str) -> dict[str, str]:
    """The same with this answer; the others stay, so that a change loses none.

    Only what was said of the levy goes where its threshold becomes another.
    """
    now = {**told, step: choice}
    if is_of_child(told) != is_of_child(now):
        now.pop("levy", None)
    return now


def is_of_child(told: Mapping[str, str]) -> bool:
    """Whether the threshold of children counts."""
    return told.get("audience") in _CHILDREN


def quick_facts(told: Mapping[str, str], *, threshold: int) -> Facts:
    """What the answers say, as facts; `threshold` (yen) is the audience's.

    The questions ask for the couple (or the guardian's household) together, so the
    whole tax stands at one person. Credits and dependants are nothing only where the
    answer says so.
    """
    audience, residence = living(told.get("audience", UNKNOWN))
    tax = told.get("tax", "")
    taxed = _TAXED.get(tax, Verdict.UNKNOWN)
    levy = {
        "under": YenSpan(0, max(threshold - 1, 0)),
        "over": YenSpan(threshold, None),
    }.get(told.get("levy", "") if taxed is Verdict.YES else "", ANYTHING)
    return Facts(
        audience=audience,
        residence=residence,
        assistance=_ASSISTED.get(tax, Verdict.UNKNOWN),
        self_tax=UNTAXED
        if taxed is Verdict.NO
        else Tax(taxed, levy, _unless_none(told, "credits")),
        spouse_tax=UNTAXED,
        dependants_under_16=_unless_none(told, "dependants"),
        dependants_16_18=_unless_none(told, "dependants"),
    )


def living(choice: str) -> tuple[str, str]:
    """The audience and the residence that a choice of the first step tells."""
    if choice == UNKNOWN:
        return "", ""
    return LIVING.get(choice, (choice, ""))


def audience_by_age(age: str | None) -> str | None:
    """The audience that an age (as the eligibility check asks for it) decides."""
    return {"under-15": "child", "15-17": "age-15-17"}.get(age or "")


def audiences_by_age(age: str | None) -> Collection[str] | None:
    """The audiences that an age leaves open; None when it leaves all."""
    grown = {"adult", "group-home", "lodging", "adult-resident"}
    return {
        "under-15": frozenset({"child"}),
        "15-17": frozenset({"age-15-17", "child"}),
        "18-49": frozenset({*grown, "resident-under20"}),
        "50-64": frozenset(grown),
        "65-or-over": frozenset(grown),
    }.get(age or "")


def _unless_none(told: Mapping[str, str], step: str) -> YenSpan:
    return NOTHING if told.get(step) == "no" else ANYTHING


def _matters(step: str, told: Mapping[str, str]) -> bool:
    """Whether the answer can change anything.

    Credits only add to the sum, so they matter below the threshold; dependants only
    take from it, so they matter above.
    """
    if step in {"audience", "tax"}:
        return True
    is_split = told.get("audience") not in _WITHOUT_IPPAN1
    if told.get("tax") != "yes" or not is_split:
        return False
    needed = {"credits": "under", "dependants": "over"}
    return step == "levy" or told.get("levy") == needed[step]
