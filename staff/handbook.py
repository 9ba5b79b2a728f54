"""「使い方」: the handbook for staff, docs/staff, as pages of the desk."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe
from markdown import markdown

FIRST = "README"
_PAGES = settings.BASE_DIR / "docs" / "staff"
_PICTURES = _PAGES / "pictures"
# From page to page in the files as here: `phone.md` is the page `phone`.
_LINK = re.compile(r'href="([a-z-]+)\.md"')
_SHOWN = re.compile(r'src="(pictures/[a-z-]+\.png)"')


@require_safe
def handbook(request: HttpRequest, page: str = FIRST) -> HttpResponse:
    """One page of the handbook; which pages there are, the folder says."""
    pages = {path.stem: path for path in _PAGES.glob("*.md")}
    if page not in pages:
        raise Http404
    heading, _, text = pages[page].read_text(encoding="utf-8").partition("\n")
    home = reverse("admin:handbook")
    html = markdown(text, extensions=["sane_lists", "tables"], output_format="html")
    html = _SHOWN.sub(rf'src="{home}\1"', _LINK.sub(rf'href="{home}\1/"', html))
    context = {
        **admin.site.each_context(request),
        "title": heading.removeprefix("# "),
        # Files of the program, which nobody edits in the admin.
        "text": mark_safe(html),
        "is_first": page == FIRST,
    }
    return TemplateResponse(request, "admin/staff/handbook.html", context)


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One of the handbook's pictures, which a browser test takes of the site."""
    pictures = {path.stem: path for path in _PICTURES.glob("*.png")}
    if name not in pictures:
        raise Http404
    return HttpResponse(pictures[name].read_bytes(), content_type="image/png")
