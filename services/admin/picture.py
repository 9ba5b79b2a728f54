"""A whole rule in one readable picture, and which question stands where in it."""

from __future__ import annotations

from dataclasses import dataclass

from services.admin.fault import FaultyRow, faults_in, with_parts
from services.models import (
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
    Question,
)


@dataclass(frozen=True)
class Place:
    """Where a question is asked."""

    requirement: EligibilityRequirement
    route: EligibilityRoute
    criterion: EligibilityCriterion


@dataclass(frozen=True)
class Use:
    """A question, and where the rule asks it."""

    question: Question
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Picture:
    """A rule fetched with its parts, its faults, and its questions in staff's order."""

    rule: EligibilityRule
    faults: tuple[FaultyRow, ...]
    uses: tuple[Use, ...]


def picture_of(pk: int) -> Picture:
    """The picture of one rule; ten queries, whatever hangs on it."""
    rule = with_parts(EligibilityRule.objects).get(pk=pk)
    # A rule that ends a service asks nothing, and need not.
    faults = () if rule.is_end else tuple(faults_in([rule]))
    return Picture(rule, faults, _uses(rule))


def _uses(rule: EligibilityRule) -> tuple[Use, ...]:
    places: dict[Question, list[Place]] = {}
    for requirement in rule.requirements.all():
        for route in requirement.routes.all():
            for criterion in route.criteria.all():
                place = Place(requirement, route, criterion)
                places.setdefault(criterion.question, []).append(place)
    ordered = sorted(places, key=lambda question: (question.order, question.pk))
    return tuple(Use(question, tuple(places[question])) for question in ordered)
