"""The pages on whom to ask."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from offices.directory import kinds_with_offices


@require_safe
def office_list(request: HttpRequest) -> HttpResponse:
    """First the door for those who do not know where to ask, then every kind."""
    kinds = list(kinds_with_offices())
    first = next((kind for kind in kinds if kind.is_first_door), None)
    return TemplateResponse(
        request, "offices/list.html", {"kinds": kinds, "first": first}
    )


@require_safe
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """One kind of body: what it does, and every way to reach its offices."""
    return TemplateResponse(
        request,
        "offices/kind.html",
        {"kind": get_object_or_404(kinds_with_offices(), code=code)},
    )
