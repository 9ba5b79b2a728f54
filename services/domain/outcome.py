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
    that a LIKELY still waits for the city's word, `is_guide` that an UNLIKELY rests
    only on what is a guide (めやす), so that the city may say otherwise.
    """

    outcome: Outcome
    verdicts: tuple[tuple[Requirement, Verdict], ...]
    first: str | None = None
    confirm: bool = False
    is_guide: bool = False


def judge(rule: Rule, answers: Answers) -> Judgement:
    """Apply `rule`: FIRST where every failing requirement names a way in.

    Of what is only a guide, an estimate leaves things to ASK; what no official source
    says yet is UNLIKELY at most, and never firmly.
    """
    verdicts = tuple(
        (requirement, requirement.judge(answers)) for requirement in rule.requirements
    )
    verdict = rule.judge(answers)
    if verdict is Verdict.YES:
        confirm = any(
            requirement.is_confirmed_by_city(answers) for requirement, _ in verdicts
        )
        return Judgement(Outcome.LIKELY, verdicts, confirm=confirm)
    failing = [item.way_in for item, verdict in verdicts if verdict is Verdict.NO]
    # No requirement may be failed alone, and yet nobody can meet two of them.
    is_shut = verdict is Verdict.NO and not failing
    if is_shut or not all(failing):
        return Judgement(Outcome.UNLIKELY, verdicts)
    if any(leans_to_no(item, answers) for item in rule.requirements):
        return Judgement(Outcome.UNLIKELY, verdicts, is_guide=True)
    if failing:
        return Judgement(Outcome.FIRST, verdicts, first=failing[0])
    return Judgement(Outcome.ASK, verdicts)


def leans_to_no(requirement: Requirement, answers: Answers) -> bool:
    """Whether it would be failed, if what no official source says yet is right."""
    return not requirement.is_estimate and requirement.is_doubtful(answers)


def is_settled(rule: Rule, answers: Answers) -> bool:
    """Whether nothing more need be asked: no answer can open what is not open now.

    A requirement that fails without a way in settles it; one with a way in does not,
    for another may still fail without. One that is only a guide and speaks against it
    settles it too: what follows is for the city to tell.
    """
    verdicts = [(item, item.judge(answers)) for item in rule.requirements]
    shut = any(verdict is Verdict.NO and not item.way_in for item, verdict in verdicts)
    doubtful = any(item.is_doubtful(answers) for item in rule.requirements)
    return (
        shut
        or doubtful
        or all(verdict is not Verdict.UNKNOWN for _, verdict in verdicts)
    )
