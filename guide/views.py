"""The pages that draw on all apps, and the ones for machines."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facts.models.source import SourceKind
from fees.topics import topic_pages
from guide.changes import next_on_home, timeline
from guide.held_rows import (
    changes_now,
    faq_groups_now,
    pages_now,
    situations_now,
    steps_now,
    terms_now,
)
from guide.models import (
    Faq,
    GlossaryTerm,
    LawChange,
    LifeSituation,
    WordRow,
    word_rows,
)
from guide.models.step import questions_left
from guide.outage import page as outage_page
from guide.outage import read_contact
from guide.search import (
    LONGEST,
    look_for,
    near_words,
    note_misses,
)
from offices.shared_rows import office_kinds
from services.catalogue import services_on, used_sources
from staff.errors import is_outage, is_unreadable, note_error
from staff.models import FormerAddress
from staff.signing_in import is_own_form_of_staff, offer_again
from texts.languages import address_in, current
from texts.middleware import COOKIE
from texts.requests import Request, site_address

_MOST_OTHERS = 3
Coded = TypeVar("Coded", Faq, GlossaryTerm, LawChange, LifeSituation)
_ONE_YEAR = 365 * 24 * 60 * 60


@require_safe
def home(request: Request) -> HttpResponse:
    """The doors of the situations, the services, and at most one notice."""
    context = {
        "situations": situations_now(),
        "services": services_on(day=request.day),
        "notice": next_on_home(on=request.day),
    }
    return TemplateResponse(request, "guide/home.html", context)


@require_safe
def situations(request: Request) -> HttpResponse:
    """Leads to the doors, which stand on the first page."""
    return HttpResponseRedirect(f"{reverse('guide:home')}#situations")


@require_safe
def situation(request: Request, code: str) -> HttpResponse:
    """What somebody in one situation can use, now or later, and what to do next."""
    context = {"situation": _one(situations_now(), code)}
    return TemplateResponse(request, "guide/situation.html", context)


@require_safe
def steps(request: Request) -> HttpResponse:
    """The way to a service, in the order of the law; what is unknown, once."""
    rows = steps_now()
    context = {"steps": rows, "questions": questions_left(rows)}
    return TemplateResponse(request, "guide/steps.html", context)


@require_safe
def faq(request: Request) -> HttpResponse:
    """Every question under its heading; an old address of an answer ends at its row."""
    return TemplateResponse(request, "guide/faq.html", {"groups": faq_groups_now()})


@require_safe
def answer(request: Request, code: str) -> HttpResponse:
    """One question: its answer, and the next ones under the same heading."""
    row = _one((faq for group in faq_groups_now() for faq in group.faqs.all()), code)
    same = next(
        list(group.faqs.all()) for group in faq_groups_now() if group == row.group
    )
    place = same.index(row)
    # The list goes on at its beginning, so that each question leads to all of them.
    others = [*same[place + 1 :], *same[:place]][:_MOST_OTHERS]
    context = {"faq": row, "others": others, "bookmark": f"q-{row.code}"}
    return TemplateResponse(request, "guide/answer.html", context)


@require_safe
def find(request: Request) -> HttpResponse:
    """Pages by words, then offices; with none, the ways that everyone has."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    context: dict[str, object] = {"words": words, "longest": LONGEST}
    if words:
        context |= _found(request, words)
    if not words or not context["number"]:
        context["situations"] = situations_now()
    response = TemplateResponse(request, "guide/search.html", context)
    if context.get("is_counted"):
        patch_cache_control(response, no_store=True)  # and so it is the next time
    return response


def _found(request: Request, words: str) -> dict[str, object]:
    """What is found; of a word that finds nothing, the count, and words like it."""
    as_typed = request.GET.get("exact") == "1"
    found = look_for(words, now=timezone.localtime(), as_typed=as_typed)
    offices = found.offices
    number = len(found.pages) + len(offices.shown)
    is_counted = bool(found.unknown) and not offices.total
    if is_counted and request.method == "GET":
        note_misses(words, found.unknown, on=request.today)
    return {
        "found": found,
        "number": number,
        "is_counted": is_counted,
        "offices": offices,
        # Of a place, and where only they have all the words, they answer better.
        "offices_first": bool(offices.shown)
        and (offices.place is not None or not found.has_all),
        "near": [] if number else near_words(words, on=request.today),
    }


@require_safe
def glossary(request: Request) -> HttpResponse:
    """Every word of the field; an old address of a word ends at its row."""
    rows = word_rows()
    context: dict[str, object] = {"rows": rows}
    if not current().is_japanese:
        # Who does not read kana looks for a word by its letters.
        terms = [term for row in rows for term in row.terms]
        by_name = sorted(terms, key=lambda term: term.name.casefold())
        letters = groupby(by_name, key=lambda term: term.name[:1].upper())
        context["letters"] = [(letter, list(words)) for letter, words in letters]
    return TemplateResponse(request, "guide/glossary.html", context)


@require_safe
def words(request: Request, row: str) -> HttpResponse:
    """The words of one row of the syllabary, each with a sentence."""
    rows = word_rows()
    here = next((one for one in rows if one.code == row), None)
    if here is None:
        raise Http404
    return TemplateResponse(request, "guide/words.html", {"row": here, "rows": rows})


@require_safe
def word(request: Request, code: str) -> HttpResponse:
    """One word: what it means, its like, the services that it belongs to."""
    term = _one(terms_now().values(), code)
    context = {
        "term": term,
        "row": WordRow(term.row),
        "related": term.related.all(),
        "services": term.services.all(),
        "bookmark": f"t-{term.code}",
    }
    return TemplateResponse(request, "guide/word.html", context)


@require_safe
def sources(request: Request) -> HttpResponse:
    """Every document that a fact names."""
    rows = used_sources()
    kinds = [
        (kind.label, [source for source in rows if source.kind == kind])
        for kind in SourceKind
    ]
    return TemplateResponse(request, "guide/sources.html", {"kinds": kinds})


@require_safe
def changes(request: Request) -> HttpResponse:
    """What will change, what is planned, what has changed."""
    return TemplateResponse(
        request, "guide/changes.html", {"timeline": timeline(on=request.day)}
    )


@require_safe
def change(request: Request, code: str) -> HttpResponse:
    """One change of the rules: what, for whom, from when, decided or planned."""
    context = {"change": _one(changes_now(), code)}
    return TemplateResponse(request, "guide/change.html", context)


def _one(rows: Iterable[Coded], code: str) -> Coded:
    """The row of that code; raises Http404 where there is none."""
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise Http404
    return found


@require_safe
def text_page(request: Request) -> HttpResponse:
    """A page that is one text: about, privacy, accessibility."""
    return TemplateResponse(request, "guide/text.html")


@require_safe
def site_map(request: Request) -> HttpResponse:
    """Every page of the site, for people; below a list stand the pages of its rows."""
    below: dict[str, list[tuple[str, str]]] = {
        "guide:home": _named(situations_now(), "name"),
        "services:list": _named(services_on(day=request.day), "name"),
        "fees:caps": _named((one.head for one in topic_pages(on=request.day)), "title"),
        "offices:list": _named(office_kinds(), "name"),
        "guide:faq": [
            (group.title, f"{reverse('guide:faq')}#{group.code}")
            for group in faq_groups_now()
        ],
        "guide:glossary": _named(word_rows(), "title"),
    }
    known = [page for page in pages_now().values() if page.is_known]
    pages = [(page, below.get(page.view, [])) for page in known]
    return TemplateResponse(request, "guide/sitemap.html", {"pages": pages})


def _named(rows: Iterable[Any], name: str) -> list[tuple[str, str]]:
    """What rows are called, and where their pages are."""
    return [(getattr(row, name), row.get_absolute_url()) for row in rows]


@never_cache
@require_safe
def furigana(request: Request) -> HttpResponse:
    """Turns readings over kanji on or off, and goes back to where the reader was."""
    back = request.GET.get("next", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    response = HttpResponseRedirect(back if is_ours else reverse("guide:home"))
    response.headers["X-Robots-Tag"] = "noindex"
    if request.GET.get("to") in ("0", "1"):
        response.set_cookie(
            COOKIE,
            request.GET["to"],
            max_age=_ONE_YEAR,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return response


@require_safe
def robots(request: Request) -> HttpResponse:
    """What crawlers may read: all but another day's view of the site."""
    address = site_address(request) + reverse("sitemap")
    lines = ["User-agent: *", "Disallow: /*?on=", f"Sitemap: {address}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class OutageResponse(HttpResponse):
    """A page for our own mistakes, which says whether the database is gone."""

    is_outage = False


def server_error(request: Request) -> HttpResponse:
    """The page for our own mistakes; it needs no database to be shown."""
    error = sys.exc_info()[1] or RuntimeError("no error to be seen")
    # What is unreadable, too: a check of ours did not stop it.
    code = note_error(error, request.path)
    if is_unreadable(error):
        return HttpResponse(outage_page(400, request.path), status=400)
    is_gone = is_outage(error)
    status = 503 if is_gone else 500
    if not is_gone:
        read_contact()
    content = outage_page(status, request.path, code="" if is_gone else code)
    response = OutageResponse(content, status=status)
    response.is_outage = is_gone
    response.headers["Cache-Control"] = "no-store"
    if is_gone:
        response.headers["Retry-After"] = "30"
    return response


def not_found(request: Request, exception: Exception) -> HttpResponse:
    """Nothing stands at this address: what stood there once, and the ways from here."""
    former = FormerAddress.over(request.path_info)
    if former is None:
        return render(request, "404.html", status=404)
    now_at = address_in(current(), former.now_at) if former.now_at else ""
    context = {"former": former, "now_at": now_at}
    return render(request, "410.html", context, status=410)


def bad_request(request: Request, exception: Exception) -> HttpResponse:
    """What was sent cannot be read, or is more than a form of ours ever sends."""
    is_long = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    status = 413 if is_long or isinstance(exception, TooManyFilesSent) else 400
    return HttpResponse(outage_page(status, request.path), status=status)


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    """A form whose token is lost: an old page, or a browser without cookies."""
    if is_own_form_of_staff(request):
        return offer_again(request)
    return render(request, "403_csrf.html", status=403)
