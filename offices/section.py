"""The city's section in charge: what the site says of it once, its office says too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from offices.models import Office


class Site(Protocol):
    """The one home of how to reach the section: guide's SiteIdentity."""

    section_phone: str
    section_fax: str
    section_email: str
    main_phone: str
    hours: str
    closed: str
    postal_code: str

    @property
    def phone(self) -> str: ...


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


def ways_to(office: Office, site: Site) -> Ways:
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
