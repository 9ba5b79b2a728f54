"""What is stored, fetched in the shape that a plan compares with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from offices.domain.distance import Point
from offices.domain.normalise import place_key
from offices.importing.bulk import chunks
from offices.importing.list_columns import DAYS, PLACES
from offices.importing.lookups import Lookups
from offices.importing.row_reader import RowReader, read_again
from offices.importing.stored_rows import (
    Key,
    Listing,
    ListingState,
    Locked,
    ServicePlace,
    StoredRows,
)
from offices.models import (
    ImportSource,
    ListingStatus,
    Office,
    OfficeArea,
    OfficeService,
    OpeningHours,
    TraitKind,
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
            for (
                type_,
                source_no,
                number,
                pk,
                office,
                hash_,
                status,
                place,
                period,
            ) in found.iterator()
            for key in [(type_, source_no, number)]
        }
        self._remember_places(numbers)
        return StoredRows(
            listings,
            self.places,
            self._locked(),
            self._locked_listings(types),
            self.prefectures,
            is_wam=self.is_wam,
            states_of=self.states_of,
        )

    @cached_property
    def kinds(self) -> list[TraitKind]:
        """What people choose by, of which a city's own list has columns."""
        return [] if self.is_wam else list(TraitKind.objects.exclude(column=""))

    @cached_property
    def prefectures(self) -> frozenset[str]:
        """Where there are imported offices, before any file of this run is written."""
        offices = Office.objects.exclude(imported_from=None).order_by()
        codes = offices.values_list("municipality", flat=True).distinct()
        return frozenset((code or "")[:2] for code in codes)

    def states_of(self, pks: Collection[int]) -> dict[int, ListingState]:
        """What listings say now, and what their cells say, judged anew."""
        reader = RowReader(self.lookups, is_wam=self.is_wam, kinds=self.kinds)
        found = {}
        for part in chunks(pks):
            rows = OfficeService.objects.filter(pk__in=part)
            spans = spans_of(part)
            for row in rows:
                days = {day: spans.get((row.pk, day), "") for day in DAYS}
                found[row.pk] = ListingState(
                    row.imported_values() | days,
                    frozenset(row.locked_fields),
                    read_again(reader, row.raw),
                )
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
        offices = list(imported.exclude(locked_fields=[]))
        areas: dict[int, list[str]] = defaultdict(list)
        for office, code in OfficeArea.objects.filter(
            office__in=[one.pk for one in offices if "areas" in one.locked_fields]
        ).values_list("office", "municipality"):
            areas[office].append(code)
        return {
            office.pk: Locked(
                frozenset(office.locked_fields),
                office.imported_values()
                | {"areas": ";".join(sorted(areas[office.pk]))},
            )
            for office in offices
        }

    def _locked_listings(self, types: Collection[str]) -> Mapping[int, Locked]:
        rows = list(
            OfficeService.objects.filter(source=self.source, type__slug__in=types)
            .exclude(locked_fields=[])
            .order_by()
        )
        spans = spans_of(row.pk for row in rows)
        return {
            row.pk: Locked(
                frozenset(row.locked_fields),
                row.imported_values()
                | {day: spans.get((row.pk, day), "") for day in DAYS},
            )
            for row in rows
        }


def spans_of(listings: Iterable[int]) -> dict[tuple[int, str], str]:
    """The hours of listings by day, written as a row writes them; several with 、."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for part in chunks(listings):
        rows = OpeningHours.objects.filter(service__in=part).order_by()
        for pk, day, opens, closes in rows.values_list(
            "service", "day", "opens", "closes"
        ):
            found[pk, day].append(f"{opens:%H:%M}-{closes:%H:%M}")
    return {key: "、".join(sorted(spans)) for key, spans in found.items()}


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
