"""One office as schema.org says it, for machines: confirmed values only."""

from __future__ import annotations

from collections.abc import Iterable

from facts.wording import bracketed, joined
from offices.domain.hours import read_written_hours
from offices.models import Day, OfficeService, TellsSection, TraitKind
from offices.office_words import HasHours
from offices.profile import OwnWays, Profile, services_of
from offices.section import ways_to
from offices.traits import SaidTrait

_WEEK = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DAYS: dict[str, list[str]] = {
    Day.WEEKDAY: _WEEK[:5],
    Day.SATURDAY: _WEEK[5:6],
    Day.SUNDAY: _WEEK[6:],
    Day.HOLIDAY: ["PublicHolidays"],
}
_GOVERNMENT = {"city", "hellowork", "jisou", "hogo"}


def as_jsonld(profile: Profile, *, url: str, site: TellsSection) -> dict[str, object]:
    """`profile` as a LocalBusiness or GovernmentOffice; the unknown is left out."""
    office, ways = profile.office, ways_to(profile.office, site)
    is_government = office.kind.code in _GOVERNMENT
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice" if is_government else "LocalBusiness",
        "@id": url,
        "name": office.name,
        "alternateName": office.reading,
        "url": office.url or url,
        "telephone": _abroad(ways.phone),
        "faxNumber": _abroad(ways.fax),
        "email": ways.email,
        "address": _address(profile, ways.postal_code),
        "geo": _geo(profile),
        "openingHours": ways.hours,
        "openingHoursSpecification": _written(ways.hours) or _hours(profile),
        "areaServed": [str(area.municipality) for area in office.all_areas],
        "parentOrganization": _organization(profile),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "事業所番号", "value": number}
            for number in dict.fromkeys(row.office_number for row in profile.active)
            if number
        ],
        "amenityFeature": [
            _feature(known.kind, said)
            for known in profile.traits
            for said in known.said
        ],
        "makesOffer": [
            {"@type": "Offer", "itemOffered": _service(profile, row)}
            for row in profile.active
        ],
    }
    return {name: value for name, value in found.items() if value}


def _abroad(number: str) -> str:
    """A number with the country's code, as schema.org asks; free ones stay."""
    if not number or number.startswith(("0120", "0800")):
        return number
    return f"+81-{number[1:]}"


def _address(profile: Profile, postal_code: str) -> dict[str, str]:
    office = profile.office
    place = office.municipality if office.is_imported else None
    parts = {
        "postalCode": postal_code,
        "addressRegion": place.prefecture if place else "",
        "addressLocality": place.name if place else "",
        "streetAddress": office.address,
    }
    if not office.address:
        return {}
    given = {name: value for name, value in parts.items() if value}
    return {"@type": "PostalAddress", "addressCountry": "JP"} | given


def _geo(profile: Profile) -> dict[str, object]:
    point = profile.office.point
    if point is None or profile.is_rough:
        return {}
    return {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon}


def _written(text: str) -> list[dict[str, object]]:
    """Hours that staff wrote as a text, where it is plain on which days they hold."""
    written = read_written_hours(text)
    if written is None or not written.days:
        return []
    return [_opening([_WEEK[day] for day in written.days], written.hours)]


def _opening(days: Iterable[str], hours: HasHours) -> dict[str, object]:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{day}" for day in days],
        "opens": f"{hours.opens:%H:%M}",
        "closes": f"{hours.closes:%H:%M}",
    }


def _hours(profile: Profile) -> list[dict[str, object]]:
    """Hours that hold for the whole place; those that differ by service do not."""
    return [
        _opening(_DAYS[opening.day], span)
        for opening in profile.openings
        if not opening.varies
        for span in opening.spans
    ]


def _service(profile: Profile, row: OfficeService) -> dict[str, object]:
    """One service, with what it says otherwise than its place."""
    name = "" if row.name == profile.office.name_ja else row.name
    ways = [own for own in profile.own_ways if own.service == row.type.name_here]
    found = {
        "@type": "Service",
        "name": row.type.name,
        "alternateName": name,
        "hoursAvailable": _hours_of(profile, row),
        "availableChannel": [
            {"@type": "ServiceChannel"}
            | ({"servicePhone": _contact(own)} if own.phone or own.fax else {})
            | ({"serviceUrl": own.url} if own.url else {})
            for own in ways
        ],
    }
    return {name: value for name, value in found.items() if value}


def _feature(kind: TraitKind, said: SaidTrait) -> dict[str, object]:
    """What is known of one thing that people choose by."""
    label = (
        bracketed(kind.label, joined(said.services)) if said.services else kind.label
    )
    words = joined(filter(None, [said.in_words, said.row.words]))
    answers = {"yes": True, "no": False}
    return {
        "@type": "LocationFeatureSpecification",
        "name": label,
        "value": answers.get(said.row.answer, words),
        "description": words,
        "validFrom": f"{said.row.said_on}",
    }


def _contact(own: OwnWays) -> dict[str, str]:
    said = {"telephone": _abroad(own.phone), "faxNumber": _abroad(own.fax)}
    return {"@type": "ContactPoint"} | {
        name: text for name, text in said.items() if text
    }


def _hours_of(profile: Profile, row: OfficeService) -> list[dict[str, object]]:
    """The hours of one service, on the days on which another has others."""
    return [
        _opening(_DAYS[opening.day], span)
        for opening in profile.openings
        if opening.varies
        for span in opening.spans
        if row.type.name_here in services_of(span)
    ]


def _organization(profile: Profile) -> dict[str, object]:
    office = profile.office
    name = office.operator.name if office.operator else office.organization
    if not name:
        return {}
    found: dict[str, object] = {"@type": "Organization", "name": name}
    if office.operator and office.operator.corporate_number:
        found["identifier"] = {
            "@type": "PropertyValue",
            "propertyID": "法人番号",
            "value": office.operator.corporate_number,
        }
    return found
