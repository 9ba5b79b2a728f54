"""One topic of money on a page of its own, and the caps of one kind of person."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from fees.caps import caps_coming, caps_table
from fees.models import Audience, FeeTopic
from fees.topics import topic_pages
from texts.requests import Request


@require_safe
def topic(request: Request, code: str) -> HttpResponse:
    """The page of that code; what stands on another page leads there."""
    pages = topic_pages(on=request.day)
    page = next((page for page in pages if page.head.code == code), None)
    if page:
        context = {"page": page, "topic": page.head, "pages": pages}
        return TemplateResponse(request, "fees/topic.html", context)
    parts = (part for page in pages for part in page.parts)
    part = next((part for part in parts if part.code == code), None)
    if part:
        return redirect(part)
    return _of_audience(request, code)


def _of_audience(request: Request, code: str) -> HttpResponse:
    """The caps of one kind of person; a topic of another day says that it is none."""
    audience = Audience.objects.filter(code=code).first()
    if audience is None:
        if not FeeTopic.objects.published().filter(code=code).exists():
            raise Http404
        return TemplateResponse(request, "fees/no_topic.html")
    table = caps_table(on=request.day)
    coming = caps_coming(on=request.day)
    context = {
        "audience": audience,
        "entry": next((entry for entry in table if entry.audience == audience), None),
        "others": [entry for entry in table if entry.audience != audience],
        "coming": [cap for cap in coming if cap.audience == audience],
    }
    return TemplateResponse(request, "fees/audience.html", context)
