"""The rows of a few places with everything that is known of them.

What many places share is held (`shared_rows`): so each place costs its own rows alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from offices.models import Office, OfficeArea, OfficeService, OpeningHours, Trait
from offices.places import Places, places
from offices.shared_rows import SharedRows, shared_rows
from offices.traits import trait_kinds
from texts.held import once_a_page

Owned = TypeVar("Owned", OfficeService, OpeningHours, OfficeArea)


@once_a_page
def offices_in_full(codes: tuple[str, ...]) -> list[Office]:
    """The published offices of `codes`, in no order.

    Each has `all_services` (with `all_traits`), `all_hours` and `all_areas`.
    """
    rows = Office.objects.published().filter(code__in=codes).order_by()
    offices = {office.pk: office for office in rows.select_related("operator")}
    if not offices:
        return []
    known = places()
    shared = shared_rows(known)
    services = _services([*offices], shared)
    listings = _by_office(services, offices)
    hours = _by_office(_hours([*offices], services), offices)
    areas = _by_office(_areas([*offices], known, shared), offices)
    for pk, office in offices.items():
        shared.give_to(office)
        office.source = shared.documents[office.source_id]
        office.all_services = listings[pk]
        office.all_hours = hours[pk]
        office.all_areas = areas[pk]
    return list(offices.values())


def _by_office(
    rows: Iterable[Owned], offices: dict[int, Office]
) -> dict[int, list[Owned]]:
    found: dict[int, list[Owned]] = defaultdict(list)
    for row in rows:
        row.office = offices[row.office_id]
        found[row.office_id].append(row)
    return found


def _services(offices: list[int], shared: SharedRows) -> list[OfficeService]:
    """Their services, those that the data still name first; two queries."""
    rows = OfficeService.objects.filter(office__in=offices).defer("raw")
    found = list(rows.order_by("status", "type__order", "office_number"))
    kinds = {kind.pk: kind for kind in trait_kinds()}
    traits: dict[int, list[Trait]] = defaultdict(list)
    for trait in Trait.objects.filter(listing__office__in=offices):
        trait.kind = kinds[trait.kind_id]
        traits[trait.listing_id].append(trait)
    for row in found:
        for trait in traits[row.pk]:
            trait.listing = row
        shared.give_type(row)
        if row.source_id is not None:
            row.source = shared.sources[row.source_id]
        row.all_traits = traits[row.pk]
    return found


def _hours(offices: list[int], services: Iterable[OfficeService]) -> list[OpeningHours]:
    """When one can come, by day and hour, then in the order of the services."""
    by_key = {row.pk: row for row in services}
    order = {row.pk: row.type.order for row in services}
    found = list(OpeningHours.objects.filter(office__in=offices).order_by())
    for row in found:
        if row.service_id is not None:
            row.service = by_key[row.service_id]
    return sorted(
        found, key=lambda row: (row.day, row.opens, order.get(row.service_id or 0, -1))
    )


def _areas(offices: list[int], known: Places, shared: SharedRows) -> list[OfficeArea]:
    """For the people of which municipalities they are there; most say none."""
    if not any(map(known.with_areas.__contains__, offices)):
        return []
    found = list(OfficeArea.objects.filter(office__in=offices))
    for row in found:
        row.municipality = shared.municipalities[row.municipality_id]
    return found
