"""A page made a document: its HTML with readings, and a PDF of it as a response."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse

from paper import pdf
from texts.readings import with_readings
from texts.requests import Request, site_address

WhyNot = Callable[[pdf.NoPdfError], HttpResponse]


def document_html(
    request: Request, template: str, context: Mapping[str, Any], *, gaps: bool = False
) -> str:
    """The page that a PDF is made of, with its own readings (`has_readings`).

    With `gaps`, easy Japanese has them between its phrases, as on a screen.
    """
    plain = render_to_string(template, context, request)
    is_on = bool(context["has_readings"])
    return with_readings(plain, on=is_on, language=request.language, gaps=gaps)


def pdf_of(request: Request, html: str, *, is_whole: bool = False) -> bytes:
    """`html` as a PDF, within the room that this process has for them.

    Raises NoPdfError as `pdf.make` does.
    """
    with pdf.room():
        return pdf.make(html, site=site_address(request), is_whole=is_whole)


def no_pdf_page(request: Request, reason: pdf.NoPdfError) -> HttpResponse:
    """The page that says why there is no PDF, and what to do instead."""
    told = {"no_pdf": reason.code}
    return TemplateResponse(request, "paper/handout/no_pdf.html", told)


def pdf_response(make: Callable[[], bytes], name: str, why_not: WhyNot) -> HttpResponse:
    """The PDF that `make` makes, or the page of `why_not`: a crowd is told when."""
    try:
        content = make()
    except pdf.NoPdfError as reason:
        page = why_not(reason)
        page.status_code = 200 if reason.code == pdf.LETTERS else 503
        if reason.code == pdf.BUSY:
            page.headers["Retry-After"] = "10"
        return page
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
