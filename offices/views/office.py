"""One office, several side by side, and the sheet to take on a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from facts.wording import together
from offices.jsonld import as_jsonld
from offices.models import ImportSource, OfficeStatus
from offices.profile import (
    MOST_CHOSEN,
    Profile,
    neighbours_of,
    profile_of,
    profiles_of,
)
from offices.section import telling_site
from offices.whereabouts import name_here
from texts.requests import Request, site_address


@dataclass(frozen=True, slots=True)
class Chosen:
    """The offices that the address names, and what of it was left out."""

    profiles: list[Profile]
    unknown: bool
    too_many: bool

    @property
    def query(self) -> str:
        return "&".join(f"o={profile.office.code}" for profile in self.profiles)

    @property
    def sources(self) -> list[ImportSource]:
        """Where imported ones come from, each named once."""
        found = [source for profile in self.profiles for source in profile.sources]
        return list(dict.fromkeys(found))

    @property
    def names(self) -> str:
        return together(name_here(profile.office) for profile in self.profiles)

    @property
    def periods(self) -> list[str]:
        return sorted({one for profile in self.profiles for one in profile.periods})


@require_safe
def office(request: Request, code: str) -> HttpResponse:
    """Everything known of one place; one that left the data keeps its page."""
    profile = _profile(code, on=request.day)
    context = {
        "profile": profile,
        "office": profile.office,
        "neighbours": neighbours_of(profile.office),
    }
    return TemplateResponse(request, "offices/detail.html", context)


@require_safe
def office_data(request: Request, code: str) -> HttpResponse:
    """The same for machines; a place that may have ended is not told."""
    profile = _profile(code, on=request.day)
    if profile.office.status != OfficeStatus.ACTIVE:
        raise Http404
    url = site_address(request) + reverse("offices:office", args=[code])
    return JsonResponse(
        as_jsonld(profile, url=url, site=telling_site()),
        content_type="application/ld+json",
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


@require_safe
def comparison(request: Request) -> HttpResponse:
    """Up to three offices in one table; the choice is in the address."""
    return TemplateResponse(
        request, "offices/compare.html", {"chosen": _chosen(request)}
    )


@require_safe
def visit(request: Request) -> HttpResponse:
    """A sheet for each office: what is known, and room for what one sees."""
    return TemplateResponse(request, "offices/visit.html", {"chosen": _chosen(request)})


def _profile(code: str, *, on: date) -> Profile:
    profile = profile_of(code, on=on)
    if profile is None:
        raise Http404
    return profile


def _chosen(request: Request) -> Chosen:
    given = list(dict.fromkeys(request.GET.getlist("o")))
    codes = [code for code in given if code.isascii() and code.isprintable()]
    profiles = profiles_of(codes[:MOST_CHOSEN], on=request.day)
    too_many = len(given) > MOST_CHOSEN
    is_lacking = len(profiles) < min(len(given), MOST_CHOSEN)
    return Chosen(profiles, unknown=is_lacking, too_many=too_many)
