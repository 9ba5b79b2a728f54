"""Rows of rules as values that the domain can judge, in five queries for any number.

Only codes are fetched, never the words: a question page needs none of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from facts.effective import Status
from facts.provenance import Certainty
from services.domain.implied import Implications, Limits, possible
from services.domain.moments import Calendar, Turn
from services.domain.rule import Answers, Criterion, Requirement, Route, Rule
from services.domain.verdict import Verdict
from services.models import (
    AskedOf,
    Choice,
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
    Question,
)
from texts.held import while_unchanged


def rules_as_values(rules: Iterable[EligibilityRule | int]) -> dict[int, Rule]:
    """Each rule row (or its pk) as a value, by pk."""
    keys = [rule if isinstance(rule, int) else rule.pk for rule in rules]
    routes = _routes(keys)
    requirements: dict[int, list[Requirement]] = defaultdict(list)
    rows = EligibilityRequirement.objects.filter(rule__in=keys).order_by("order", "pk")
    for pk, rule, code, certainty, confirmed, way_in, is_estimate in rows.values_list(
        "pk",
        "rule_id",
        "code",
        "certainty",
        "confirmed_by_city",
        "way_in__slug",
        "is_estimate",
    ):
        is_guide = certainty == Certainty.GUIDE
        requirements[rule].append(
            Requirement(
                code, tuple(routes[pk]), confirmed, way_in, is_guide, is_estimate
            )
        )
    return {key: Rule(tuple(requirements[key])) for key in keys}


@while_unchanged()
def has_rules(day: date) -> bool:
    """Whether any published service has a rule on `day`."""
    published = EligibilityRule.objects.filter(service__is_published=True)
    return published.on(day).exists()


@while_unchanged()
def first_day_of_rules() -> date | None:
    """The day from which on there are rules."""
    enacted = EligibilityRule.objects.filter(status=Status.ENACTED, is_end=False)
    return enacted.order_by("valid_from").values_list("valid_from", flat=True).first()


def rules_in_force(day: date, *, with_planned: bool = False) -> dict[str, int]:
    """The pk of the rule that decides on `day`, by the slug of its service.

    `with_planned` takes what is planned to have begun by then as if it were enacted.
    """
    published = EligibilityRule.objects.filter(service__is_published=True)
    found = dict(published.on(day).values_list("service__slug", "pk"))
    if with_planned:
        planned = published.filter(status=Status.PLANNED, valid_from__lte=day)
        by_age = planned.order_by("valid_from").values_list("service__slug", "pk")
        found.update(dict(by_age))
    return found


@while_unchanged()
def all_choices() -> Mapping[str, frozenset[str]]:
    """Every question's code with the codes of its choices, in staff's order."""
    return {code: asked.choices for code, asked in _asked().items()}


@while_unchanged()
def questions_for_everyone() -> frozenset[str]:
    """The codes of the questions that the short way asks."""
    asked = Question.objects.filter(asked_of=AskedOf.EVERYONE)
    return frozenset(asked.values_list("code", flat=True))


@while_unchanged()
def calendar() -> Calendar:
    """What choices imply, and what they become; two queries."""
    return Calendar(_changes(), Implications(_implied()))


def words_for_changes() -> dict[tuple[str, str], str]:
    """How each change is called, by the question and the choice that changes."""
    return {(row.question.code, row.code): row.becomes_when for row in _changing()}


@while_unchanged()
def _changing() -> tuple[Choice, ...]:
    rows = Choice.objects.filter(becomes__isnull=False).select_related("question")
    return tuple(rows)


def choices_left(row: Question, told: Answers) -> list[str]:
    """The choices of a question that go with what was told before it.

    One that tells only of what is not asked of this person is left out.
    """
    before = dict(takewhile(lambda pair: pair[0] != row.code, told.items()))
    implications, needs = calendar().implications, what_questions_need()
    known = implications.close(before)
    offered = [choice.code for choice in row.choices.all()]
    return [
        code
        for code in possible(offered, implications.limits(before), row.code)
        if _concerns(implications.by_choice.get(row.code, {}).get(code), needs, known)
    ]


def _concerns(
    implied: Limits | None,
    needs: Mapping[str, tuple[Criterion, ...]],
    known: Answers,
) -> bool:
    """Whether any question that is told about is asked of who gave these answers."""
    return not implied or any(
        _may_be_asked(needs.get(other, ()), known) for other in implied
    )


def _may_be_asked(needs: Iterable[Criterion], known: Answers) -> bool:
    """Whether nothing that was answered stands against what is presupposed."""
    return all(need.glance(known) is not Verdict.NO for need in needs)


def _implied() -> dict[str, dict[str, dict[str, frozenset[str]]]]:
    found: dict[str, dict[str, dict[str, frozenset[str]]]] = {}
    rows = Choice.objects.filter(implies__isnull=False).order_by(
        "question__order", "question__code", "order", "implies__question__order"
    )
    for question, choice, other, left in rows.values_list(
        "question__code", "code", "implies__question__code", "implies__code"
    ):
        limits = found.setdefault(question, {}).setdefault(choice, {})
        limits[other] = limits.get(other, frozenset()) | {left}
    return found


def _changes() -> tuple[Turn, ...]:
    then: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    rows = Choice.objects.filter(becomes__isnull=False).order_by(
        "question__order", "question__code", "order", "becomes__question__order"
    )
    for question, choice, other, becomes in rows.values_list(
        "question__code", "code", "becomes__question__code", "becomes__code"
    ):
        then[question, choice][other] = becomes
    return tuple(Turn(*key, then=answers) for key, answers in then.items())


@while_unchanged()
def what_questions_need() -> Mapping[str, tuple[Criterion, ...]]:
    """Every question's code with what it presupposes of the answers to others."""
    asked = _asked()
    return {code: _needs(code, asked) for code in asked}


@dataclass
class _Asked:
    """A question: its choices, and the questions that presuppose some of them."""

    choices: frozenset[str]
    presupposed: dict[str, set[str]]


def _asked() -> dict[str, _Asked]:
    """Every question by its code, in staff's order; one query."""
    found: dict[str, _Asked] = {}
    rows = Choice.objects.order_by("question__order", "question__code", "order")
    for code, choice, by in rows.values_list(
        "question__code", "code", "presupposed_by__code"
    ):
        asked = found.setdefault(code, _Asked(frozenset(), defaultdict(set)))
        asked.choices |= {choice}
        if by is not None:
            asked.presupposed[by].add(choice)
    return found


def _needs(code: str, asked: Mapping[str, _Asked]) -> tuple[Criterion, ...]:
    """What a question presupposes; a circle of questions presupposes nothing."""
    return tuple(
        Criterion(
            name, frozenset(item.presupposed[code]), item.choices, _needs(name, asked)
        )
        for name, item in asked.items()
        if code in item.presupposed and code not in _behind(name, asked, set())
    )


def _behind(code: str, asked: Mapping[str, _Asked], seen: set[str]) -> set[str]:
    """The questions that `code` presupposes, however far."""
    for name, item in asked.items():
        if code in item.presupposed and name not in seen:
            seen.add(name)
            _behind(name, asked, seen)
    return seen


def _routes(rules: list[int]) -> Mapping[int, list[Route]]:
    """The routes of each requirement, by its pk."""
    criteria = _criteria(rules)
    routes: dict[int, list[Route]] = defaultdict(list)
    rows = EligibilityRoute.objects.filter(requirement__rule__in=rules)
    for pk, requirement, confirmed in rows.order_by("order", "pk").values_list(
        "pk", "requirement_id", "confirmed_by_city"
    ):
        routes[requirement].append(Route(tuple(criteria[pk]), confirmed))
    return routes


def _criteria(rules: list[int]) -> Mapping[int, list[Criterion]]:
    """The criteria of each route, by its pk."""
    asked = _asked()
    needs = {code: _needs(code, asked) for code in asked}
    accepted: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    rows = EligibilityCriterion.objects.filter(route__requirement__rule__in=rules)
    for route, pk, question, choice in rows.order_by(
        "question__order", "pk"
    ).values_list("route_id", "pk", "question__code", "accepted__code"):
        accepted[route, pk, question] |= {choice} - {None}
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    for (route, _, question), choices in accepted.items():
        offered = asked[question].choices if question in asked else frozenset()
        criteria[route].append(
            Criterion(question, frozenset(choices), offered, needs.get(question, ()))
        )
    return criteria
