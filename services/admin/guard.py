"""Guards what golden cases depend on while staff edit it: no surprise.

What a change comes to is not foreseen but seen: the rows are stored within a
transaction, judged as they stand, and rolled back when something is wrong or when a
golden case comes out otherwise and nobody has said yes to just that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NoReturn, TypeVar, cast

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict

from services.admin.consequence import CaseChange, Held, Snapshot, without
from services.golden import Difference
from staff.drafting import goes_out_at_once

_Row = TypeVar("_Row", bound=Model)
UNDERSTOOD = "_understood"


class _Guarded(HttpRequest):
    """A request whose change is held back, or waits for a yes."""

    held: Held


class _GuardedForm(ModelForm):
    """A form that knows how things stood before it was saved."""

    concerned_before: set[int]
    snapshot_before: Snapshot


class HeldError(Exception):
    """Rolls the change back."""

    def __init__(self, held: Held) -> None:
        super().__init__(held)
        self.held = held


class CaseGuard(admin.ModelAdmin[_Row]):
    """For the admin of rows that golden cases depend on.

    A subclass says how to take a snapshot and how to put a difference into words.
    """

    change_form_template = "admin/services/guarded_form.html"
    delete_confirmation_template = "admin/services/guarded_deletion.html"
    # What a part of a case is, and where what must come out is mended.
    part_name: str
    cases_name: str

    def concerned(self, rows: Iterable[Model]) -> set[int]:
        """The pks of what the stored `rows` have a part in, if snapshots need it."""
        return set()

    def snapshot(self, concerned: Collection[int]) -> Snapshot:
        """How things stand now."""
        raise NotImplementedError

    def in_words(self, differences: Iterable[Difference]) -> list[CaseChange]:
        """The differences as staff read them."""
        raise NotImplementedError

    # --- saving -------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except HeldError as error:
            # Everything is rolled back. The same form again, with the reason: its
            # own way of being wrong keeps what was typed.
            cast(_Guarded, request).held = error.held
            context = (extra_context or {}) | self._explained(error.held)
            return super().changeform_view(request, object_id, form_url, context)

    def get_form(
        self,
        request: HttpRequest,
        obj: _Row | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm[_Row]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        reason: Held | None = getattr(request, "held", None)
        if reason is None:
            return form
        held = type("HeldForm", (_Refusing, form), {"held": reason})
        return cast("type[ModelForm[_Row]]", held)

    def save_model(
        self, request: HttpRequest, obj: _Row, form: ModelForm[_Row], change: bool
    ) -> None:
        guarded = cast(_GuardedForm, form)
        guarded.concerned_before = self.concerned([obj])
        guarded.snapshot_before = self.snapshot(guarded.concerned_before)
        super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[_Row],
        formsets: Sequence[BaseFormSet],
        change: bool,
    ) -> None:
        super().save_related(request, form, formsets, change)
        guarded = cast(_GuardedForm, form)
        concerned = guarded.concerned_before | self.concerned([form.instance])
        held = self.snapshot(concerned).new_since(guarded.snapshot_before)
        if held.faults:
            raise HeldError(held)
        self._ask_for_a_yes(request, held)

    def _ask_for_a_yes(self, request: HttpRequest, held: Held) -> None:
        """Of who publishes at once; in a draft its approver is asked."""
        if not held.differences:
            return
        if not goes_out_at_once(request):
            messages.info(
                request,
                f"この下書きで、例題{held.number_of_cases}件の結果が変わります。"
                "承認する人が、ちがいを見て決めます。"
                f"「{self.cases_name}」の「正しい結果」も直すときは、"
                "この下書きに入れてください。",
            )
            return
        if request.POST.get(UNDERSTOOD) != held.token:
            raise HeldError(held)
        messages.warning(
            request,
            f"例題{held.number_of_cases}件の結果が変わりました。"
            f"「{self.cases_name}」の「正しい結果」も、新しい内容に合わせてください。",
        )

    def _explained(self, held: Held | None) -> dict[str, object]:
        """What the templates take; no changes while there are faults to mend."""
        differences = held.differences if held and not held.faults else ()
        return {
            "held": held,
            "changes": self.in_words(differences) if differences else [],
            "part_name": self.part_name,
        }

    # --- deleting -----------------------------------------------------------

    def get_actions(
        self, request: HttpRequest
    ) -> dict[str, tuple[Callable[..., str], str, str] | None]:
        """One at a time, on the row's own form, where what changes is shown."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except HeldError:
            # Nothing is deleted. The same question again, as if not yet answered.
            request.POST = QueryDict()
            context = (extra_context or {}) | {"is_asked_again": True}
            return super().delete_view(request, object_id, context)

    def get_deleted_objects(
        self, objs: Sequence[_Row] | QuerySet[_Row], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        going, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            return going, counts, lacking, protected
        concerned = self.concerned(objs)
        held = without(list(objs), lambda: self.snapshot(concerned))
        cast(_Guarded, request).held = held
        return going, counts, lacking, [*held.faults]

    def delete_model(self, request: HttpRequest, obj: _Row) -> None:
        self._ask_for_a_yes(request, cast(_Guarded, request).held)
        super().delete_model(request, obj)

    def render_delete_form(
        self, request: HttpRequest, context: dict[str, Any]
    ) -> HttpResponse:
        explained = self._explained(getattr(request, "held", None))
        return super().render_delete_form(request, context | explained)


class _Refusing(ModelForm):
    """A form that is wrong for the reason of `held`."""

    held: Held

    def clean(self) -> NoReturn:
        super().clean()
        raise ValidationError(self.held.sentences)
