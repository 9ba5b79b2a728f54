"""「使い方」: the handbook for staff, docs/staff, as pages of the desk."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe
from markdown import markdown

FIRST = "README"
_PAGES = settings.BASE_DIR / "docs" / "staff"
# From page to page in the files as here: `phone.md` is the page `phone`.
_LINK = re.compile(r'href="([a-z-]+)\.md"')


@require_safe
def handbook(request: HttpRequest, page: str = FIRST) -> HttpResponse:
    """One page of the handbook; which pages there are, the folder says."""
    pages = {path.stem: path for path in _PAGES.glob("*.md")}
    if page not in pages:
        raise Http404
    heading, _, text = pages[page].read_text(encoding="utf-8").partition("\n")
    base = "" if page == FIRST else "../"
    html = markdown(text, extensions=["sane_lists", "tables"], output_format="html")
    context = {
        **admin.site.each_context(request),
        "title": heading.removeprefix("# "),
        # Files of the program, which nobody edits in the admin.
        "text": mark_safe(_LINK.sub(rf'href="{base}\1/"', html)),
        "is_first": page == FIRST,
    }
    return TemplateResponse(request, "admin/staff/handbook.html", context)
