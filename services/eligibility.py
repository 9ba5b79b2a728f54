"""The door to eligibility: what a person's answers come to, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from services.catalogue import services_on
from services.domain.interview import Interviewer
from services.domain.moments import Calendar
from services.domain.outcome import Judgement, Outcome, judge
from services.domain.rule import Requirement, Rule
from services.domain.verdict import Verdict
from services.models import EligibilityRequirement, EligibilityRule, ServiceType
from services.rulebook import (
    all_choices,
    calendar,
    questions_for_everyone,
    rules_as_values,
    rules_in_force,
)
from texts.held import while_unchanged


@dataclass(frozen=True)
class RequirementFinding:
    """One requirement: met, not met or open; from which answers; what would tell.

    `because` are the answered questions that it rests on, `open_questions` those
    whose answer can still change it, `telling` those of them that can do so alone.
    `is_doubtful` says that it would be failed, were it more than a guide (めやす).
    """

    row: EligibilityRequirement
    value: Requirement
    verdict: Verdict
    because: tuple[str, ...]
    open_questions: tuple[str, ...]
    telling: tuple[str, ...]
    confirm: bool
    is_doubtful: bool = False


@dataclass(frozen=True)
class Coming:
    """What a coming rule would make of the same answers."""

    rule: EligibilityRule
    outcome: Outcome
    first: str | None


@dataclass(frozen=True)
class Finding:
    """What the answers come to for one service.

    `outcome` is None on a day for which there is no rule: the service was not there
    yet, or its rule is not stored. `first` is the service to use before this one.
    `is_guide` says that an UNLIKELY rests only on what is a guide (めやす).
    """

    service: ServiceType
    outcome: Outcome | None
    first: ServiceType | None
    confirm: bool
    requirements: tuple[RequirementFinding, ...]
    coming: Coming | None
    is_guide: bool = False

    @property
    def doubtful(self) -> tuple[RequirementFinding, ...]:
        """The requirements that the city has to tell, for they are only a guide."""
        return tuple(item for item in self.requirements if item.is_doubtful)

    @property
    def is_open(self) -> bool:
        """Whether what is not known yet could still open a way to the service.

        Where a guide speaks against it, only the city's word could.
        """
        return self.outcome in {Outcome.ASK, Outcome.FIRST} and not self.doubtful

    @property
    def open_questions(self) -> tuple[str, ...]:
        """The questions whose answers can still change something, each once."""
        named = (code for item in self.requirements for code in item.open_questions)
        return tuple(dict.fromkeys(named))

    @property
    def telling(self) -> tuple[str, ...]:
        """Of these, the ones to find out first: each settles something alone."""
        named = (code for item in self.requirements for code in item.telling)
        return tuple(dict.fromkeys(named))

    @property
    def changes(self) -> bool:
        """Whether the coming rule would bring another outcome."""
        return self.coming is not None and (
            self.coming.outcome is not self.outcome
            or self.coming.first != (self.first.slug if self.first else None)
        )


@dataclass(frozen=True)
class Bench:
    """The published services with their rules of a day, ready to judge anybody."""

    services: tuple[ServiceType, ...]
    values: Mapping[int, Rule]

    def findings(self, answers: Mapping[str, str]) -> list[Finding]:
        """What `answers` come to, service by service; no query."""
        by_slug = {service.slug: service for service in self.services}
        return [
            _find(service, self.values, answers, by_slug) for service in self.services
        ]


@while_unchanged(most=8)
def bench(*, on: date) -> Bench:
    """What judging takes, whatever is stored; it is fetched once."""
    services = services_on(day=on)
    shown = [row for service in services for row in _rows(service)]
    return Bench(services, rules_as_values(shown))


def check_eligibility(answers: Mapping[str, str], *, on: date) -> list[Finding]:
    """Judge every published service by the rule of the day, and by the next to come.

    `answers` maps question codes to choice codes (see `unknown_answers`); what is not
    in it is not known.
    """
    return bench(on=on).findings(answers)


def unknown_answers(answers: Mapping[str, str]) -> list[str]:
    """What in `answers` names no question or no choice that there is, in words."""
    choices = all_choices()
    return [
        f"{question}={choice}"
        for question, choice in answers.items()
        if choice not in choices.get(question, ())
    ]


@while_unchanged(most=8)
def interviewer(*, on: date, in_detail: bool = False) -> Interviewer:
    """Who asks by the rules of the day, the short way unless `in_detail`.

    Ties are broken by staff's order. Nine queries, once.
    """
    rules = rules_as_values(rules_in_force(on).values())
    short, in_full = _interviewers(
        tuple(rules.values()),
        tuple(all_choices()),
        questions_for_everyone(),
        calendar(),
    )
    return in_full if in_detail else short


@lru_cache(maxsize=4)
def _interviewers(
    rules: tuple[Rule, ...],
    order: tuple[str, ...],
    everyone: frozenset[str],
    changes: Calendar,
) -> tuple[Interviewer, Interviewer]:
    """The same two for the same rules: what they worked out once, they remember."""
    short = Interviewer(rules, order, everyone, changes)
    return short, Interviewer(rules, order, None, changes, before=short)


def _rows(service: ServiceType) -> list[EligibilityRule]:
    return [*service.rules_today, *service.rules_coming[:1]]


def _find(
    service: ServiceType,
    values: Mapping[int, Rule],
    answers: Mapping[str, str],
    services: Mapping[str, ServiceType],
) -> Finding:
    coming = next((_coming(row, values, answers) for row in service.rules_coming), None)
    if not service.rules_today:
        return Finding(service, None, None, False, (), coming)
    [row] = service.rules_today
    judgement = judge(values[row.pk], answers)
    return Finding(
        service,
        judgement.outcome,
        services.get(judgement.first or ""),
        judgement.confirm,
        _requirements(row, judgement, answers),
        coming,
        judgement.is_guide,
    )


def _coming(
    row: EligibilityRule, values: Mapping[int, Rule], answers: Mapping[str, str]
) -> Coming:
    judgement = judge(values[row.pk], answers)
    return Coming(row, judgement.outcome, judgement.first)


def _requirements(
    row: EligibilityRule, judgement: Judgement, answers: Mapping[str, str]
) -> tuple[RequirementFinding, ...]:
    """The words of each requirement beside its verdict; both are in the same order."""
    pairs = zip(row.requirements.all(), judgement.verdicts, strict=True)
    return tuple(
        RequirementFinding(
            words,
            value,
            verdict,
            tuple(name for name in value.questions if name in answers),
            *value.still_open(answers),
            verdict is Verdict.YES and value.is_confirmed_by_city(answers),
            value.is_doubtful(answers),
        )
        for words, (value, verdict) in pairs
    )
