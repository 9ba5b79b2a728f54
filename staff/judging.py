"""What a change does to golden cases: seen with the change applied, then rolled back.

An app whose rows golden cases depend on registers a judge in its admin modules:

    @judges_changes
    class RuleJudge(Judge):
        apps = frozenset({"services"})
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Model

from staff.applying import apply
from staff.models import Change


@dataclass(frozen=True, slots=True)
class ComesOutOtherwise:
    """A golden case that would come out otherwise, in words for staff."""

    address: str  # of the form of the case
    case: str
    part: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class ChangeJudgement:
    """What stops a change, and what its approver has to say yes to.

    The token names just these differences: a yes to others is no yes to them. It is
    empty where there are none.
    """

    faults: tuple[str, ...] = ()
    differences: tuple[ComesOutOtherwise, ...] = ()
    token: str = ""

    @property
    def number_of_cases(self) -> int:
        return len({item.address for item in self.differences})


class Judge(ABC):
    """Compares how things stand before a change and with it."""

    # The apps whose rows it looks at.
    apps: ClassVar[frozenset[str]]

    @abstractmethod
    def snapshot(self) -> Any:
        """How things stand now."""

    @abstractmethod
    def judgement(self, before: Any, now: Any) -> ChangeJudgement:
        """What has come to `before`; the change is applied meanwhile."""

    @abstractmethod
    def cases_on(self, rows: Collection[Model]) -> Iterable[Model]:
        """The golden cases that look at one of `rows`, or are one of them."""


_judges: dict[str, Judge] = {}


def judges_changes(judge: type[Judge]) -> type[Judge]:
    """Register a judge of changes."""
    _judges[f"{judge.__module__}.{judge.__qualname__}"] = judge()
    return judge


def judgement_of(change: Change) -> ChangeJudgement:
    """What would come of `change` now; nothing is written.

    A change of rows that no judge looks at costs one query. Raises NotAppliedError
    where the change does not fit what is stored.
    """
    tables = change.rows.order_by().values_list("table", flat=True).distinct()
    apps = {table.partition(".")[0] for table in tables}
    judges = [judge for _, judge in sorted(_judges.items()) if judge.apps & apps]
    if not judges:
        return ChangeJudgement()
    before = [judge.snapshot() for judge in judges]
    with transaction.atomic():
        apply(change)
        found = [
            judge.judgement(was, judge.snapshot())
            for judge, was in zip(judges, before, strict=True)
        ]
        transaction.set_rollback(True)
    return _together(found)


def cases_on(rows: Collection[Model]) -> list[Model]:
    """The golden cases of all apps that look at one of `rows`."""
    return [
        case
        for _, judge in sorted(_judges.items())
        if (its := [row for row in rows if row._meta.app_label in judge.apps])
        for case in judge.cases_on(its)
    ]


def _together(found: list[ChangeJudgement]) -> ChangeJudgement:
    tokens = [one.token for one in found if one.token]
    whole = hashlib.sha256(repr(tokens).encode()).hexdigest()[:16]
    return ChangeJudgement(
        tuple(sentence for one in found for sentence in one.faults),
        tuple(item for one in found for item in one.differences),
        whole if tokens else "",
    )
