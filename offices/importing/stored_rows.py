"""What is stored, in the shape that a file is compared with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from offices.domain.distance import Point, kilometres
from offices.importing.source_row import SourceRow, Values

Key = tuple[str, str, str]
ONE_PLACE_KM = 0.15


@dataclass(slots=True)
class Listing:
    """A row of an earlier import, as far as a plan needs it."""

    pk: int
    office: int
    hash: str
    is_active: bool
    municipality: str
    last_period: str


@dataclass(frozen=True, slots=True)
class ListingState:
    """What one listing says now, what its data said, and what people locked."""

    says: Mapping[str, str]
    locked: frozenset[str]
    values: Values | None


@dataclass(slots=True, eq=False)
class ServicePlace:
    """An office with the services it has; `office` is None until it is written."""

    office: int | None
    types: set[str]
    points: list[Point]
    address_keys: set[str]
    rows: list[SourceRow] = field(default_factory=list)
    # The least of its rows' keys: of two places as near, the one with the lesser takes
    # a row, whatever order a database gives them in.
    rank: Key = ("~", "", "")

    def takes(self, row: SourceRow) -> bool:
        """Whether `row` is another service at this place: never two of one service."""
        return row.type not in self.types and self.is_where(row)

    def is_where(self, row: SourceRow) -> bool:
        if row.address_key in self.address_keys:
            return True
        point = row.point
        return point is not None and any(
            kilometres(point, other) <= ONE_PLACE_KM for other in self.points
        )

    def add(self, row: SourceRow) -> None:
        self.types.add(row.type)
        self.rank = min(self.rank, row.key)
        self.address_keys.add(row.address_key)
        if row.point is not None:
            self.points.append(row.point)


@dataclass(frozen=True, slots=True)
class Locked:
    """What staff changed by hand in one row, and must stay."""

    fields: frozenset[str]
    values: Mapping[str, str]


@dataclass
class StoredRows:
    """What is stored, for the services of one file within its scope."""

    listings: Mapping[Key, Listing] = field(default_factory=dict)
    places: dict[str, list[ServicePlace]] = field(default_factory=dict)
    # By the keys of offices, and of listings.
    locked: Mapping[int, Locked] = field(default_factory=dict)
    locked_listings: Mapping[int, Locked] = field(default_factory=dict)
    # Where the source has anything at all: the first two figures of municipalities.
    prefectures: frozenset[str] = frozenset()
    is_wam: bool = True
    # Fetched only for the listings that differ.
    states_of: Callable[[Collection[int]], Mapping[int, ListingState]] = lambda pks: {}

    @property
    def newest_period(self) -> str:
        return max((row.last_period for row in self.listings.values()), default="")
