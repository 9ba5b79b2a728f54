"""One service: its first page, and the further pages that tell the rest."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from services.catalogue import one_service, wages
from services.models import ServiceFact, ServiceType
from services.models.fact import FactPage
from services.passages import contrasts_of
from services.views.pages import is_whole
from texts.requests import Request

# In easy Japanese; the page of all questions has the others.
_FIRST_QUESTIONS = 8
_TEMPLATES = {page: f"services/service_{page.value}.html" for page in FactPage}


@require_safe
def detail(request: Request, slug: str) -> HttpResponse:
    """What it is, for whom, what one does, money, how long, and what to do next."""
    service = one_service(slug, on=request.day)
    context = {
        **_named(service, request),
        "facts": [fact for fact in service.facts_today if fact.kind.is_on_first],
        "musts": _musts(service.facts_today),
        "musts_coming": _musts(service.facts_coming),
        "contrasts": contrasts_of(service),
    }
    return TemplateResponse(request, "services/detail.html", context)


@require_safe
def conditions(request: Request, slug: str) -> HttpResponse:
    """Who may use it: the whole rule, with the reason of each requirement.

    What else there is to say is shown in easy Japanese to who asks for all.
    """
    service = one_service(slug, on=request.day)
    return _further(request, service, FactPage.CONDITIONS, is_whole=is_whole(request))


@require_safe
def money(request: Request, slug: str) -> HttpResponse:
    """What one gets and what one pays."""
    service = one_service(slug, on=request.day)
    return _further(request, service, FactPage.MONEY, wages=wages(service))


@require_safe
def details(request: Request, slug: str) -> HttpResponse:
    """Everything else: days, lunch, what changes, questions, words, legal basis."""
    service = one_service(slug, on=request.day)
    first = _FIRST_QUESTIONS if request.language.is_easy else ""
    return _further(request, service, FactPage.DETAILS, first_questions=f":{first}")


def _further(
    request: Request, service: ServiceType, page: FactPage, **more: object
) -> HttpResponse:
    facts = [fact for fact in service.facts_today if fact.kind.page == page]
    context = {**_named(service, request), "facts": facts, "page": page.value, **more}
    return TemplateResponse(request, _TEMPLATES[page], context)


def _named(service: ServiceType, request: Request) -> dict[str, object]:
    return {"service": service, "exists": service.exists_on(request.day)}


def _musts(facts: list[ServiceFact]) -> list[ServiceFact]:
    """What comes first; a fact without words for it has nothing to say here."""
    return [fact for fact in facts if fact.kind.is_must and fact.gist]
