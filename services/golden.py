"""Golden cases: run them all, and say which come out otherwise than they must."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

from django.db.models.options import Options

from services.domain.moments import Calendar
from services.domain.outcome import judge
from services.domain.rule import Rule
from services.models import Choice, GoldenCase, GoldenExpectation
from services.rulebook import calendar, rules_as_values, rules_in_force


class Case(Protocol):
    """A row that says what must come out for somebody."""

    _meta: ClassVar[Options[Any]]
    pk: Any

    @property
    def code(self) -> str: ...


@dataclass(frozen=True)
class Difference:
    """A case that comes out otherwise: in which part, what must come out, what does.

    For a rule's case the part is a service's slug, and what comes out a `CaseResult`,
    or None where no rule holds that day.
    """

    case: Case
    part: str
    expected: object
    found: object


@dataclass(frozen=True)
class CaseResult:
    """What a rule comes to: an outcome's code, the service to use first, a caveat."""

    outcome: str
    first: str | None = None
    confirm: bool = False

    def __str__(self) -> str:
        caveat = "confirm" if self.confirm else None
        return " ".join(filter(None, (self.outcome, self.first, caveat)))


def check_cases(replaced: Mapping[int, Rule] | None = None) -> list[Difference]:
    """Run every golden case; `replaced` are rules to use instead of stored ones."""
    cases = GoldenCase.objects.prefetch_related(
        "answers__question",
        "expectations__service",
        "expectations__first",
        "expectations__after__question",
    )
    rulebook, changes = _Rulebook(replaced or {}), calendar()
    return [
        difference
        for case in cases
        for difference in _differences(case, rulebook.on(case), changes)
    ]


class _Rulebook:
    """The rules of each day that a case asks for, fetched once a day."""

    def __init__(self, replaced: Mapping[int, Rule]) -> None:
        self._replaced = replaced
        self._days: dict[tuple[date, bool], dict[str, Rule]] = {}

    def on(self, case: GoldenCase) -> Mapping[str, Rule]:
        key = (case.day, case.with_planned)
        if key not in self._days:
            keys = rules_in_force(case.day, with_planned=case.with_planned)
            values = {**rules_as_values(keys.values()), **self._replaced}
            self._days[key] = {slug: values[pk] for slug, pk in keys.items()}
        return self._days[key]


def _differences(
    case: GoldenCase, rules: Mapping[str, Rule], changes: Calendar
) -> Iterable[Difference]:
    told = case.as_answers()
    for expectation in case.expectations.all():
        slug = expectation.service.slug
        answers = _answers_after(expectation.after, told, changes)
        expected, found = _expected(expectation), _found(rules.get(slug), answers)
        if expected != found:
            yield Difference(case, slug, expected, found)


def _answers_after(
    choice: Choice | None, told: Mapping[str, str], changes: Calendar
) -> Mapping[str, str]:
    """The answers with what they imply, now or once `choice` has changed."""
    now, *later = changes.moments(told)
    if choice is None:
        return now.answers
    key = (choice.question.code, choice.code)
    return next(
        (
            moment.answers
            for moment in later
            if (moment.changes[-1].question, moment.changes[-1].choice) == key
        ),
        now.answers,
    )


def _expected(row: GoldenExpectation) -> CaseResult:
    return CaseResult(row.outcome, row.first.slug if row.first else None, row.confirm)


def _found(rule: Rule | None, answers: Mapping[str, str]) -> CaseResult | None:
    if rule is None:
        return None
    judgement = judge(rule, answers)
    return CaseResult(judgement.outcome.value, judgement.first, judgement.confirm)
