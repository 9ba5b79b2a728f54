"""Guards rules while staff edit them: no unsound rule, and no surprise.

A rule is edited row by row, so a new one is unsound until its last row is there.
Hence a planned rule may be anything (its page lists what is still to mend), and an
enacted one may never become unsound: neither when it is enacted nor when one of its
rows is saved or deleted. What was wrong before may be mended step by step.

What a change comes to is not foreseen but seen: the rows are stored within a
transaction, judged as they stand, and rolled back when something is wrong or when a
golden case comes out otherwise and nobody has said yes to just that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

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

UNDERSTOOD = "_understood"
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
class Standing:
    """What is wrong with some enacted rules, and which golden cases come out wrong."""

    faults: tuple[FaultyRow, ...]
    differences: tuple[Difference, ...]

    @classmethod
    def of(cls, rules: Collection[int]) -> Standing:
        enacted = EligibilityRule.objects.filter(
            pk__in=rules, status=Status.ENACTED, is_end=False
        )
        return cls(tuple(faults_in(with_parts(enacted))), tuple(check_cases()))

    def new_since(self, before: Standing) -> Held:
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


class Held(Exception):
    """A change that is not stored: it makes a rule unsound, or waits for a yes."""

    def __init__(
        self, faults: tuple[str, ...], differences: tuple[Difference, ...]
    ) -> None:
        super().__init__(faults, differences)
        self.faults = faults
        self.differences = differences

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


class RuleGuard:
    """For the admin of a rule, or of rows that have a part in rules."""

    change_form_template = "admin/services/guarded_form.html"
    delete_confirmation_template = "admin/services/guarded_deletion.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Held as held:
            # Everything is rolled back. The same form again, with the reason: its
            # own way of being wrong keeps what was typed.
            request.held = held
            context = {**(extra_context or {}), "held": held, "changes": held.changes()}
            return super().changeform_view(request, object_id, form_url, context)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, **kwargs: object
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        reason: Held | None = getattr(request, "held", None)
        if reason is None:
            return form

        class HeldForm(_Refusing, form):
            held = reason

        return HeldForm

    def save_model(
        self, request: HttpRequest, obj: Model, form: ModelForm, change: bool
    ) -> None:
        form.rules_before = rules_with([obj])
        form.standing_before = Standing.of(form.rules_before)
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        rules = form.rules_before | rules_with([form.instance])
        held = Standing.of(rules).new_since(form.standing_before)
        understood = request.POST.get(UNDERSTOOD) == held.token
        if held.faults or (held.differences and not understood):
            raise held
        if held.differences:
            messages.warning(
                request,
                f"例題{len(held.differences)}件の結果が変わりました。"
                "「決まりの例題」の「正しい結果」も、新しい決まりに合わせてください。",
            )

    # --- deleting -----------------------------------------------------------

    def get_actions(self, request: HttpRequest) -> dict:
        """One at a time, on the row's own form, where what changes is shown."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_deleted_objects(
        self, objs: Collection[Model], request: HttpRequest
    ) -> tuple[list, dict, set, list]:
        found = super().get_deleted_objects(objs, request)
        if not found[3]:
            request.held = _without(objs)
        protected = [*found[3], *(request.held.faults if not found[3] else ())]
        return *found[:3], protected

    def render_delete_form(self, request: HttpRequest, context: dict) -> HttpResponse:
        held: Held | None = getattr(request, "held", None)
        changes = held.changes() if held else []
        return super().render_delete_form(
            request, {**context, "held": held, "changes": changes}
        )


class _Refusing:
    """A form that is wrong for the reason of `held`."""

    held: Held

    def clean(self) -> dict:
        super().clean()
        raise ValidationError(self.held.sentences)


def _without(rows: Collection[Model]) -> Held:
    """What would come of deleting `rows`; they are not deleted."""
    rules = rules_with(rows)
    before = Standing.of(rules)
    with transaction.atomic():
        for row in rows:
            type(row)._default_manager.filter(pk=row.pk).delete()
        after = Standing.of(rules)
        transaction.set_rollback(True)
    return after.new_since(before)


def _in_words(told: str, services: Mapping[str, str]) -> str:
    """`first sentaku` as 「先に就労選択支援を使います」; see services/golden.py."""
    outcome, *rest = told.split()
    if outcome == Outcome.FIRST.value and rest:
        return f"先に{services.get(rest[0], rest[0])}を使います"
    words = dict(OUTCOMES).get(outcome, "この日の決まりがありません")
    return words + ("（市の確認つき）" if "confirm" in rest else "")
