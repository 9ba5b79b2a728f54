"""Guards amounts while staff edit them: golden cases of money bring no surprise."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeVar

from django.db.models import Model

from fees.admin.words import bracket_names, part_in_words, value_in_words
from fees.fee_cases import FACTS, check_fee_cases
from fees.models import FeeCap, FeeCase, FeeParameter
from services.admin.consequence import CaseChange, Snapshot
from services.admin.guard import CaseGuard
from services.golden import Difference
from staff.judging import ChangeJudgement, Judge, judges_changes

_Row = TypeVar("_Row", bound=Model)


class MoneyGuard(CaseGuard[_Row]):
    """For the admin of rows that an estimate stands on."""

    part_name = "何の額か"
    cases_name = "お金の例題"

    def snapshot(self, concerned: Collection[int]) -> Snapshot:
        return _snapshot()

    def in_words(self, differences: Iterable[Difference]) -> list[CaseChange]:
        return amounts_in_words(differences)


@judges_changes
class MoneyJudge(Judge):
    """Says what a change comes to in yen; what costs depend on services too."""

    apps = frozenset({"fees", "services"})

    def snapshot(self) -> Snapshot:
        return _snapshot()

    def judgement(self, before: Snapshot, now: Snapshot) -> ChangeJudgement:
        held = now.new_since(before)
        return held.as_judgement(amounts_in_words(held.differences))

    def cases_on(self, rows: Collection[Model]) -> Iterable[Model]:
        """The cases of the days and people that one of `rows` is about."""
        own = [row for row in rows if row._meta.app_label == "fees"]
        for case in FeeCase.objects.all():
            if any(_looks_at(case, row) for row in own):
                yield case


def amounts_in_words(differences: Iterable[Difference]) -> list[CaseChange]:
    """What a case of money comes to, as staff read it."""
    names = bracket_names()
    return [
        CaseChange(
            item.case,
            part_in_words(item.part),
            _expected_in_words(item, names),
            value_in_words(item.part, item.found, names),
        )
        for item in differences
    ]


def _looks_at(case: FeeCase, row: Model) -> bool:
    if isinstance(row, FeeCase):
        return case == row
    if isinstance(row, FeeCap) and row.audience.code != case.facts.get("audience"):
        return False
    return isinstance(row, FeeCap | FeeParameter) and row.valid_from <= case.day


def _snapshot() -> Snapshot:
    return Snapshot((), tuple(check_fee_cases()))


def _expected_in_words(item: Difference, names: dict[str, str]) -> str:
    if item.part == FACTS:
        return "計算できる"
    return value_in_words(item.part, item.expected, names)
