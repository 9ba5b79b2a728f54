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
class RulePlace:
    """Where a question is asked."""

    requirement: EligibilityRequirement
    route: EligibilityRoute
    criterion: EligibilityCriterion


@dataclass(frozen=True)
class QuestionUse:
    """A question, and where the rule asks it."""

    question: Question
    places: tuple[RulePlace, ...]


@dataclass(frozen=True)
class Picture:
    """A rule fetched with its parts, its faults, and its questions in staff's order."""

    rule: EligibilityRule
    faults: tuple[FaultyRow, ...]
    uses: tuple[QuestionUse, ...]


def picture_of(pk: int) -> Picture:
    """The picture of one rule; ten queries, whatever hangs on it."""
    rule = with_parts(EligibilityRule.objects.all()).get(pk=pk)
    # A rule that ends a service asks nothing, and need not.
    faults = () if rule.is_end else tuple(faults_in([rule]))
    return Picture(rule, faults, _uses(rule))


def _uses(rule: EligibilityRule) -> tuple[QuestionUse, ...]:
    places: dict[Question, list[RulePlace]] = {}
    for requirement in rule.requirements.all():
        for route in requirement.routes.all():
            for criterion in route.criteria.all():
                place = RulePlace(requirement, route, criterion)
                places.setdefault(criterion.question, []).append(place)
    ordered = sorted(places, key=lambda question: (question.order, question.pk))
    return tuple(QuestionUse(question, tuple(places[question])) for question in ordered)
