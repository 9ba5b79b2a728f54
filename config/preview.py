"""`?change=`: the site with a draft applied, for staff only; nothing is written."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render

from config.middleware import lead_on
from facts.effective import EffectiveDated, Status
from staff.applying import NotAppliedError, apply
from staff.drafting import seen_change
from staff.models import Change, ChangeState
from staff.sender import sender_of
from texts.requests import Handler, Preview, Request

_ASKED = ("change", "decided")


class PreviewMiddleware:
    """Answers within a transaction in which the draft is applied, and rolls it back.

    Who may not see drafts is led to the page as it is, and learns of none. Nothing of a
    preview is kept: what is held in memory is held for the content's version, and that
    of a transaction which is rolled back never comes again.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.preview = None
        if "change" not in request.GET or request.path.startswith(
            f"/{settings.ADMIN_PATH}"
        ):
            return self.get_response(request)
        change = _change_of(request)
        response = _without(request) if change is None else self._shown(request, change)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _shown(self, request: Request, change: Change) -> HttpResponse:
        is_decided = request.GET.get("decided") == "1"
        request.preview = Preview(
            change.pk,
            change.title,
            change.get_absolute_url(),
            is_decided,
            is_unsaved=change.state == ChangeState.TRIAL,
        )
        try:
            with transaction.atomic():
                apply(change)
                if is_decided:
                    _decide_what_is_planned()
                response = _whole(self.get_response(request))
                transaction.set_rollback(True)
        except NotAppliedError as error:
            context = {"change": change, "sentences": error.sentences}
            return render(request, "admin/staff/no_preview.html", context)
        lead_on(response, request.preview.query)
        return response


def _change_of(request: HttpRequest) -> Change | None:
    """The draft that is asked for, where the sender is staff and it can be shown."""
    if not admin.site.has_permission(request):
        return None
    return seen_change(sender_of(request), request.GET["change"])


def _without(request: HttpRequest) -> HttpResponse:
    query = request.GET.copy()
    for name in _ASKED:
        query.pop(name, None)
    kept = urlencode(list(query.lists()), doseq=True)
    return HttpResponseRedirect(f"{request.path}?{kept}" if kept else request.path)


def _decide_what_is_planned() -> None:
    for model in apps.get_models():
        if issubclass(model, EffectiveDated):
            rows = model._default_manager.filter(status=Status.PLANNED)
            rows.update(status=Status.ENACTED)


def _whole(response: HttpResponse) -> HttpResponse:
    """All of an answer, made while the draft is applied."""
    if not response.streaming:
        return response
    stream = cast(StreamingHttpResponse, response)
    whole = HttpResponse(
        b"".join(cast("list[bytes]", [*stream])), status=stream.status_code
    )
    for name, value in stream.headers.items():
        whole.headers[name] = value
    return whole
