"""Rows of rules as values that the domain can judge, in five queries for any number.

Only codes are fetched, never the words: a question page needs none of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from facts.effective import Status
from services.domain.rule import Criterion, Requirement, Route, Rule
from services.models import (
    Choice,
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
)


def rules_as_values(rules: Iterable[EligibilityRule | int]) -> dict[int, Rule]:
    """Each rule row (or its pk) as a value, by pk."""
    keys = [getattr(rule, "pk", rule) for rule in rules]
    routes = _routes(keys)
    requirements: dict[int, list[Requirement]] = defaultdict(list)
    rows = EligibilityRequirement.objects.filter(rule__in=keys).order_by("order", "pk")
    for pk, rule, code, confirmed, way_in in rows.values_list(
        "pk", "rule_id", "code", "confirmed_by_city", "way_in__slug"
    ):
        requirements[rule].append(
            Requirement(code, tuple(routes[pk]), confirmed, way_in)
        )
    return {key: Rule(tuple(requirements[key])) for key in keys}


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


def all_choices() -> dict[str, frozenset[str]]:
    """Every question's code with the codes of its choices, in staff's order."""
    choices: dict[str, list[str]] = defaultdict(list)
    for question, code in Choice.objects.order_by(
        "question__order", "question__code", "order"
    ).values_list("question__code", "code"):
        choices[question].append(code)
    return {question: frozenset(codes) for question, codes in choices.items()}


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
    offered = all_choices()
    accepted: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    rows = EligibilityCriterion.objects.filter(route__requirement__rule__in=rules)
    for route, pk, question, choice in rows.order_by(
        "question__order", "pk"
    ).values_list("route_id", "pk", "question__code", "accepted__code"):
        accepted[route, pk, question] |= {choice} - {None}
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    for (route, _, question), choices in accepted.items():
        criteria[route].append(
            Criterion(question, frozenset(choices), offered.get(question, frozenset()))
        )
    return criteria
