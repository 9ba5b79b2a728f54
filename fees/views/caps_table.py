"""The page on what a service costs."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from fees.caps import caps_table, topics
from fees.models import FeeCap
from texts.requests import Request


@require_safe
def caps(request: Request) -> HttpResponse:
    """The caps table with its conditions, and the topics below it."""
    context = {
        "table": caps_table(on=request.day),
        "coming": FeeCap.objects.coming_after(request.day).select_related(
            "audience", "bracket", "source"
        ),
        "topics": topics(on=request.day),
    }
    return TemplateResponse(request, "fees/caps.html", context)
