"""The pages on services: the list, one service, the comparison, the conditions."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from facts.wording import together
from services.catalogue import (
    service_page,
    services_on,
    situations_on,
    wages,
    with_rules,
)
from services.comparison import compare
from services.models import ServiceFact, ServiceType
from services.models.fact import FactSection
from texts.requests import Request


@require_safe
def service_list(request: Request) -> HttpResponse:
    """All services by situation, never ranked."""
    return TemplateResponse(
        request, "services/list.html", {"situations": situations_on(request.day)}
    )


@require_safe
def detail(request: Request, slug: str) -> HttpResponse:
    """One service, in the same order of headings as every other."""
    service = get_object_or_404(service_page(slug, on=request.day))
    facts: dict[str, list[ServiceFact]] = {
        section: [] for section in FactSection.values
    }
    for fact in service.facts_today:
        facts[fact.kind.section].append(fact)
    context = {
        "service": service,
        "exists": service.exists_on(request.day),
        "facts": facts,
        "key_facts": [fact for fact in service.facts_today if fact.kind.is_key],
        "wages": wages(service),
    }
    return TemplateResponse(request, "services/detail.html", context)


@require_safe
def comparison(request: Request) -> HttpResponse:
    """The chosen services side by side; the choice is in the address."""
    chosen = request.GET.getlist("s")
    only_differences = request.GET.get("diff") == "1"
    table = compare(chosen, on=request.day, only_differences=only_differences)
    context = {
        "table": table,
        "names": together(service.short_name for service in table.services),
        "all_services": ServiceType.objects.published(),
        "chosen": {service.slug for service in table.services},
        "asked": "s" in request.GET or "compare" in request.GET,
        "only_differences": only_differences,
        "as_list": _as_list(request),
        "query": "&".join(f"s={service.slug}" for service in table.services),
    }
    return TemplateResponse(request, "services/compare.html", context)


def _as_list(request: Request) -> bool:
    """As asked for; otherwise a table, which in easy Japanese is too much at once."""
    asked = request.GET.get("list")
    return request.language.is_easy if asked not in {"0", "1"} else asked == "1"


@require_safe
def conditions(request: Request) -> HttpResponse:
    """Who may use each service, on one page."""
    services = with_rules(services_on(request.day), on=request.day)
    return TemplateResponse(
        request,
        "services/conditions.html",
        {
            "services": [
                (service, service.exists_on(request.day)) for service in services
            ]
        },
    )
