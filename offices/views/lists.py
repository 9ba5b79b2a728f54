"""Kinds of body, the search form, and what a search finds."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from offices.choices import choices_for
from offices.conditions import (
    DISTANCES,
    SORTS,
    Asked,
    read_conditions,
    towns_wanted,
)
from offices.directory import (
    FoundOffices,
    every_office,
    find_offices,
    kinds_with_offices,
)
from offices.export import csv_lines
from offices.models import OfficeKind
from offices.results_map import overview_of
from offices.section import telling_site
from texts.requests import Request


@require_safe
def office_list(request: Request) -> HttpResponse:
    """What to look for here, then the first door, then every kind."""
    kinds = list(OfficeKind.objects.select_related("source"))
    choices = choices_for(())
    context = {
        "kinds": kinds,
        "first": next((kind for kind in kinds if kind.is_first_door), None),
        "choices": choices,
        "own": choices.own,
    }
    return TemplateResponse(request, "offices/list.html", context)


@require_safe
def kind(request: Request, code: str) -> HttpResponse:
    """One kind of body: what it does, and every way to reach its offices."""
    return TemplateResponse(
        request,
        "offices/kind.html",
        {"kind": get_object_or_404(kinds_with_offices(), code=code)},
    )


@require_safe
def search(request: Request) -> HttpResponse:
    """What the conditions in the address find, ten on a page."""
    asked = _asked(request)
    found = find_offices(asked)
    if not found.results and found.page > 1:
        return redirect(_address("offices:search", asked.conditions.query()))
    query = asked.conditions.query
    context = _form(asked) | {
        "found": found,
        "overview": overview_of(found.results, asked),
        "csv_address": _address("offices:search_csv", query(chosen=())),
        "elsewhere": _ticked_elsewhere(asked, found),
        "pages": [(number, f"?{query(page=number)}") for number in found.numbers],
        "unticked": query(page=found.page, chosen=()),
        "previous_address": f"?{query(page=found.page - 1)}",
        "following_address": f"?{query(page=found.page + 1)}",
        "previous": found.page - 1 if found.page > 1 else 0,
        "following": found.page + 1 if found.page < found.pages else 0,
    }
    return TemplateResponse(request, "offices/search.html", context)


@require_safe
def search_csv(request: Request) -> StreamingHttpResponse:
    """All that was found, as a table for a spreadsheet."""
    asked = _asked(request)
    asked = replace(asked, conditions=replace(asked.conditions, page=1))
    lines = csv_lines(
        every_office(asked), url=request.build_absolute_uri, site=telling_site()
    )
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="offices-{request.day}.csv"'
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _ticked_elsewhere(asked: Asked, found: FoundOffices) -> list[str]:
    """The offices that were ticked on other pages."""
    here = {result.office.code for result in found.results}
    return [code for code in asked.conditions.chosen if code not in here]


def _asked(request: Request) -> Asked:
    wanted = towns_wanted(request.GET)
    area = request.GET.get("area", "")
    choices = choices_for(wanted, area=area if area in wanted else "")
    return read_conditions(request.GET, choices)


def _form(asked: Asked) -> dict[str, object]:
    return {
        "asked": asked,
        "choices": asked.choices,
        "conditions": asked.conditions,
        "distances": DISTANCES,
        "sorts": [
            (code, words)
            for code, words in SORTS.items()
            if code != "near" or asked.choices.towns
        ],
    }


def _address(view: str, query: str) -> str:
    return f"{reverse(view)}?{query}" if query else reverse(view)
