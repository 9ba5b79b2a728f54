"""The first page on what a service costs: the answer, the caps, and where to go on."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from fees.caps import caps_coming, caps_table
from fees.shares import free_share
from fees.topics import topic_pages
from texts.requests import Request


@require_safe
def caps(request: Request) -> HttpResponse:
    """How many pay nothing, the caps of most people, and the pages on the rest."""
    table = caps_table(on=request.day)
    context = {
        "share": free_share(),
        "entry": table[0] if table else None,
        "others": table[1:],
        "coming": caps_coming(on=request.day),
        "pages": topic_pages(on=request.day),
        # What a handout takes of this page.
        "bookmark": "caps",
    }
    return TemplateResponse(request, "fees/caps.html", context)
