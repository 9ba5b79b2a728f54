"""One office as schema.org says it, for machines: confirmed values only."""

from __future__ import annotations

from offices.models import Day
from offices.profile import Profile

_DAYS: dict[str, list[str]] = {
    Day.WEEKDAY: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
    Day.SATURDAY: ["Saturday"],
    Day.SUNDAY: ["Sunday"],
    Day.HOLIDAY: ["PublicHolidays"],
}
_GOVERNMENT = {"city", "hellowork", "jisou", "hogo"}


def as_jsonld(profile: Profile, *, url: str) -> dict[str, object]:
    """`profile` as a LocalBusiness or GovernmentOffice; the unknown is left out."""
    office = profile.office
    is_government = office.kind.code in _GOVERNMENT
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice" if is_government else "LocalBusiness",
        "@id": url,
        "name": office.name,
        "alternateName": office.reading,
        "url": office.url or url,
        "telephone": _abroad(office.phone),
        "faxNumber": _abroad(office.fax),
        "email": office.email,
        "address": _address(profile),
        "geo": _geo(profile),
        "openingHoursSpecification": _hours(profile),
        "areaServed": [str(area.municipality) for area in office.all_areas],
        "parentOrganization": _organization(profile),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "事業所番号", "value": number}
            for number in dict.fromkeys(row.office_number for row in profile.active)
            if number
        ],
        "makesOffer": [
            {"@type": "Offer", "itemOffered": {"@type": "Service", "name": name}}
            for name in dict.fromkeys(row.type.name for row in profile.active)
        ],
    }
    return {name: value for name, value in found.items() if value}


def _abroad(number: str) -> str:
    """A number with the country's code, as schema.org asks; free ones stay."""
    if not number or number.startswith(("0120", "0800")):
        return number
    return f"+81-{number[1:]}"


def _address(profile: Profile) -> dict[str, str]:
    office = profile.office
    place = office.municipality if office.is_imported else None
    parts = {
        "postalCode": office.postal_code,
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
    if point is None or profile.office.is_position_rough:
        return {}
    return {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon}


def _hours(profile: Profile) -> list[dict[str, object]]:
    """Hours that hold for the whole place; those that differ by service do not."""
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"https://schema.org/{day}" for day in _DAYS[opening.day]],
            "opens": f"{opening.spans[0].opens:%H:%M}",
            "closes": f"{opening.spans[0].closes:%H:%M}",
        }
        for opening in profile.openings
        if len(opening.spans) == 1
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
