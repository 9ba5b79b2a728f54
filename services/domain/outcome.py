"""What a verdict comes to for a person: one of four outcomes, never a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from services.domain.rule import Answers, Requirement, Rule
from services.domain.verdict import Verdict


class Outcome(Enum):
    """The four things that a result page can say of a service."""

    LIKELY = "likely"
    FIRST = "first"
    UNLIKELY = "unlikely"
    ASK = "ask"


@dataclass(frozen=True)
class Judgement:
    """A rule applied to answers: the outcome, and each requirement's part in it.

    `first` is the service to use before this one (outcome FIRST); `confirm` says
    that a LIKELY still waits for the city's word.
    """

    outcome: Outcome
    verdicts: tuple[tuple[Requirement, Verdict], ...]
    first: str | None = None
    confirm: bool = False


def judge(rule: Rule, answers: Answers) -> Judgement:
    """Apply `rule`: FIRST where every failing requirement names a way in."""
    verdicts = tuple(
        (requirement, requirement.judge(answers)) for requirement in rule.requirements
    )
    verdict = rule.judge(answers)
    if verdict is Verdict.YES:
        confirm = any(
            requirement.is_confirmed_by_city(answers) for requirement, _ in verdicts
        )
        return Judgement(Outcome.LIKELY, verdicts, confirm=confirm)
    if verdict is Verdict.UNKNOWN:
        return Judgement(Outcome.ASK, verdicts)
    ways = [item.way_in for item, verdict in verdicts if verdict is Verdict.NO]
    if ways and all(ways):
        return Judgement(Outcome.FIRST, verdicts, first=ways[0])
    return Judgement(Outcome.UNLIKELY, verdicts)


def is_settled(rule: Rule, answers: Answers) -> bool:
    """Whether no further answer can change the outcome.

    A requirement that fails without a way in settles it; one with a way in does not,
    for another may still fail without.
    """
    verdicts = [(item, item.judge(answers)) for item in rule.requirements]
    shut = any(verdict is Verdict.NO and not item.way_in for item, verdict in verdicts)
    return shut or all(verdict is not Verdict.UNKNOWN for _, verdict in verdicts)
