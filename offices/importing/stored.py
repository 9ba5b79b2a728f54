"""What is stored, fetched in the shape that a plan compares with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

from offices.domain.distance import Point
from offices.domain.normalise import place_key
from offices.importing.bulk import chunks
from offices.importing.columns import PLACES
from offices.importing.lookups import Lookups
from offices.importing.plan import Key, Listing, Locked, ServicePlace, StoredRows
from offices.importing.row_reader import RowReader, read_again
from offices.importing.source_row import Values
from offices.models import (
    ImportSource,
    ListingStatus,
    Office,
    OfficeService,
)


class Store:
    """The stored rows of one source, fetched file by file; places are remembered."""

    def __init__(self, source: ImportSource, lookups: Lookups) -> None:
        self.source = source
        self.lookups = lookups
        self.is_wam = source.slug == "wam"
        self.places: dict[str, list[ServicePlace]] = {}

    def table(
        self,
        *,
        types: Collection[str],
        numbers: Collection[str],
        scope: frozenset[str] | None,
    ) -> StoredRows:
        """What a file with these services and 事業所番号 is compared with."""
        rows = OfficeService.objects.filter(
            source=self.source, type__slug__in=types
        ).order_by()
        if scope is not None:
            rows = rows.filter(office__municipality__in=sorted(scope))
        found = rows.values_list(
            "type__slug",
            "source_no",
            "office_number",
            "pk",
            "office",
            "content_hash",
            "status",
            "office__municipality",
            "last_period",
        )
        listings: dict[Key, Listing] = {
            key: Listing(
                pk, office, hash_, status == ListingStatus.ACTIVE, place or "", period
            )
            for *key_, pk, office, hash_, status, place, period in found.iterator()
            for key in [tuple(key_)]
        }
        self._remember_places(numbers)
        return StoredRows(
            listings,
            self.places,
            self._locked(),
            self.prefectures,
            self.values_of,
        )

    @cached_property
    def prefectures(self) -> frozenset[str]:
        """Where there are imported offices, before any file of this run is written."""
        codes = Office.objects.exclude(imported_from=None).order_by()
        codes = codes.values_list("municipality", flat=True).distinct()
        return frozenset((code or "")[:2] for code in codes)

    def values_of(self, pks: Collection[int]) -> dict[int, Values]:
        """What stored rows say, judged anew from the cells they were read from."""
        reader = RowReader(self.lookups, is_wam=self.is_wam)
        found = {}
        for part in chunks(pks):
            stored = OfficeService.objects.filter(pk__in=part)
            for pk, raw in stored.values_list("pk", "raw"):
                row = read_again(reader, raw)
                if row:
                    found[pk] = row
        return found

    def names_of(self, pks: Collection[int]) -> dict[Key, str]:
        """The names of stored rows, for the report."""
        return {
            (kind, no, number): name
            for part in chunks(pks)
            for kind, no, number, name in OfficeService.objects.filter(
                pk__in=part
            ).values_list("type__slug", "source_no", "office_number", "name")
        }

    def _remember_places(self, numbers: Collection[str]) -> None:
        """The stored places of these 事業所番号, unless an earlier file met them."""
        unknown = {number for number in numbers if number} - self.places.keys()
        by_office: dict[int, ServicePlace] = {}
        for part in chunks(unknown):
            for number, office, kind, source_no, raw in (
                OfficeService.objects.filter(office_number__in=part)
                .order_by()
                .values_list(
                    "office_number", "office", "type__slug", "source_no", "raw"
                )
            ):
                place = by_office.get(office)
                if place is None:
                    place = by_office[office] = ServicePlace(office, set(), [], set())
                known = self.places.setdefault(number, [])
                if place not in known:
                    known.append(place)
                place.types.add(kind)
                place.rank = min(place.rank, (kind, source_no, number))
                _locate(place, raw, self.lookups)

    def _locked(self) -> Mapping[int, Locked]:
        imported = Office.objects.exclude(imported_from=None)
        offices = imported.exclude(locked_fields=[])
        return {
            office.pk: Locked(frozenset(office.locked_fields), current(office))
            for office in offices
        }


def current(office: Office) -> dict[str, str]:
    """What an office says now, by the names that can be locked."""
    return {
        "name": office.name,
        "reading": office.reading,
        "organization": office.organization,
        "municipality": office.municipality_id or "",
        "address": office.address,
        "position": f"{'' if office.lat is None else office.lat},"
        f"{'' if office.lon is None else office.lon}",
        "phone": office.phone,
        "fax": office.fax,
        "url": office.url,
    }


def _locate(place: ServicePlace, raw: Mapping[str, str], lookups: Lookups) -> None:
    """Where a stored row says that it is, as its importer understood it."""
    # What only lists of a city's own say is nothing of a place's.
    values = read_again(RowReader(lookups, is_wam=False), raw) if raw else None
    if values is None:
        return
    named = dict(zip(PLACES, values, strict=True))
    place.address_keys.add(named["municipality"] + place_key(named["address"]))
    if named["geo_source"] == "data":
        place.points.append(Point(float(named["lat"]), float(named["lon"])))
