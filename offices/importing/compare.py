"""Rows against what is stored. Pure: it fetches nothing but through `StoredRows`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set

from offices.domain.distance import kilometres
from offices.importing.elsewhere import Elsewhere, Other
from offices.importing.issues import Issue
from offices.importing.list_columns import DAYS, LABELS, LOCKS, PLACES
from offices.importing.plan import KeptCorrection, Plan, Update
from offices.importing.source_row import FieldChange, SourceRow, fingerprint
from offices.importing.stored_rows import (
    Key,
    Listing,
    ListingState,
    ServicePlace,
    StoredRows,
)
from offices.importing.trait_columns import marked_traits
from offices.models import ListingStatus, OfficeService

# What a row says of its listing; all else it says of the place.
OF_A_LISTING = frozenset(name for name in OfficeService.correctable() if name in PLACES)
ON_A_LISTING = OF_A_LISTING | set(DAYS)
_NOWHERE = Elsewhere()


def compare(
    rows: Iterable[SourceRow],
    table: StoredRows,
    *,
    elsewhere: Elsewhere = _NOWHERE,
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
        is_open = listing is not None and listing.is_active
        if not (is_open or table.is_wam) and (other := elsewhere.find(row)):
            plan.known.append((other.listing.pk, row))
            told = other.differences(row)
            plan.issues.append(_issue(row, "known_elsewhere", "name", told))
            _tell_kept_traits(plan, row, other.marks)
            continue
        if listing is None:
            plan.new.append(row)
            continue
        plan.seen.add(listing.pk)
        _tell_locked(plan, row, listing, table)
        locked = table.locked_listings.get(listing.pk)
        is_kept = locked is not None and "status" in locked.fields
        if listing.hash == row.hash and (listing.is_active or is_kept):
            plan.unchanged[row.type] += 1
        else:
            differing.append((listing, row))
    _sort_out(plan, differing, table)
    if not is_partial:
        _find_vanished(plan, table)
    _find_places(plan, table, elsewhere)
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
        if listing.pk in plan.seen or key in plan.held:
            continue
        locked = table.locked_listings.get(listing.pk)
        if locked is not None and "status" in locked.fields:
            kept = ListingStatus(locked.values["status"]).label
            gone = ListingStatus.NOT_LISTED.label
            name = locked.values["name"]
            plan.kept.append(KeptCorrection(key, name, "status", gone, kept))
            told = f"公表データ「{gone}」 職員「{kept}」（{name}）"
            plan.issues.append(Issue(0, 0, "locked_field_differs", "掲載", told))
        else:
            plan.vanished.append((key, listing))
            plan.gone[town] += 1


def _sort_out(
    plan: Plan, differing: list[tuple[Listing, SourceRow]], table: StoredRows
) -> None:
    """Tell updates from rows whose fingerprint alone is old."""
    states = table.states_of([listing.pk for listing, _row in differing])
    for listing, row in differing:
        state = states[listing.pk]
        kept = state.locked | _corrected(listing, state)
        _tell_unmarked(plan, row, state, kept)
        locked = table.locked.get(listing.office)
        update = Update(
            listing,
            row,
            tuple(_changes(row, state, kept, locked.fields if locked else frozenset())),
            is_relisted=not listing.is_active and "status" not in kept,
            kept=kept,
        )
        if update.changes or update.is_relisted:
            plan.updates.append(update)
            _suggest(plan, update, table)
            _tell_kept_areas(plan, update)
        else:
            plan.unchanged[row.type] += 1
            plan.refreshed.append(update)


def _corrected(listing: Listing, state: ListingState) -> frozenset[str]:
    """What somebody changed past the forms, unmarked: it is not what the data said.

    Nothing can be told where our reading of the data changed, or where a mark was
    taken away: then the fingerprint is another one.
    """
    if state.values is None or fingerprint(state.values) != listing.hash:
        return frozenset()
    return frozenset(
        name for name in ON_A_LISTING if state.says[name] != state.values[PLACES[name]]
    )


def _changes(
    row: SourceRow,
    state: ListingState,
    kept: Collection[str],
    locked: Collection[str],
) -> Iterator[FieldChange]:
    """What changes at the place, field by field; its organisation is told apart."""
    old = state.values or ("",) * len(LABELS)
    for name, place in PLACES.items():
        if name.startswith("organization_"):
            continue
        before = state.says[name] if name in ON_A_LISTING else old[place]
        is_kept = name in kept if name in ON_A_LISTING else LOCKS.get(name) in locked
        if before != row[name] and not is_kept:
            yield FieldChange(name, before, row[name])


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


def _tell_kept_areas(plan: Plan, update: Update) -> None:
    """Areas are only added: what a list does not name any more, staff take away."""
    for change in update.changes:
        if change.field == "areas":
            gone = set(change.old.split(";")) - {"", *change.new.split(";")}
            if gone:
                told = "、".join(sorted(gone))
                plan.issues.append(_issue(update.row, "areas_kept", "areas", told))


def _tell_locked(
    plan: Plan, row: SourceRow, listing: Listing, table: StoredRows
) -> None:
    """Name what people marked in a row or its place, where the data differ."""
    locked = table.locked.get(listing.office)
    if locked is not None:
        for name in sorted(locked.fields & _SAID.keys()):
            given = _SAID[name](row)
            # A list that lacks these columns says nothing of them.
            if given or name not in ("postal_code", "areas"):
                _tell_kept(plan, row, name, given, locked.values.get(name, ""))
    locked = table.locked_listings.get(listing.pk)
    if locked is not None:
        _tell_kept_traits(plan, row, locked.fields)
        for name in sorted(locked.fields & ON_A_LISTING):
            _tell_kept(plan, row, name, row[name], locked.values[name])
        if "status" in locked.fields:
            kept = ListingStatus(locked.values["status"]).label
            _tell_kept(plan, row, "status", ListingStatus.ACTIVE.label, kept)


def _tell_kept_traits(plan: Plan, row: SourceRow, marks: Collection[str]) -> None:
    """What people choose by, as staff wrote it themselves, is not for a list."""
    if marks:
        for name in marked_traits(row.raw, marks):
            told = f"一覧「{row.raw[name]}」"
            plan.issues.append(_issue(row, "locked_field_differs", "traits", told))


def _tell_unmarked(
    plan: Plan, row: SourceRow, state: ListingState, kept: Set[str]
) -> None:
    for name in sorted(kept - state.locked):
        _tell_kept(plan, row, name, row[name], state.says[name])


def _tell_kept(plan: Plan, row: SourceRow, name: str, given: str, kept: str) -> None:
    if given == kept:
        return
    plan.kept.append(KeptCorrection(row.key, row["name"], name, given, kept))
    told = f"公表データ「{given}」 職員「{kept}」"
    plan.issues.append(_issue(row, "locked_field_differs", name, told))


# What a row says under the names that are locked at an office.
_SAID = {
    name: lambda row, name=name: row[name]
    for name in ("name", "reading", "organization", "municipality", "postal_code",
                 "address", "phone", "fax", "url", "areas")
} | {"position": lambda row: f"{row['lat']},{row['lon']}"}  # fmt: skip


def _find_places(plan: Plan, table: StoredRows, elsewhere: Elsewhere) -> None:
    """Put each new row at a place: with other services of its number, or a new one."""
    for row in sorted(plan.new, key=lambda row: row.key):
        known = table.places.setdefault(row.office_number, [])
        if table.is_wam and (other := elsewhere.find(row)):
            _join(plan, row, other, known)
            continue
        fitting = [place for place in known if place.takes(row)]
        place = min(fitting, key=lambda p: (_distance(p, row), p.rank), default=None)
        if place is None or not row.office_number:
            place = ServicePlace(None, set(), [], set())
            known.append(place)
        place.add(row)
        if not place.rows:
            plan.places.append(place)
        place.rows.append(row)


def _join(plan: Plan, row: SourceRow, other: Other, known: list[ServicePlace]) -> None:
    """Published data come to a place of a city's own list, which steps back."""
    office = other.listing.office
    place = next((place for place in known if place.office == office), None)
    if place is None:
        place = ServicePlace(office, set(), [], set())
        known.append(place)
    place.add(row)
    if not place.rows:
        plan.places.append(place)
    place.rows.append(row)
    plan.issues.append(_issue(row, "joined_own_list", "name", other.differences(row)))
    if "status" not in other.marks:
        plan.vanished.append((other.key, other.listing))


def _distance(place: ServicePlace, row: SourceRow) -> float:
    if row.point is None:
        return 0.0
    return min((kilometres(row.point, p) for p in place.points), default=0.0)


def _issue(row: SourceRow, code: str, column: str, value: str = "") -> Issue:
    return Issue(row.record, row.line, code, LABELS.get(column, column), value)
