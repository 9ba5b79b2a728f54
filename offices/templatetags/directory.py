"""How the directory's pages write periods, hours and distances."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _

from offices.models import ListingStatus, Office, OfficeService
from offices.office_words import (
    closed_in_words,
    hours_in_words,
    period_in_words,
    periods_in_words,
)
from offices.profile import Profile
from offices.section import Ways, closed_days_of, ways_to
from offices.whereabouts import (
    address_at_the_door,
    address_here,
    name_at_the_door,
    name_here,
)
from services.models import ServiceType

register = template.Library()


register.filter("period", period_in_words)
register.filter("periods", periods_in_words)
register.filter("hours", hours_in_words)
register.filter("closed_words", closed_in_words)
for word in (name_here, name_at_the_door, address_here, address_at_the_door):
    register.filter(word.__name__, word)


@register.filter
def away(km: float) -> str:
    """A distance as far as a straight line can say."""
    if km < 0.1:
        return _("100mより近い")
    return _("約%(km)skm") % {"km": f"{km:.1f}"}


@register.simple_tag(takes_context=True, name="ways_to")
def ways_of(context: template.Context, office: Office) -> Ways:
    """How to reach an office; the section in charge as the site says of it."""
    return ways_to(office, context["frame"].site)


@register.simple_tag(takes_context=True)
def closed_days(context: template.Context, profile: Profile) -> Sequence[str]:
    """When a place is closed, each saying once."""
    return closed_days_of(profile, context["frame"].site)


@register.filter
def is_in_directory(service: ServiceType) -> bool:
    """Whether a search by this service can find any office (one query)."""
    return OfficeService.objects.filter(
        type__service=service, status=ListingStatus.ACTIVE
    ).exists()
