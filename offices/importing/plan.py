"""Rows against the table: what an import would do. Pure: it fetches nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from offices.domain.distance import Point, kilometres
from offices.importing.columns import LABELS, PLACES
from offices.importing.issues import Issue
from offices.importing.source_row import SourceRow, Values

Key = tuple[str, str, str]
Town = tuple[str, str]  # a service in a municipality
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
    """What staff changed by hand at one office, and must stay."""

    fields: frozenset[str]
    values: Mapping[str, str]


@dataclass
class StoredRows:
    """What is stored, for the services of one file within its scope."""

    listings: Mapping[Key, Listing] = field(default_factory=dict)
    places: dict[str, list[ServicePlace]] = field(default_factory=dict)
    locked: Mapping[int, Locked] = field(default_factory=dict)
    # Where the source has anything at all: the first two figures of municipalities.
    prefectures: frozenset[str] = frozenset()
    # The stored values of some listings, fetched only for those that changed.
    values_of: Callable[[Collection[int]], Mapping[int, Values]] = lambda pks: {}

    @property
    def newest_period(self) -> str:
        return max((row.last_period for row in self.listings.values()), default="")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row, before and after."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Update:
    """A row that says something else than before, or is listed again."""

    listing: Listing
    row: SourceRow | Brief
    changes: tuple[FieldChange, ...]
    is_relisted: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """What a report tells of a row; the row itself can go."""

    key: Key
    name: str

    @property
    def type(self) -> str:
        return self.key[0]

    def __getitem__(self, field: str) -> str:
        return self.name if field == "name" else ""


@dataclass
class Plan:
    """What one file comes to."""

    new: list[SourceRow | Brief] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    # Unchanged rows to write anew: their organisation changed, or our reading did.
    refreshed: list[Update] = field(default_factory=list)
    unchanged: Counter = field(default_factory=Counter)
    seen: set[int] = field(default_factory=set)
    vanished: list[tuple[Key, Listing]] = field(default_factory=list)
    places: list[ServicePlace] = field(default_factory=list)
    held: set[Key] = field(default_factory=set)
    # By service and municipality: rows in the file, stored rows that the file could
    # make vanish, and those that it does.
    listed: Counter[Town] = field(default_factory=Counter)
    at_stake: Counter[Town] = field(default_factory=Counter)
    gone: Counter[Town] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)
    rows: int = 0
    rejected: int = 0

    def forget_rows(self) -> None:
        """Keep what a report tells, and let go of the rows: a country has 50,000."""
        self.new = [Brief(row.key, row["name"]) for row in self.new]
        self.updates = [
            replace(update, row=Brief(update.row.key, update.row["name"]))
            for update in self.updates
        ]
        self.refreshed = []
        for place in self.places:
            place.rows = []
        self.places = []

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.updates or self.vanished)


def compare(
    rows: Iterable[SourceRow],
    table: StoredRows,
    *,
    held: Collection[Key] = (),
    is_partial: bool,
) -> Plan:
    """What importing `rows` would change; `held` are keys of rejected rows.

    A partial file (rows corrected after a rejection) makes nothing vanish.
    """
    plan = Plan(held=set(held))
    differing: list[tuple[Listing, SourceRow]] = []
    for row in rows:
        plan.rows += 1
        plan.listed[row.type, row["municipality"]] += 1
        listing = table.listings.get(row.key)
        if listing is None:
            plan.new.append(row)
            continue
        plan.seen.add(listing.pk)
        _tell_locked(plan, row, table.locked.get(listing.office))
        if listing.hash == row.hash and listing.is_active:
            plan.unchanged[row.type] += 1
        else:
            differing.append((listing, row))
    _sort_out(plan, differing, table)
    if not is_partial:
        _find_vanished(plan, table)
    _find_places(plan, table)
    return plan


def _find_vanished(plan: Plan, table: StoredRows) -> None:
    """What the file covers and does not name: its services, where it has any row."""
    types = {slug for slug, _town in plan.listed}
    prefectures = {town[:2] for _slug, town in plan.listed}
    for key, listing in sorted(table.listings.items()):
        is_covered = key[0] in types and listing.municipality[:2] in prefectures
        if not (listing.is_active and is_covered):
            continue
        town = key[0], listing.municipality
        plan.at_stake[town] += 1
        if listing.pk not in plan.seen and key not in plan.held:
            plan.vanished.append((key, listing))
            plan.gone[town] += 1


def changes_between(old: Values, new: Values) -> tuple[FieldChange, ...]:
    """What changed at the place; what changed at its organisation is written too,
    but is no change of this row.
    """
    return tuple(
        FieldChange(name, old[place], new[place])
        for name, place in PLACES.items()
        if old[place] != new[place] and not name.startswith("organization_")
    )


def _sort_out(
    plan: Plan, differing: list[tuple[Listing, SourceRow]], table: StoredRows
) -> None:
    """Tell updates from rows whose fingerprint alone is old."""
    before = table.values_of([listing.pk for listing, _row in differing])
    for listing, row in differing:
        old = before.get(listing.pk) or ("",) * len(LABELS)
        update = Update(
            listing, row, changes_between(old, row.values), not listing.is_active
        )
        if update.changes or update.is_relisted:
            plan.updates.append(update)
            _suggest(plan, update, table)
        else:
            plan.unchanged[row.type] += 1
            plan.refreshed.append(update)


def _suggest(plan: Plan, update: Update, table: StoredRows) -> None:
    """A row that moved keeps its office; people may want to merge or split."""
    row, office = update.row, update.listing.office
    if not {"address", "lat", "lon"} & {change.field for change in update.changes}:
        return
    for place in table.places.get(row.office_number, ()):
        if place.office == office and len(place.types) > 1 and not place.is_where(row):
            plan.issues.append(_issue(row, "split_suggested", "address"))
        elif place.office != office and place.takes(row):
            plan.issues.append(_issue(row, "merge_suggested", "address"))


def _tell_locked(plan: Plan, row: SourceRow, locked: Locked | None) -> None:
    if locked is None:
        return
    for name in sorted(locked.fields):
        given = f"{row['lat']},{row['lon']}" if name == "position" else row[name]
        if given != locked.values.get(name, ""):
            told = f"公表データ「{given}」 職員「{locked.values.get(name, '')}」"
            plan.issues.append(_issue(row, "locked_field_differs", name, told))


def _find_places(plan: Plan, table: StoredRows) -> None:
    """Put each new row at a place: with other services of its number, or a new one."""
    for row in sorted(plan.new, key=lambda row: row.key):
        known = table.places.setdefault(row.office_number, [])
        fitting = [place for place in known if place.takes(row)]
        place = min(fitting, key=lambda p: (_distance(p, row), p.rank), default=None)
        if place is None or not row.office_number:
            place = ServicePlace(None, set(), [], set())
            known.append(place)
        place.add(row)
        if not place.rows:
            plan.places.append(place)
        place.rows.append(row)


def _distance(place: ServicePlace, row: SourceRow) -> float:
    if row.point is None:
        return 0.0
    return min((kilometres(row.point, p) for p in place.points), default=0.0)


def _issue(row: SourceRow, code: str, column: str, value: str = "") -> Issue:
    return Issue(row.record, row.line, code, LABELS.get(column, column), value)
