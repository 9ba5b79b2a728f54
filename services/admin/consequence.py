"""What a change comes to: which faults, and which golden cases, are new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model
from django.urls import reverse

from services.admin.fault import FaultyRow
from services.domain.soundness import Flaw
from services.golden import Case, Difference
from staff.judging import ChangeJudgement, ComesOutOtherwise


@dataclass(frozen=True)
class Snapshot:
    """What is wrong with stored rows, and which golden cases come out wrong."""

    faults: tuple[FaultyRow, ...]
    differences: tuple[Difference, ...]

    def new_since(self, before: Snapshot) -> Held:
        """What has come to `before`."""
        known = {fault.key for fault in before.faults}
        faults = [fault for fault in self.faults if fault.key not in known]
        return Held(
            tuple(fault.sentence for fault in faults),
            any(isinstance(fault.key[0], Flaw) for fault in faults),
            tuple(item for item in self.differences if item not in before.differences),
        )


@dataclass(frozen=True)
class CaseChange:
    """A golden case that would come out otherwise, in words for staff."""

    case: Case
    part: str
    expected: str
    found: str

    @property
    def address(self) -> str:
        """The form of the case."""
        options = self.case._meta
        name = f"admin:{options.app_label}_{options.model_name}_change"
        return reverse(name, args=[self.case.pk])

    def as_told(self) -> ComesOutOtherwise:
        """The same without the rows of cases: for the page of a change."""
        return ComesOutOtherwise(
            self.address, str(self.case), self.part, self.expected, self.found
        )


@dataclass(frozen=True)
class Held:
    """Why a change is not stored: it makes a rule unsound, or waits for a yes."""

    faults: tuple[str, ...]
    # Whether one of the faults makes a rule unsound: then a plan may have it.
    is_unsound: bool
    differences: tuple[Difference, ...]

    @property
    def token(self) -> str:
        """Names just these differences: a yes to others is no yes to them."""
        told = [
            (item.case.code, item.part, repr(item.expected), repr(item.found))
            for item in self.differences
        ]
        return hashlib.sha256(repr(sorted(told)).encode()).hexdigest()[:16]

    @property
    def number_of_cases(self) -> int:
        return len({item.case.pk for item in self.differences})

    def as_judgement(self, words: Iterable[CaseChange]) -> ChangeJudgement:
        """The same of a whole change, with the differences in words."""
        token = self.token if self.differences else ""
        return ChangeJudgement(
            self.faults, tuple(one.as_told() for one in words), token
        )

    @property
    def sentences(self) -> list[str]:
        if self.faults:
            how = (
                "「決まっている」決まりは、このままでは保存できません。"
                "「予定」の決まりなら、とちゅうでも保存できます。"
                if self.is_unsound
                else "まだ保存していません。書いたものは、そのまま残っています。"
            )
            return [how, *self.faults]
        return [
            "この例の結果が変わります。まだ保存していません。"
            "下の表を見て、よければ「わかりました。変えます」に印をつけて、"
            "もう一度保存してください。"
        ]


def without(rows: Collection[Model], taken: Callable[[], Snapshot]) -> Held:
    """What would come of deleting `rows`, by snapshots `taken`; they stay."""
    before = taken()
    with transaction.atomic():
        for row in rows:
            type(row)._default_manager.filter(pk=row.pk).delete()
        after = taken()
        transaction.set_rollback(True)
    return after.new_since(before)
