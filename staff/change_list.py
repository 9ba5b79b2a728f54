"""Changes for staff: what waits, what went out, and the way of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode

from staff.applying import NotAppliedError, clashes_of
from staff.change_page import may_edit, page_of
from staff.drafting import WORKING_ON
from staff.history_table import lines_of_history
from staff.keeping import with_what_hangs
from staff.models import Change, ChangeState, RowChange
from staff.publishing import RefusedStepError, undo
from staff.roles import may_draft
from staff.sender import sender_of
from staff.settling import (
    NotSettledError,
    clashing_rows,
    seen_versions,
    settle,
    settle_derived,
)
from staff.steps import take_out, take_step
from staff.told_values import day_in_words, moment_in_words, name_of
from staff.where import TellsWhere
from texts.spreadsheet import csv_lines

_DIGITS = 18


class WhoseFilter(admin.SimpleListFilter):
    """Changes that concern the reader of the list."""

    title = "だれの"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("mine", "わたしが書いた"), ("others", "ほかの人が書いた")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        mine = {"author": sender_of(request)}
        if self.value() == "mine":
            return queryset.filter(**mine)
        return queryset.exclude(**mine) if self.value() == "others" else queryset


@admin.register(Change)
class ChangeAdmin(TellsWhere, admin.ModelAdmin):
    """Changes are made by saving rows; what was published, nobody alters or deletes."""

    list_display = ["title", "state", "writer", "approved_by", "goes_out", "number"]
    list_filter = ["state", WhoseFilter, "published_at"]
    search_fields = ["title", "note", "rows__name"]
    search_help_text = "題名・説明・行の名前でさがす"
    list_select_related = ["author", "approver"]
    list_per_page = 50
    fields = ["title", "publish_on", "note"]
    view_on_site = False
    formfield_overrides = {models.TextField: {"widget": forms.Textarea({"rows": 4})}}

    # --- who may -----------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(
        self, request: HttpRequest, obj: Change | None = None
    ) -> bool:
        """All staff may read what became of the content, and why."""
        return bool(request.user.is_active and sender_of(request).is_staff)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_draft(sender_of(request))

    def has_change_permission(
        self, request: HttpRequest, obj: Change | None = None
    ) -> bool:
        return obj is not None and may_edit(sender_of(request), obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: Change | None = None
    ) -> bool:
        return False

    # --- the list ----------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        return super().get_queryset(request).annotate(row_count=Count("rows"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if page := request.GET.get("page"):
            address = reverse("admin:history_of_page")
            return redirect(f"{address}?{urlencode({'page': page})}")
        told = {"title": "変更（下書きと、公開したもの）"} | (extra_context or {})
        return super().changelist_view(request, told)

    @admin.display(description="書いた人", ordering="author")
    def writer(self, change: Change) -> str:
        return name_of(change.author)

    @admin.display(description="承認した人", ordering="approver")
    def approved_by(self, change: Change) -> str:
        return name_of(change.approver) if change.approver else ""

    @admin.display(description="公開", ordering="published_at")
    def goes_out(self, change: Change) -> str:
        if change.published_at:
            return moment_in_words(change.published_at)
        return f"予定：{day_in_words(change.publish_on)}" if change.publish_on else ""

    @admin.display(description="行", ordering="row_count")
    def number(self, change: Change) -> int:
        return int(getattr(change, "row_count", 0))

    # --- a new one -----------------------------------------------------------

    def save_model(
        self, request: HttpRequest, obj: Change, form: forms.ModelForm, change: bool
    ) -> None:
        if not change:
            obj.author = sender_of(request)
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Change, post_url_continue: str | None = None
    ) -> HttpResponse:
        request.session[WORKING_ON] = obj.pk
        messages.success(request, "これから保存するものは、この変更に入ります。")
        return redirect(obj.get_absolute_url())

    def response_change(self, request: HttpRequest, obj: Change) -> HttpResponse:
        messages.success(request, "題名・公開する日・説明を保存しました。")
        return redirect(obj.get_absolute_url())

    # --- its page --------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        def own(
            route: str, view: Callable[..., HttpResponseBase], name: str
        ) -> URLPattern:
            full_name = f"staff_change_{name}"
            return path(route, self.admin_site.admin_view(view), name=full_name)

        return [
            own("history.csv", self.history_csv, "csv"),
            own("<int:key>/step/", self.step, "step"),
            own("<int:key>/out/", self.out, "out"),
            own("<int:key>/clashes/", self.clashes, "clashes"),
            own("<int:key>/undo/", self.undo, "undo"),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        change = self.get_object(request, object_id) if object_id else None
        told = page_of(change, request) if change else {}
        told |= {"title": str(change), "subtitle": ""} if change else {}
        told |= extra_context or {}
        return super().changeform_view(request, object_id, form_url, told)

    def step(self, request: HttpRequest, key: int) -> HttpResponse:
        """One step of a change; a refused one leaves all that was typed."""
        return self._tried(request, key, take_step)

    def out(self, request: HttpRequest, key: int) -> HttpResponse:
        """One row less in a draft."""
        return self._tried(request, key, take_out)

    def _tried(
        self, request: HttpRequest, key: int, take: Callable[[HttpRequest, int], None]
    ) -> HttpResponse:
        change = self._change(request, key)
        if request.method == "POST":
            try:
                take(request, change.pk)
            except RefusedStepError as error:
                return self._refused(request, change, [str(error)])
            except NotAppliedError as error:
                if clashes_of(change):
                    messages.warning(request, " ".join(error.sentences))
                    return redirect("admin:staff_change_clashes", change.pk)
                return self._refused(request, change, error.sentences)
        return redirect(change.get_absolute_url())

    def _refused(
        self, request: HttpRequest, change: Change, sentences: list[str]
    ) -> HttpResponse:
        """The page once more, with why not, and with what was typed."""
        typed = {"refused": sentences, "typed": request.POST.dict()}
        request.method = "GET"
        return self.changeform_view(request, str(change.pk), extra_context=typed)

    def _change(self, request: HttpRequest, key: int) -> Change:
        change = self.get_object(request, str(key))
        if change is None:
            raise Http404
        return change

    # --- where it does not fit any more -----------------------------------------

    def clashes(self, request: HttpRequest, key: int) -> HttpResponse:
        """Three versions side by side, one to choose of each field."""
        change, user = self._change(request, key), sender_of(request)
        state = ChangeState(change.state)
        may = (change.author_id == user.pk and state.is_edited) or (
            user.has_perm("staff.approve_change") and state.is_open
        )
        told: list[str] = []
        if request.method == "POST" and may:
            try:
                settle(change, request.POST)
            except NotSettledError as error:
                told = error.sentences
            else:
                messages.success(
                    request, "選んだ文を、この変更に入れました。下を見てください。"
                )
                return redirect(change.get_absolute_url())
        rows = clashing_rows(change, request.POST)
        if not rows:
            return redirect(change.get_absolute_url())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"どれにするか選ぶ：{change}",
            "change_of_rows": change,
            "rows": rows,
            "seen": seen_versions(rows),
            "may": may,
            "refused": told,
        }
        return TemplateResponse(request, "admin/staff/change/clashes.html", context)

    # --- taking back --------------------------------------------------------------

    def undo(self, request: HttpRequest, key: int) -> HttpResponse:
        """A new draft that takes back a change, one row of it, or one field."""
        change = self._change(request, key)
        if request.method != "POST" or not may_draft(sender_of(request)):
            return redirect(change.get_absolute_url())
        rows, column = _named_rows(change, request.POST), request.POST.get("column", "")
        if rows is None or (column and not (rows and column in rows[0].before)):
            messages.error(request, "元にもどすものが、見つかりませんでした。")
            return redirect(change.get_absolute_url())
        try:
            draft = undo(change, sender_of(request), rows=rows, column=column)
        except RefusedStepError as error:
            messages.error(request, str(error))
            return redirect(change.get_absolute_url())
        if column:
            settle_derived(draft, draft.rows.all())
        messages.success(
            request,
            "元にもどす下書きを作りました。下を見て、よければ確認をたのんでください。",
        )
        return redirect(draft.get_absolute_url())

    # --- the history as a table ------------------------------------------------------

    def history_csv(self, request: HttpRequest) -> StreamingHttpResponse:
        """All that was published, a line for each field, for a spreadsheet."""
        response = StreamingHttpResponse(
            csv_lines(lines_of_history()), content_type="text/csv; charset=utf-8"
        )
        name = f"history-{timezone.localdate()}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _named_rows(change: Change, sent: QueryDict) -> list[RowChange] | None:
    """The rows that were sent to be taken back: of a form, one, or all (none named)."""
    table, _, key = sent.get("form", "").partition(":")
    if table:
        return list(change.rows.filter(form_table=table, form_key=key)) or None
    if not (row_key := sent.get("row", "")):
        return []
    row = change.rows.filter(pk=_number(row_key)).first()
    if row is None:
        return None
    return [row] if sent.get("column") else with_what_hangs(change, row)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < _DIGITS else 0
