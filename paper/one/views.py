"""One sheet as a page to print, and as PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from guide.context import site_address
from guide.models import SiteIdentity
from paper import pdf
from paper.context import handout_frame
from paper.handout.views import pdf_response, without_pdf
from paper.one.contents import sheet_on
from texts.readings import with_readings
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
    plain = render_to_string(f"paper/one/{kind}.html", context, request)
    is_on = bool(context["has_readings"])
    html = with_readings(plain, on=is_on, language=request.language)
    try:
        with pdf.room():
            content = pdf.make(html, site=site_address(request))
    except pdf.NoPdfError as reason:
        page = TemplateResponse(
            request, "paper/handout/no_pdf.html", {"no_pdf": reason.code}
        )
        return without_pdf(page, reason)
    return pdf_response(content, f"{key}-{request.day}.pdf")


def _context(
    request: Request, kind: str, key: str, *, is_pdf: bool
) -> dict[str, object]:
    site = SiteIdentity.objects.first() or SiteIdentity()
    made = sheet_on(kind, key, request, site)
    # Easy Japanese on paper is for whoever reads it: its readings are always there.
    has_readings = request.furigana or request.language.is_easy
    return {
        **handout_frame(request, made.printout, has_readings=has_readings),
        **made.shown,
        "is_pdf": is_pdf,
        "page_address": made.address,
        "pdf_address": reverse("paper:sheet_pdf", args=[kind, key]),
    }
