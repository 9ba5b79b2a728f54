"""Kinds of body, the search form, and what a search finds."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from offices.choices import choices_now
from offices.conditions import DISTANCES, SORTS, Asked, read_conditions
from offices.directory import (
    FoundOffices,
    every_office,
    find_offices,
    kinds_with_offices,
)
from offices.domain.meaning import Place
from offices.export import csv_lines
from offices.models import OfficeKind
from offices.neighbours import neighbours
from offices.place_words import as_read, place_here, place_typed, place_within
from offices.places import places
from offices.results_map import overview_of
from offices.section import telling_site
from texts.held import while_unchanged
from texts.languages import in_this_language
from texts.requests import Request, site_address


@require_safe
def office_list(request: Request) -> HttpResponse:
    """What to look for here, then the first door, then every kind."""
    kinds = list(OfficeKind.objects.select_related("source"))
    asked = read_conditions({}, now=timezone.localtime())
    own = _own(asked)
    context = _form(asked) | {
        "kinds": kinds,
        "first": next((kind for kind in kinds if kind.is_first_door), None),
        "own": own,
        "own_name": place_here(own) if own else "",
        "typed": own.name if own else "",
    }
    return TemplateResponse(request, "offices/list.html", context)


@require_safe
def kind(request: Request, code: str) -> HttpResponse:
    """One kind of body: what it does, and every way to reach its offices."""
    kind = get_object_or_404(kinds_with_offices(), code=code)
    _places, choices = choices_now()
    return TemplateResponse(
        request,
        "offices/kind.html",
        {"kind": kind, "has_more": code in choices.imported_kinds},
    )


@require_safe
def search(request: Request) -> HttpResponse:
    """What the conditions in the address find, ten on a page."""
    asked = read_conditions(request.GET, now=timezone.localtime())
    found = find_offices(asked)
    if not found.results and found.page > 1:
        return redirect(_address("offices:search", asked.conditions.query()))
    query = asked.conditions.query
    context = _form(asked, with_towns=False) | {
        "found": found,
        **_map(asked, found),
        "csv_address": _address("offices:search_csv", query(chosen=())),
        "elsewhere": _ticked_elsewhere(asked, found),
        "pages": [(number, f"?{query(page=number)}") for number in found.numbers],
        "unticked": query(page=found.page, chosen=()),
        "previous_address": f"?{query(page=found.page - 1)}",
        "following_address": f"?{query(page=found.page + 1)}",
        "previous": found.page - 1 if found.page > 1 else 0,
        "following": found.page + 1 if found.page < found.pages else 0,
        "with_unknown": query(maybe=True),
        **_where(asked),
        **({} if found.results else _instead(asked)),
    }
    return TemplateResponse(request, "offices/search.html", context)


@require_safe
def search_csv(request: Request) -> StreamingHttpResponse:
    """All that was found, as a table for a spreadsheet."""
    asked = read_conditions(request.GET, now=timezone.localtime())
    asked = replace(asked, conditions=replace(asked.conditions, page=1))
    ours = site_address(request)
    lines = csv_lines(
        every_office(asked),
        url=lambda path: ours + path,
        site=telling_site(),
        kinds=asked.choices.traits,
        on=asked.moment.now.date(),
    )
    response = StreamingHttpResponse(
        in_this_language(lines), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = (
        f'attachment; filename="offices-{request.day}.csv"'
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _map(asked: Asked, found: FoundOffices) -> dict[str, object]:
    """The map, and its marks with the offices that they lead to."""
    overview = overview_of(found.results, asked)
    offices = {result.number: result.office for result in found.results}
    marks = overview.marks if overview else ()
    return {
        "overview": overview,
        "marked": [(mark, offices[mark.label]) for mark in marks],
    }


def _own(asked: Asked) -> Place | None:
    """The site's municipality; none where it has several."""
    own = asked.places.gazetteer.own
    return asked.places.gazetteer.of_code(own[0]) if len(own) == 1 else None


def _ticked_elsewhere(asked: Asked, found: FoundOffices) -> list[str]:
    """The offices that were ticked on other pages."""
    here = {result.office.code for result in found.results}
    return [code for code in asked.conditions.chosen if code not in here]


def _where(asked: Asked) -> dict[str, object]:
    """What the typed place was understood as, and what else it can mean."""
    understood = asked.town or asked.place
    typed = asked.conditions.place or ""
    name = place_within(understood) if understood else ""
    query = asked.conditions.query
    return {
        "typed": asked.place_text,
        "origin_name": place_within(asked.origin) if asked.origin else "",
        "understood": name if typed and typed != _name(understood) else "",
        "others": [
            (place_within(place), query(place=place_typed(place), area="", near=""))
            for place in asked.meanings
        ],
    }


def _name(place: Place | None) -> str:
    return place.name if place else ""


def _instead(asked: Asked) -> dict[str, object]:
    """Where to look, for whom nothing was found."""
    conditions, typed = asked.conditions, asked.unknown_place
    known = asked.places.gazetteer
    widest = DISTANCES[-1]
    is_wide = asked.origin is None or conditions.km >= widest
    near = known.find(conditions.words) if conditions.words and not asked.place else ()
    return {
        "neighbours": neighbours(asked),
        "widest": widest,
        "wider": "" if is_wide else conditions.query(km=widest),
        "alike": [
            (name, conditions.query(place=name, area="", near=""))
            for name in (known.like(typed) if typed else ())
        ],
        # The words may be where, and not what.
        "as_places": [
            (place_within(place), conditions.query(words="", place=place_typed(place)))
            for place in near[:3]
        ],
        "understood_words": [one.label for one in asked.removable],
    }


def _form(asked: Asked, *, with_towns: bool = True) -> dict[str, object]:
    groups: dict[str, list] = {}
    for wish in asked.choices.wishes.values():
        groups.setdefault(str(wish.group), []).append(wish)
    return {
        "asked": asked,
        "choices": asked.choices,
        "conditions": asked.conditions,
        "distances": DISTANCES,
        "sorts": list(SORTS.items()),
        "wish_groups": list(groups.items()),
        "first_wishes": [one for one in asked.choices.wishes.values() if one.is_first],
        "suggestions": _suggestions(with_towns=with_towns),
        "typed": asked.place_text,
    }


@while_unchanged(by_language=True)
def _suggestions(*, with_towns: bool) -> SafeString:
    """Names to type, some hundred of them, as they are read in that of the page."""
    names = places().gazetteer.suggestions(with_towns=with_towns)
    return format_html_join(
        "",
        '<option value="{}">{}</option>',
        ((name, as_read(reading)) for name, reading in names),
    )


def _address(view: str, query: str) -> str:
    return f"{reverse(view)}?{query}" if query else reverse(view)
