"""How the directory's pages write periods, hours and distances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template
from django.utils.translation import gettext as _

from facts.wording import joined
from offices.directory import FoundOffice, OfficeSpan
from offices.models import ListingStatus, Office, OfficeKind, OfficeService, TraitKind
from offices.office_words import (
    closed_in_words,
    hours_in_words,
    period_in_words,
    periods_in_words,
)
from offices.profile import Profile
from offices.section import Ways, closed_days_of, ways_to
from offices.to_ask import things_to_ask
from offices.traits import KnownTrait, trait_kinds
from offices.whereabouts import (
    Address,
    address_of,
    name_at_the_door,
    name_here,
    town_here,
)
from services.models import ServiceType
from texts.held import while_unchanged

register = template.Library()


register.filter("period", period_in_words)
register.filter("periods", periods_in_words)
register.filter("hours", hours_in_words)
register.filter("closed_words", closed_in_words)
for word in (name_here, name_at_the_door, town_here):
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


@register.simple_tag(takes_context=True, name="address_of")
def address_in_words(context: template.Context, office: Office) -> Address:
    """Where a place is; towns are read from a dictionary that a page asks for once."""
    frame = context["frame"]
    return address_of(office, lambda: frame.readings)


@register.simple_tag(takes_context=True)
def closed_days(context: template.Context, profile: Profile) -> Sequence[str]:
    """When a place is closed, each saying once."""
    return closed_days_of(profile, context["frame"].site)


@register.simple_tag(takes_context=True)
def to_ask(context: template.Context, profile: Profile) -> list[str]:
    """What is not known of a place, as things to ask on the phone."""
    site = context["frame"].site
    ways, closed = ways_to(profile.office, site), closed_days_of(profile, site)
    return things_to_ask(profile, ways, closed)


@register.simple_tag(takes_context=True)
def to_ask_each(
    context: template.Context, profiles: Sequence[Profile]
) -> Iterable[str]:
    """What is not known of any of several places."""
    first, *others = [to_ask(context, profile) for profile in profiles]
    return [one for one in first if all(one in other for other in others)]


@register.simple_tag
def traits_to_compare(
    profiles: Sequence[Profile],
) -> list[tuple[TraitKind, list[KnownTrait | None]]]:
    """Each thing that is known of any of them, with what is known of each."""
    known = [{one.kind.pk: one for one in profile.traits} for profile in profiles]
    return [
        (kind, [of_one.get(kind.pk) for of_one in known])
        for kind in profiles[0].kinds
        if any(kind.pk in of_one for of_one in known)
    ]


@register.simple_tag
def all_trait_kinds() -> Sequence[TraitKind]:
    """What people choose by, for a sheet on a place that is not known yet."""
    return trait_kinds()


@register.simple_tag(takes_context=True)
def hours_line(context: template.Context, result: FoundOffice) -> str:
    """The hours of an office in one line; empty where nothing is known."""
    written = ways_to(result.office, context["frame"].site).hours
    days = [(_("平日"), result.weekday), (_("土曜日"), result.saturday)]
    spans = [f"{day} {_span_in_words(span)}" for day, span in days if span]
    return written or joined(spans)


def _span_in_words(span: OfficeSpan) -> str:
    hours = joined(map(hours_in_words, span.spans))
    varies = _("%(hours)s（サービスによってちがいます）") % {"hours": hours}
    return varies if span.varies else hours


@register.filter
def is_in_directory(service: ServiceType) -> bool:
    """Whether a search by this service can find any office."""
    return service.pk in _offered()


@while_unchanged()
def _offered() -> frozenset[int | None]:
    """The keys of the services that some place offers; one query."""
    active = OfficeService.objects.filter(status=ListingStatus.ACTIVE).order_by()
    return frozenset(active.values_list("type__service", flat=True).distinct())


@register.filter
@while_unchanged()
def kinds_for(service: ServiceType) -> tuple[OfficeKind, ...]:
    """Whom one can ask about a service; one query."""
    return tuple(OfficeKind.objects.filter(services=service))
