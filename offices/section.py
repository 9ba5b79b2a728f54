"""The city's section in charge: what the site says of it once, its office says too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps

from offices.models import Office, TellsSection
from offices.profile import Profile


def telling_site() -> TellsSection:
    """What the site says of the section (one query); empty before there is content."""
    [model] = [one for one in apps.get_models() if issubclass(one, TellsSection)]
    return model._default_manager.first() or model()


@dataclass(frozen=True, slots=True)
class Ways:
    """How to reach an office; what is empty is not known."""

    phone: str
    fax: str
    email: str
    hours: str
    closed: str
    postal_code: str
    # The number of the whole city, which puts one through.
    is_main_phone: bool = False


def ways_to(office: Office, site: TellsSection) -> Ways:
    """As its own row says; for the section itself, as the site says."""
    if not office.is_section:
        return Ways(
            office.phone,
            office.fax,
            office.email,
            office.hours,
            office.closed,
            office.postal_code,
        )
    return Ways(
        site.phone,
        site.section_fax,
        site.section_email,
        site.hours,
        site.closed,
        site.postal_code,
        is_main_phone=bool(site.phone) and not site.section_phone,
    )


def closed_days_of(profile: Profile, site: TellsSection) -> Sequence[str]:
    """When a place is closed, each saying once; the section as the site says."""
    if not profile.office.is_section:
        return profile.closed_days
    return [site.closed] if site.closed else []
