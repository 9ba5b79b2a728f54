"""The pages on all services: the list, the comparison, the conditions."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from facts.wording import together
from services.catalogue import services_on, shared_requirements
from services.comparison import compare
from services.passages import contrast_between, overview
from texts.requests import Request


@require_safe
def service_list(request: Request) -> HttpResponse:
    """All services, never ranked, and how they lead to each other."""
    services = services_on(day=request.day)
    context = {"services": services, "overview": overview(services, on=request.day)}
    return TemplateResponse(request, "services/list.html", context)


@require_safe
def comparison(request: Request) -> HttpResponse:
    """The chosen services side by side; the choice is in the address."""
    table = compare(request.GET.getlist("s"), on=request.day)
    context = {
        "table": table,
        "contrast": contrast_between(table.services),
        "names": together(service.short_name for service in table.services),
        "all_services": services_on(day=request.day),
        "chosen": {service.slug for service in table.services},
        "asked": "s" in request.GET or "compare" in request.GET,
        "is_whole": is_whole(request),
        "joint": "~".join(service.slug for service in table.services),
        "query": "&".join(f"s={service.slug}" for service in table.services),
    }
    return TemplateResponse(request, "services/compare.html", context)


@require_safe
def conditions(request: Request) -> HttpResponse:
    """Who may use each service, on one page.

    In easy Japanese what all ask for stands whole, once, and what each asks for in one
    line: whole rules have three times the words there. They are on the page of each
    service, and here for who asks for all.
    """
    services = services_on(day=request.day)
    all_of_it = is_whole(request)
    context = {
        "services": [(one, one.exists_on(request.day)) for one in services],
        "shared": [] if all_of_it else shared_requirements(services),
        "is_whole": all_of_it,
    }
    return TemplateResponse(request, "services/conditions.html", context)


def is_whole(request: Request) -> bool:
    """Whether all is shown: in easy Japanese only to who asks for it."""
    return not request.language.is_easy or request.GET.get("all") == "1"
