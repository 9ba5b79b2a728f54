"""A row that somebody deleted while its form was open: what was typed is given back.

So it is with the row of the form, and with the rows under it.
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.options import Options
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse

from staff.between import SEEN

_Row = TypeVar("_Row", bound=models.Model)
_TOLD = (
    "この画面を開いたあとで、ほかの人か取り込みが、この内容を消しました。"
    "まだ保存していません。あなたが書いたものは、下に残っています。"
)
_ANEW = "新しく作りなおすときは、もう一度保存してください。"


class _Gone(HttpRequest):
    """A request to change a row that is no longer there."""

    is_gone: bool


class _GoneForm(forms.ModelForm):
    """A form whose row is gone: it can only be made anew."""

    def clean(self) -> NoReturn:
        super().clean()
        raise ValidationError(_TOLD + _ANEW)


class GivesBack(admin.ModelAdmin[_Row]):
    """For an admin: a form sent for a row that is gone comes back as one for a new."""

    def get_form(
        self,
        request: HttpRequest,
        obj: _Row | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm[_Row]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if not getattr(request, "is_gone", False):
            return form
        gone = type("GoneForm", (_GoneForm, form), {})
        return cast("type[forms.ModelForm[_Row]]", gone)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Options[_Row], object_id: str
    ) -> HttpResponse:
        if SEEN not in request.POST:  # not from a form of a row
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
        if not self.has_add_permission(request):
            return self._what_was_typed(request)
        cast(_Gone, request).is_gone = True
        cast(Any, request).POST = self._as_of_a_new_row(request)
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_add")
        return self.changeform_view(request, None, address)

    def _create_formsets(
        self, request: HttpRequest, obj: _Row, change: bool
    ) -> tuple[list[Any], list[Any]]:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        for formset, inline in zip(formsets, inlines, strict=True):
            # Rows to look at are not typed into.
            may_change = change and inline.has_change_permission(request, obj)
            if may_change and formset.is_bound and _give_back_rows(formset):
                formset.instance.has_rows_gone = True  # for the form to say so
        return formsets, inlines

    def _as_of_a_new_row(self, request: HttpRequest) -> QueryDict:
        """What was sent, where no row is stored yet: neither it nor rows under it."""
        sent = request.POST.copy()
        del sent[SEEN]
        for inline in self.get_inline_instances(request):
            formset = cast(Any, inline.get_formset(request))
            prefix = formset.get_default_prefix()
            if f"{prefix}-INITIAL_FORMS" in sent:
                sent[f"{prefix}-INITIAL_FORMS"] = "0"
            stored = {formset.fk.name, inline.model._meta.pk.name}
            for name in list(sent):
                if name.startswith(f"{prefix}-") and name.rpartition("-")[2] in stored:
                    sent[name] = ""
        return sent

    def _what_was_typed(self, request: HttpRequest) -> HttpResponse:
        """For who may not make such a row: the words, to be taken elsewhere."""
        form = self.get_form(request)(request.POST)
        typed = [(bound.label, bound.value()) for bound in form if bound.value()]
        context = {
            **self.admin_site.each_context(request),
            "title": f"{self.opts.verbose_name}：ほかの人が消しました",
            "told": _TOLD,
            "typed": typed,
        }
        return TemplateResponse(request, "admin/staff/typed.html", context)


def _give_back_rows(formset: Any) -> bool:
    """Let what was typed into rows that are gone stand as new rows; whether any is."""
    pk, prefix = formset.model._meta.pk.name, formset.prefix
    there = {str(row.pk) for row in formset.get_queryset()}
    known = range(formset.initial_form_count())
    gone = [n for n in known if formset.data.get(f"{prefix}-{n}-{pk}", "") not in there]
    if not gone:
        return False
    stay = [n for n in known if n not in gone]
    order = [*stay, *gone, *range(len(known), formset.total_form_count())]
    data = formset.data.copy()
    sent = [(n, f"{prefix}-{n}-") for n in order]
    for _, ours in sent:
        for name in [name for name in formset.data if name.startswith(ours)]:
            del data[name]
    for place, (n, ours) in enumerate(sent):
        for name in [name for name in formset.data if name.startswith(ours)]:
            moved = f"{prefix}-{place}-{name.removeprefix(ours)}"
            data.setlist(moved, formset.data.getlist(name))
        if n in gone:
            data[f"{prefix}-{place}-{pk}"] = ""
    data[f"{prefix}-INITIAL_FORMS"] = str(len(stay))
    formset.data = data
    for made in ("forms", "management_form"):
        formset.__dict__.pop(made, None)
    return True
