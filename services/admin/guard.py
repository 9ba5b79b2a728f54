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

from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from services.admin.consequence import Held, Snapshot, rules_with, without
from services.models import (
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
)

UNDERSTOOD = "_understood"
_PARTS = (EligibilityRequirement, EligibilityRoute, EligibilityCriterion)


class HeldError(Exception):
    """Rolls the change back."""

    def __init__(self, held: Held) -> None:
        super().__init__(held)
        self.held = held


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
        except HeldError as error:
            # Everything is rolled back. The same form again, with the reason: its
            # own way of being wrong keeps what was typed.
            request.held = held = error.held
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

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict,
        *args: object,
        obj: Model | None = None,
        **kwargs: object,
    ) -> HttpResponse:
        if obj and self.model in _PARTS:
            # The way back from a part to the whole.
            context["whole"] = EligibilityRule(pk=min(rules_with([obj])))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Model, form: ModelForm, change: bool
    ) -> None:
        form.rules_before = rules_with([obj])
        form.snapshot_before = Snapshot.of(form.rules_before)
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        rules = form.rules_before | rules_with([form.instance])
        held = Snapshot.of(rules).new_since(form.snapshot_before)
        understood = request.POST.get(UNDERSTOOD) == held.token
        if held.faults or (held.differences and not understood):
            raise HeldError(held)
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
            request.held = without(objs)
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
