"""One sheet as a page to print, and as PDF."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from guide.context import Frame
from paper.context import handout_frame
from paper.document import document_html, no_pdf_page, pdf_of, pdf_response
from paper.one.contents import sheet_on
from texts.requests import Request


@require_safe
def sheet(request: Request, kind: str, key: str) -> HttpResponse:
    """The sheet as it is printed, with the ways to print it above."""
    context = _context(request, kind, key, is_pdf=False)
    return TemplateResponse(request, f"paper/one/{kind}.html", context)


@require_safe
def sheet_pdf(request: Request, kind: str, key: str) -> HttpResponse:
    """The same as PDF; or the page that says why there is none."""
    context = _context(request, kind, key, is_pdf=True)
    html = document_html(request, f"paper/one/{kind}.html", context)
    why_not = partial(no_pdf_page, request)
    name = f"{key}-{request.day}.pdf"
    return pdf_response(lambda: pdf_of(request, html), name, why_not)


def _context(
    request: Request, kind: str, key: str, *, is_pdf: bool
) -> dict[str, object]:
    # Its frame is that of the sheet, too: the city is asked for once.
    around = Frame(request)
    made = sheet_on(kind, key, request, around.site)
    # Easy Japanese on paper is for whoever reads it: its readings are always there.
    has_readings = request.furigana or request.language.is_easy
    return {
        **handout_frame(around, request, made.printout, has_readings=has_readings),
        **made.shown,
        "is_pdf": is_pdf,
        "page_address": made.address,
        "pdf_address": reverse("paper:sheet_pdf", args=[kind, key]),
    }
