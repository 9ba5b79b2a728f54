"""What was published of a row, of a page, and what was deleted: with ways back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from http import HTTPStatus
from operator import or_
from typing import Any, Protocol, runtime_checkable

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from staff.look import read_address
from staff.models import Change, ChangeState, RowChange
from staff.own_answer import own_answer
from staff.page_rows import own_rows
from staff.recorded_rows import Key, recorded_tables
from staff.roles import may_draft
from staff.sender import sender_of
from staff.told_rows import ToldForm, address_of_form, names_for, told_forms
from staff.told_values import moment_in_words, name_of

_PER_PAGE = 20
_NO_PAGE = (
    "「{}」というページは ありません。サイトのページを開いて、そのアドレスを入れて"
    "ください。例：/services/b-gata/"
)


@dataclass(frozen=True)
class ToldChange:
    """A published change with those of its rows that are told."""

    change: Change
    forms: list[ToldForm]

    @property
    def day(self) -> str:
        at = self.change.published_at
        return moment_in_words(at) if at else ""

    @property
    def writer(self) -> str:
        return name_of(self.change.author)

    @property
    def approver(self) -> str:
        return name_of(self.change.approver) if self.change.approver else ""


@dataclass(frozen=True)
class ChangedByProgram:
    """What a program changed of a row in one go, which has a report of its own."""

    at: datetime
    name: str
    address: str
    lines: list[str]

    @property
    def day(self) -> str:
        return moment_in_words(self.at)


@runtime_checkable
class TellsPrograms(Protocol):
    """The admin of rows that a program changes as well, and keeps a log of it."""

    def changed_by_programs(self, row: Any) -> list[ChangedByProgram]: ...


def history_of_row(
    request: HttpRequest, app_label: str, model_name: str, object_id: str
) -> HttpResponse:
    """Every published change that touched a row, or rows in its form; newest first."""
    model, key = _model(app_label, model_name), unquote(object_id)
    its_admin = admin.site._registry[model]
    if model not in recorded_tables().values():
        return its_admin.history_view(request, object_id)
    row = its_admin.get_object(request, key)
    if not its_admin.has_view_or_change_permission(request, row):
        raise PermissionDenied
    place = (model._meta.label_lower, key)
    found = published_rows().filter(
        Q(table=place[0], key=key) | Q(form_table=place[0], form_key=key)
    )
    if row is None and not found.exists():
        raise Http404
    name = str(row) if row else names_for([], [place]).get(place, "")
    context = {
        "title": f"変更の記録：{name}",
        "original": row,
        "address": address_of_form(place) if row else "",
    }
    if row and isinstance(its_admin, TellsPrograms):
        context["programs"] = its_admin.changed_by_programs(row)
    return _shown(request, model, found, context)


def deleted_rows(request: HttpRequest, app_label: str, model_name: str) -> HttpResponse:
    """The rows of a model that staff deleted, each with its way back."""
    model = _model(app_label, model_name)
    if not admin.site._registry[model].has_view_or_change_permission(request):
        raise PermissionDenied
    if model not in recorded_tables().values():
        raise Http404
    label = model._meta.label_lower
    found = published_rows().filter(table=label, kind=RowChange.Doing.DELETED)
    page = _page(request, found.order_by("-change__published_at", "-pk"))
    stored = model._base_manager.filter(pk__in=[row.key for row in page.object_list])
    back = {str(key) for key in stored.values_list("pk", flat=True)}
    context = {
        "title": f"消したもの：{model._meta.verbose_name}",
        "opts": model._meta,
        "page": page,
        "rows": [(row, row.key in back) for row in page.object_list],
        "may_undo": may_draft(sender_of(request)),
    }
    return _answer(request, "admin/staff/change/deleted.html", context)


def history_of_page(request: HttpRequest) -> HttpResponse:
    """Every published change of a row that a page of the site reads; newest first."""
    given = request.GET.get("page", "").strip()
    path, query = read_address(given)
    told: list[ToldChange] = []
    page: Page | None = None
    error = ""
    if given:
        places = _read_by(path, query, request) if path.startswith("/") else None
        if places is None:
            error = _NO_PAGE.format(given)
        elif places:
            told, page = told_changes(request, published_rows().filter(_any_of(places)))
    context = {
        "title": "ページの変更の記録",
        "is_of_page": True,
        "given": given,
        "error": error,
        "told": told,
        "page": page,
        "query": "&" + urlencode({"page": given}),
        "may_undo": may_draft(sender_of(request)),
    }
    return _answer(request, "admin/staff/change/history.html", context)


def _read_by(path: str, query: str, request: HttpRequest) -> set[Key] | None:
    """The rows whose texts are on a page, and its own; None where there is no page."""
    if path.startswith(f"/{settings.ADMIN_PATH}"):
        return None
    answer = own_answer(path, query=query, host=request.get_host())
    if answer.response.status_code != HTTPStatus.OK:
        return None
    rows = own_rows(path, sender_of(request))
    return {
        *(
            (model._meta.label_lower, str(pk))
            for model, pk, _ in answer.notes.read
            if pk
        ),
        *((type(row)._meta.label_lower, str(row.pk)) for row in rows),
    }


def _any_of(places: Iterable[Key]) -> Q:
    keys: dict[str, list[str]] = {}
    for table, key in sorted(places):
        keys.setdefault(table, []).append(key)
    tables = [Q(table=table, key__in=its) for table, its in keys.items()]
    return reduce(or_, tables)


def _shown(
    request: HttpRequest,
    model: type[models.Model],
    found: QuerySet[RowChange],
    context: dict[str, Any],
) -> HttpResponse:
    told, page = told_changes(request, found)
    return _answer(
        request,
        "admin/staff/change/history.html",
        {
            "opts": model._meta,
            "told": told,
            "page": page,
            "may_undo": may_draft(sender_of(request)),
            **context,
        },
    )


def published_rows() -> QuerySet[RowChange]:
    """The rows of all changes that readers see, or have seen."""
    rows = RowChange.objects.filter(change__state=ChangeState.PUBLISHED)
    return rows.select_related("change__author", "change__approver")


def told_changes(
    request: HttpRequest, found: QuerySet[RowChange]
) -> tuple[list[ToldChange], Page]:
    """The changes of `found`, newest first, with only those rows; some a page."""
    changes = Change.objects.filter(pk__in=found.order_by().values("change"))
    changes = changes.select_related("author", "approver")
    page = _page(request, changes.order_by("-published_at", "-pk"))
    on_page = list(page.object_list)
    rows: dict[int, list[RowChange]] = {change.pk: [] for change in on_page}
    for row in found.filter(change__in=on_page).order_by("pk"):
        rows[row.change_id].append(row)
    names = names_for([row for its in rows.values() for row in its])
    told = [ToldChange(one, told_forms(rows[one.pk], names)) for one in on_page]
    return told, page


def _page(request: HttpRequest, found: QuerySet) -> Page:
    return Paginator(found, _PER_PAGE).get_page(request.GET.get("p"))


def _model(app_label: str, model_name: str) -> type[models.Model]:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if model not in admin.site._registry:
        raise Http404
    return model


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    around = admin.site.each_context(request)
    return TemplateResponse(request, template, {**around, **context})
