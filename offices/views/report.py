"""「この情報はちがいます」: a form of its own, a word of thanks, no name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from offices.forms import ReportForm
from offices.models import Office
from offices.reports import TooManyError, receive_report
from services.forms import posted
from texts.requests import Request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, code: str) -> HttpResponse:
    """Ask what is wrong; what a program sends is thanked for and dropped.

    Who has sent much already is sent to the phone, with all that was typed.
    """
    office = _office(code)
    form = ReportForm(posted(request))
    is_full = False
    if form.is_valid():
        try:
            if not form.is_from_a_program:
                receive_report(
                    office,
                    reason=form.cleaned_data["reason"],
                    text=form.cleaned_data["text"],
                    on=request.today,
                    room=request.room_for_report(),
                )
            return redirect("offices:reported", code)
        except TooManyError:
            is_full = True
    return TemplateResponse(
        request,
        "offices/report.html",
        {"office": office, "form": form, "is_full": is_full},
        status=429 if is_full else 422 if form.errors else 200,
    )


@never_cache
@require_safe
def reported(request: Request, code: str) -> HttpResponse:
    """Thanks, and what happens now."""
    return TemplateResponse(request, "offices/reported.html", {"office": _office(code)})


def _office(code: str) -> Office:
    offices = Office.objects.published().select_related("kind", "municipality")
    return get_object_or_404(offices, code=code)
