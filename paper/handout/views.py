"""The pages of the handout builder: choose, write, see; and the same as PDF.

What is chosen stands in the address. What is typed goes by POST into the response of
that request and nowhere else: no row, no session, no cookie, no log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from guide.context import Frame
from offices.conditions import read_conditions
from offices.directory import find_offices
from paper import pdf
from paper.context import handout_frame
from paper.document import document_html, no_pdf_page, pdf_of, pdf_response
from paper.domain.basket import MOST_ITEMS, Basket, BasketItem, Kind, read_basket
from paper.handout import choosing
from paper.handout.blocks import Block, FoundBlocks, blocks_of, total_sheets
from paper.handout.book import chapters
from paper.handout.forms import HandoutForm, Look, usual
from paper.handout.sheet import sheet_of
from paper.handout.turns import lacking, plan_of, with_names, with_turns
from paper.handout.whole import whole_guide
from paper.sheets import handout_of
from services.catalogue import services_on
from services.models import ServiceType
from texts.requests import Request, site_address

_SEARCH = ("q", "place", "area", "kind", "service")


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """One chosen block in the list, with the addresses that move it or take it out."""

    block: Block
    up: str
    down: str
    out: str


@require_safe
def choose(request: Request) -> HttpResponse:
    """Step 1: what is to be on the handout, and in which order."""
    before = read_basket(request.GET.get("b", ""))
    if "go" not in request.GET:
        return _choose_page(request, before)
    ticked = choosing.ticked(request.GET, before)
    goes_on = request.GET["go"] == "write"
    if ticked.is_lonely or (not ticked.basket.items and request.GET["go"] != "find"):
        return _choose_page(
            request,
            ticked.basket,
            is_empty=not ticked.basket.items,
            lonely=ticked.is_lonely,
        )
    if goes_on and not ticked.basket.is_too_long:
        return redirect(_address("paper:handout_write", ticked.basket))
    search = {name: request.GET[name] for name in _SEARCH if request.GET.get(name)}
    at = "offices" if request.GET["go"] == "find" else "chosen"
    return redirect(_address("paper:handout", ticked.basket, search) + f"#{at}")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request) -> HttpResponse:
    """Step 2: the texts of this one sheet; a page may send questions along."""
    basket, found = _chosen(request)
    if not found.blocks or basket.is_too_long:
        return redirect(_address("paper:handout", basket))
    typed = {name: request.POST.get(name, "") for name in HandoutForm.TYPED}
    form = HandoutForm(initial=_usual(request) | typed)
    return _write_page(request, form, found)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Request) -> HttpResponse:
    """Step 3: the sheet as it is printed, as a PDF, or back to its texts."""
    basket, found = _chosen(request)
    if not found.blocks or basket.is_too_long:
        return redirect(_address("paper:handout", basket))
    form = HandoutForm(_given(request) if request.method == "POST" else _usual(request))
    if not form.is_valid() or request.POST.get("to") == "write":
        return _write_page(request, form, found)
    made = sheet_of(found.blocks, form.look, form.texts, request)
    # Without the texts of this one sheet; its readings are its own choice, too.
    printout = handout_of(found.basket.items, form.look.languages[-1])
    context = handout_frame(
        Frame(request), request, printout, has_readings=form.look.furigana
    )
    context |= {"sheet": made, "form": form, "found": found}
    context |= {"template": _template_address(found.basket, form.look)}
    body = render_to_string("paper/handout/sheet_body.html", context, request)
    if request.POST.get("to") == "pdf":
        return _pdf(request, context | {"body": mark_safe(body)})
    site, named = site_address(request), with_names(body)
    made.plan = plan_of(
        lambda: _document(request, context, named),
        site=site,
        is_shared=request.method == "GET",
    )
    turns = made.plan.turns if made.plan else ()
    context["body"] = mark_safe(with_turns(named, turns))
    context["lacking"] = lacking(made.texts.all, site=site)
    return TemplateResponse(request, "paper/handout/sheet.html", context)


@never_cache
@require_safe
def guide_pdf(request: Request) -> HttpResponse:
    """The whole guide as one numbered document."""

    def make() -> bytes:
        return pdf.make(
            book_html(request),
            site=site_address(request),
            seconds=settings.PDF_GUIDE_SECONDS,
        )

    why_not = partial(no_pdf_page, request)
    name = f"guide-{request.day}.pdf"
    return pdf_response(lambda: whole_guide(request, make), name, why_not)


def book_html(request: Request) -> str:
    """The whole guide as one page, which the PDF is made of."""
    context = {
        "chapters": chapters(request),
        "has_readings": request.language.is_easy,
    }
    return document_html(request, "paper/handout/book.html", context)


def _pdf(request: Request, context: dict[str, Any]) -> HttpResponse:
    """The PDF, or the sheet to print with a word on why there is none."""

    def why_not(reason: pdf.NoPdfError) -> HttpResponse:
        more = {"no_pdf": reason.code, "lacking": reason.letters}
        return TemplateResponse(request, "paper/handout/sheet.html", context | more)

    html = _document(request, context, context["body"])
    is_whole = "told" not in request.POST
    name = f"shiori-{request.day}.pdf"
    return pdf_response(lambda: pdf_of(request, html, is_whole=is_whole), name, why_not)


def _document(request: Request, context: dict[str, Any], body: str) -> str:
    """The page that is measured and made a PDF; `body` is the finished sheet."""
    context = context | {"body": mark_safe(body)}
    return document_html(request, "paper/handout/document.html", context, gaps=True)


def _choose_page(
    request: Request,
    basket: Basket,
    *,
    is_empty: bool = False,
    lonely: bool = False,
) -> HttpResponse:
    shown = basket.first(MOST_ITEMS)
    found = blocks_of(shown, on=request.day)
    services = services_on(day=request.day)
    asked = read_conditions(
        {name: request.GET[name] for name in _SEARCH if request.GET.get(name)},
        now=timezone.localtime(),
    )
    searched = None if asked.conditions.is_empty else find_offices(asked)
    chosen = [b for b in found.blocks if b.item.kind in (Kind.OFFICE, Kind.VISIT)]
    offices = choosing.offices(found.basket, chosen, searched)
    context = {
        "basket": found.basket,
        "found": found,
        "lines": _lines(found),
        "left_out": basket.unread + len(found.missing),
        "too_many": len(basket.items) if basket.is_too_long else 0,
        "most": MOST_ITEMS,
        "is_empty": is_empty,
        "lonely": lonely,
        "groups": choosing.groups(found.basket, services),
        "compared": choosing.compared(basket, services),
        "offices": offices,
        "visits": choosing.visits(found.basket, offices),
        "searched": searched,
        "asked": asked,
        "conditions": asked.conditions,
        "choices": asked.choices,
        "sheets": total_sheets(found.blocks, Look((request.language,))),
        "write": _address("paper:handout_write", found.basket),
        "ready": _ready_made(services),
    }
    return TemplateResponse(request, "paper/handout/choose.html", context)


def _chosen(request: Request) -> tuple[Basket, FoundBlocks]:
    """What the address names, and what of it there is."""
    basket = read_basket(request.GET.get("b", ""))
    return basket, blocks_of(basket.first(MOST_ITEMS), on=request.day)


def _write_page(
    request: Request, form: HandoutForm, found: FoundBlocks
) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "action": _address("paper:handout_sheet", found.basket),
        "choose": _address("paper:handout", found.basket),
        "sheets": total_sheets(found.blocks, Look((request.language,))),
    }
    has_errors = form.is_bound and not form.is_valid()
    return TemplateResponse(
        request, "paper/handout/write.html", context, status=422 if has_errors else 200
    )


def _given(request: Request) -> QueryDict:
    """What was sent; pressed in the head of the page, its own language or readings."""
    given = request.POST.copy()
    if request.POST.get("to") == "language":
        for name, value in usual().items():
            given[name] = str(value) if value else ""
        given["size"] = request.POST.get("size", "")
    elif request.POST.get("to") == "furigana":
        given["furigana"] = "" if given.get("furigana") else "on"
    return given


def _usual(request: Request) -> dict[str, object]:
    given = request.GET
    return usual(given.get("l", ""), given.get("f", ""), given.get("z", ""))


def _lines(found: FoundBlocks) -> list[ChosenLine]:
    """The list of what was chosen; at its ends an item can move one way only."""
    basket, last = found.basket, len(found.blocks) - 1
    return [
        ChosenLine(
            block,
            up=_moved(basket, block.item, by=-1) if place else "",
            down=_moved(basket, block.item, by=1) if place < last else "",
            out=_address("paper:handout", basket.without(block.item)) + "#chosen",
        )
        for place, block in enumerate(found.blocks)
    ]


def _moved(basket: Basket, item: BasketItem, *, by: int) -> str:
    return _address("paper:handout", basket.moved(item, by=by)) + "#chosen"


def _ready_made(services: Iterable[ServiceType]) -> list[tuple[str, str]]:
    """One sheet on each service, ready to be changed: its name and its address."""
    papers = (BasketItem(Kind.ASK), BasketItem(Kind.NEXT))
    return [
        (
            service.name,
            _address(
                "paper:handout",
                Basket((BasketItem(Kind.SERVICE, service.slug), *papers)),
            ),
        )
        for service in services
    ]


def _template_address(basket: Basket, look: Look) -> str:
    return f"{_address('paper:handout_sheet', basket)}&{look.query}"


def _address(view: str, basket: Basket, more: dict[str, str] | None = None) -> str:
    query = ({"b": basket.code} if basket.items else {}) | (more or {})
    return reverse(view) + (f"?{urlencode(query, safe='~')}" if query else "")
