"""Guards rules while staff edit them: no unsound rule, and no surprise.

A rule is edited row by row, so a new one is unsound until its last row is there.
Hence a planned rule may be anything (its page lists what is still to mend), and an
enacted one may never become unsound: neither when it is enacted nor when one of its
rows is saved or deleted. What was wrong before may be mended step by step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from facts.effective import Status
from services.admin.consequence import CaseChange, Snapshot
from services.admin.fault import FaultyRow, faults_in, with_parts
from services.admin.gap import rules_without_case, unmentioned_answers
from services.admin.guard import CaseGuard
from services.domain.outcome import Outcome
from services.golden import CaseResult, Difference, check_cases
from services.models import (
    Choice,
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
    GoldenCase,
    Question,
    ServiceType,
)
from services.models.case import OUTCOMES
from services.rulebook import rules_in_force
from staff.judging import ChangeJudgement, Judge, judges_changes

_Row = TypeVar("_Row", bound=Model)
# How a rule is found from each kind of row that has a part in it.
_WAY_TO = {
    EligibilityRule: "pk",
    EligibilityRequirement: "requirements",
    EligibilityRoute: "requirements__routes",
    EligibilityCriterion: "requirements__routes__criteria",
    Choice: "requirements__routes__criteria__question__choices",
    Question: "requirements__routes__criteria__question",
    ServiceType: "service",
}
_PARTS = (EligibilityRequirement, EligibilityRoute, EligibilityCriterion)


class RuleGuard(CaseGuard[_Row]):
    """For the admin of a rule, or of rows that have a part in rules."""

    part_name = "サービス"
    cases_name = "決まりの例題"

    def concerned(self, rows: Iterable[Model]) -> set[int]:
        """The rules that the stored `rows` have a part in."""
        return rules_with(rows)

    def snapshot(self, concerned: Collection[int]) -> Snapshot:
        unsound = faults_in(with_parts(_enacted().filter(pk__in=concerned)))
        # What is unsound is told first and alone.
        gaps = [] if unsound else [*self.gaps()]
        return Snapshot((*unsound, *gaps), tuple(check_cases()))

    def gaps(self) -> Iterable[FaultyRow]:
        """What the rules leave open."""
        return rules_without_case(on=timezone.localdate())

    def in_words(self, differences: Iterable[Difference]) -> list[CaseChange]:
        return results_in_words(differences)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: _Row | None = None,
    ) -> HttpResponse:
        if obj and self.model in _PARTS:
            # The way back from a part to the whole.
            context["whole"] = EligibilityRule(pk=min(self.concerned([obj])))
        return super().render_change_form(request, context, add, change, form_url, obj)


class AnswerGuard(RuleGuard[_Row]):
    """For the admin of questions and answers: none that no condition mentions."""

    def gaps(self) -> Iterable[FaultyRow]:
        return [*super().gaps(), *unmentioned_answers()]


@judges_changes
class RuleJudge(Judge):
    """Says what a change of services and rules comes to: all rules, all cases."""

    apps = frozenset({"services"})

    def snapshot(self) -> Snapshot:
        faults = [
            *faults_in(with_parts(_enacted())),
            *rules_without_case(on=timezone.localdate()),
            *unmentioned_answers(),
        ]
        return Snapshot(tuple(faults), tuple(check_cases()))

    def judgement(self, before: Snapshot, now: Snapshot) -> ChangeJudgement:
        held = now.new_since(before)
        return held.as_judgement(results_in_words(held.differences))

    def cases_on(self, rows: Collection[Model]) -> Iterable[Model]:
        """The cases that are judged by a rule that one of `rows` has a part in."""
        rules, own = rules_with(rows), {row.pk for row in rows if _is_case(row)}
        days: dict[tuple[date, bool], Mapping[str, int]] = {}
        for case in GoldenCase.objects.prefetch_related("expectations__service"):
            key = (case.day, case.with_planned)
            if key not in days:
                days[key] = rules_in_force(case.day, with_planned=case.with_planned)
            judging = {
                days[key].get(one.service.slug) for one in case.expectations.all()
            }
            if case.pk in own or judging & rules:
                yield case


def rules_with(rows: Iterable[Model]) -> set[int]:
    """The rules that the stored `rows` have a part in."""
    by_kind: dict[type[Model], list[object]] = {}
    for row in rows:
        if row.pk and type(row) in _WAY_TO:
            by_kind.setdefault(type(row), []).append(row.pk)
    return {
        pk
        for kind, keys in by_kind.items()
        for pk in EligibilityRule.objects.filter(
            **{f"{_WAY_TO[kind]}__in": keys}
        ).values_list("pk", flat=True)
    }


def _is_case(row: Model) -> bool:
    return isinstance(row, GoldenCase)


def results_in_words(differences: Iterable[Difference]) -> list[CaseChange]:
    """What a case comes to for a service, as staff read it."""
    names = dict(ServiceType.objects.values_list("slug", "short_name_ja"))
    return [
        CaseChange(
            item.case,
            names.get(item.part, item.part),
            _in_words(cast("CaseResult | None", item.expected), names),
            _in_words(cast("CaseResult | None", item.found), names),
        )
        for item in differences
    ]


def _enacted() -> QuerySet[EligibilityRule]:
    """The rules that may never be unsound."""
    return EligibilityRule.objects.filter(status=Status.ENACTED, is_end=False)


def _in_words(result: CaseResult | None, services: Mapping[str, str]) -> str:
    if result is None:
        return "この日の決まりがありません"
    if result.outcome == Outcome.FIRST.value and result.first:
        return f"先に{services.get(result.first, result.first)}を使います"
    words = dict(OUTCOMES)[result.outcome]
    return words + ("（市の確認つき）" if result.confirm else "")
