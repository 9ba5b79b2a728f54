"""「どこに出るか」 of a row: as it stands now, and before what was typed is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from staff.applying import NotAppliedError, apply
from staff.drafting import change_of, seen_change
from staff.impact import places_of, places_of_row
from staff.judging import judgement_of
from staff.models import Change, ChangeState
from staff.recorded_rows import model_of
from staff.row_status import status_of
from staff.sender import sender_of


class TellsWhere(admin.ModelAdmin[Change]):
    """For the admin of changes: two pages that tell where a row shows."""

    def get_urls(self) -> list[URLPattern]:
        view, of_row = self.admin_site.admin_view, "<str:app>/<str:model>/<path:key>/"
        return [
            path(f"where/{of_row}", view(self.where), name="staff_change_where"),
            path("trial/<int:key>/", view(self.trial), name="staff_change_trial"),
            *super().get_urls(),
        ]

    def where(
        self, request: HttpRequest, app: str, model: str, key: str
    ) -> HttpResponse:
        """Where a row shows as it stands now, with the change that one works on."""
        kind = model_of(f"{app}.{model}")
        its = self.admin_site._registry.get(kind) if kind else None
        if its is None:
            raise Http404
        working = change_of(request)
        try:
            with transaction.atomic():
                if working:
                    apply(working)
                told = self._of_row(request, its, unquote(key), working)
                transaction.set_rollback(True)
        except NotAppliedError as error:
            told = {"title": "どこに出るか", "refused": error.sentences}
        return self._told(request, told)

    def _of_row(
        self,
        request: HttpRequest,
        its: admin.ModelAdmin[Any],
        key: str,
        working: Change | None,
    ) -> dict[str, Any]:
        row = its.get_object(request, key)
        if row is None:
            raise Http404
        if not its.has_view_permission(request, row):
            raise PermissionDenied
        places = places_of_row(row, working)
        told = {"places": places, "working": working}
        status = status_of(row, on=timezone.localdate())
        return {"title": f"どこに出るか：{row}", "status": status} | told

    def trial(self, request: HttpRequest, key: int) -> HttpResponse:
        """Where a row would show with what was typed; and what cases would come to."""
        change = seen_change(sender_of(request), str(key))
        if change is None or change.state != ChangeState.TRIAL:
            raise Http404
        table, _, at = request.GET.get("form", "").partition(":")
        try:
            told = {
                "places": places_of(change, form=(table, at) if table else None),
                "beside": {"judged": judgement_of(change)},
            }
        except NotAppliedError as error:
            told = {"refused": error.sentences}
        title = f"保存すると、どこに出るか：{change}"
        return self._told(request, told | {"title": title, "is_trial": True})

    def _told(self, request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **told}
        return TemplateResponse(request, "admin/staff/where.html", context)
