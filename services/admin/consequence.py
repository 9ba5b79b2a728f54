"""What a change of rules comes to: which faults, and which golden cases, are new."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model

from services.admin.fault import FaultyRow, faults_in, with_parts
from services.domain.outcome import Outcome
from services.effective import Status
from services.golden import Difference, check_cases
from services.models import (
    Choice,
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
    GoldenCase,
    ServiceType,
)
from services.models.case import OUTCOMES

# How a rule is found from each kind of row that has a part in it.
_WAY_TO = {
    EligibilityRule: "pk",
    EligibilityRequirement: "requirements",
    EligibilityRoute: "requirements__routes",
    EligibilityCriterion: "requirements__routes__criteria",
    Choice: "requirements__routes__criteria__question__choices",
}


def rules_with(rows: Iterable[Model]) -> set[int]:
    """The pks of the rules that the stored `rows` have a part in."""
    return {
        pk
        for row in rows
        if row.pk
        for pk in EligibilityRule.objects.filter(
            **{_WAY_TO[type(row)]: row.pk}
        ).values_list("pk", flat=True)
    }


@dataclass(frozen=True)
class Snapshot:
    """What is wrong with some enacted rules, and which golden cases come out wrong."""

    faults: tuple[FaultyRow, ...]
    differences: tuple[Difference, ...]

    @classmethod
    def of(cls, rules: Collection[int]) -> Snapshot:
        enacted = EligibilityRule.objects.filter(
            pk__in=rules, status=Status.ENACTED, is_end=False
        )
        return cls(tuple(faults_in(with_parts(enacted))), tuple(check_cases()))

    def new_since(self, before: Snapshot) -> Held:
        """What has come to `before`."""
        known = {fault.key for fault in before.faults}
        faults = [fault for fault in self.faults if fault.key not in known]
        return Held(
            tuple(fault.sentence for fault in faults),
            tuple(item for item in self.differences if item not in before.differences),
        )


@dataclass(frozen=True)
class CaseChange:
    """A golden case that would come out otherwise, in words for staff."""

    case: GoldenCase
    service: str
    expected: str
    found: str


@dataclass(frozen=True)
class Held:
    """Why a change is not stored: it makes a rule unsound, or waits for a yes."""

    faults: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def token(self) -> str:
        """Names just these differences: a yes to others is no yes to them."""
        told = [(item.case.code, item.service, item.found) for item in self.differences]
        return hashlib.sha256(repr(sorted(told)).encode()).hexdigest()[:16]

    @property
    def sentences(self) -> list[str]:
        if self.faults:
            return [
                "「決まっている」決まりは、このままでは保存できません。"
                "「予定」の決まりなら、とちゅうでも保存できます。",
                *self.faults,
            ]
        return [
            "この例の結果が変わります。まだ保存していません。"
            "下の表を見て、よければ「わかりました。変えます」に印をつけて、"
            "もう一度保存してください。"
        ]

    def changes(self) -> list[CaseChange]:
        """The differences in words; none while there are faults to mend."""
        if self.faults or not self.differences:
            return []
        names = dict(ServiceType.objects.values_list("slug", "short_name_ja"))
        return [
            CaseChange(
                item.case,
                names.get(item.service, item.service),
                _in_words(item.expected, names),
                _in_words(item.found, names),
            )
            for item in self.differences
        ]


def without(rows: Collection[Model]) -> Held:
    """What would come of deleting `rows`; they are not deleted."""
    rules = rules_with(rows)
    before = Snapshot.of(rules)
    with transaction.atomic():
        for row in rows:
            type(row)._default_manager.filter(pk=row.pk).delete()
        after = Snapshot.of(rules)
        transaction.set_rollback(True)
    return after.new_since(before)


def _in_words(told: str, services: Mapping[str, str]) -> str:
    """`first sentaku` as 「先に就労選択支援を使います」; see services/golden.py."""
    outcome, *rest = told.split()
    if outcome == Outcome.FIRST.value and rest:
        return f"先に{services.get(rest[0], rest[0])}を使います"
    words = dict(OUTCOMES).get(outcome, "この日の決まりがありません")
    return words + ("（市の確認つき）" if "confirm" in rest else "")
