"""Services that another source lists too: one place is not two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from offices.domain.distance import Point, kilometres
from offices.domain.normalise import place_key
from offices.importing.list_columns import LABELS
from offices.importing.source_row import SourceRow
from offices.importing.stored_rows import ONE_PLACE_KM, Key, Listing
from offices.models import GeoSource, ImportSource, ListingStatus, OfficeService
from texts.domain.fold import search_key

_TOLD = ("name", "address", "phone", "fax", "url")


@dataclass(frozen=True, slots=True)
class Other:
    """A service at a place, as another source lists it."""

    key: Key
    listing: Listing
    # What staff said themselves, and no list says better.
    marks: frozenset[str]
    source: str
    says: tuple[str, ...]
    point: Point | None

    def is_same(self, row: SourceRow) -> bool:
        """Whether `row`, of the same service and municipality, is this one.

        Numbers that differ are of two; a number alone can be of several places.
        """
        number = self.key[2]
        if number and row.office_number and number != row.office_number:
            return False
        name, address, *_others = self.says
        if search_key(name) == search_key(row["name"]):
            return True
        if address and place_key(address) == place_key(row["address"]):
            return True
        if not number or number != row.office_number:
            return False
        here, there = row.point, self.point
        return (
            here is not None
            and there is not None
            and (kilometres(here, there) <= ONE_PLACE_KM)
        )

    def differences(self, row: SourceRow) -> str:
        """What `row` says otherwise, in words."""
        differing = [
            f"{LABELS[name]}（いま「{text}」、一覧「{row[name]}」）"
            for name, text in zip(_TOLD, self.says, strict=True)
            if row[name] and search_key(row[name]) != search_key(text)
        ]
        traits = f"／{row['traits']}" if row["traits"] else ""
        told = "、".join(differing) or "ちがいはありません"
        return f"{self.source}：{told}{traits}"


class Elsewhere:
    """What other sources list, by service and municipality."""

    def __init__(self, others: Iterable[Other] = ()) -> None:
        self._others: dict[tuple[str, str], list[Other]] = defaultdict(list)
        for other in others:
            self._others[other.key[0], other.listing.municipality].append(other)

    def find(self, row: SourceRow) -> Other | None:
        """The one that `row` is too; of several the one with the least key."""
        known = self._others.get((row.type, row["municipality"]), ())
        fitting = [other for other in known if other.is_same(row)]
        return min(fitting, key=lambda other: other.key, default=None)


def listed_elsewhere(
    source: ImportSource, types: Collection[str], municipalities: Collection[str]
) -> Elsewhere:
    """What sources other than `source` list there, and still do."""
    rows = (
        OfficeService.objects.filter(status=ListingStatus.ACTIVE, type__slug__in=types)
        .exclude(source=source)
        .select_related("type", "source", "office")
        .defer("raw")
        .order_by()
    )
    # So many at most: a database takes no more in one question.
    if len(municipalities) <= 400:
        rows = rows.filter(office__municipality__in=sorted(municipalities))
    return Elsewhere(_others(rows))


def _others(rows: Iterable[OfficeService]) -> Iterator[Other]:
    for row in rows:
        office = row.office
        point = None
        if office.lat and office.lon and office.geo_source != GeoSource.TOWN:
            point = Point(float(office.lat), float(office.lon))
        yield Other(
            (row.type.slug, row.source_no, row.office_number),
            Listing(
                row.pk, row.office_id, row.content_hash, True,
                office.municipality_id or "", row.last_period,
            ),
            frozenset(row.locked_fields),
            row.source.name,
            (row.name, office.address, office.phone, office.fax, office.url),
            point,
        )  # fmt: skip
