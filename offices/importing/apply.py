"""A plan into the database, in bulk; the caller holds the transaction and the lock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, time
from decimal import Decimal
from hashlib import blake2b

from django.db import connection, models

from offices.importing.bulk import CHUNK, chunks, insert, overwrite
from offices.importing.columns import PLACES
from offices.importing.lookups import Lookups
from offices.importing.plan import Plan, ServicePlace
from offices.importing.row_reader import RowReader, read_again
from offices.importing.source_row import SourceRow, Values
from offices.importing.stored import Store, current
from offices.models import (
    ImportIssue,
    ImportRun,
    ListingStatus,
    Municipality,
    Office,
    OfficeArea,
    OfficeChange,
    OfficeService,
    OfficeStatus,
    OpeningHours,
    Organization,
    ServiceCode,
)
from texts.domain.fold import search_key

_DAYS = ("weekday", "sat", "sun", "holiday")


Told = list[tuple[str, str, str]]


# Given at once, the columns of other languages need not be worked out one by one.
_NO_TEXT = {
    f"{name}_{language}": "" if language == "ja" else None
    for name in ("name", "organization", "address", "hours", "closed", "access",
                 "barrier_free", "note", "article")
    for language in ("ja", "ja_simple", "en")
}  # fmt: skip


class Writer:
    """Writes the plan of one file."""

    def __init__(self, store: Store, run: ImportRun, *, period: str, on: date) -> None:
        self.store = store
        self.lookups: Lookups = store.lookups
        self.source = store.source
        self.run = run
        self.period = period
        self.day = on
        self.types = {row.slug: row for row in ServiceCode.objects.all()}
        self.type_of = {row.pk: row for row in self.types.values()}
        self.municipalities = {row.code: row for row in Municipality.objects.all()}
        self.organizations: dict[str, Organization] = {}

    def write(self, plan: Plan, *, is_partial: bool) -> None:
        changed = [*plan.updates, *plan.refreshed]
        touched = {place.office for place in plan.places if place.office}
        self._find_organizations([*plan.new, *(u.row for u in changed)])
        self._create_offices(plan.places)
        self._create_listings(plan.places)
        self._update_listings(changed)
        vanished = [listing.pk for _key, listing in plan.vanished]
        for part in chunks(vanished):
            OfficeService.objects.filter(pk__in=part).update(
                status=ListingStatus.NOT_LISTED, missing_since=self.period
            )
        touched |= {listing.office for _key, listing in plan.vanished}
        touched |= {update.listing.office for update in changed}
        self._derive(touched)
        self._mark_seen(plan, is_partial=is_partial)

    # --- organisations ------------------------------------------------------

    def _find_organizations(self, rows: Sequence[SourceRow]) -> None:
        """Fetch or make who runs the places: by number, else by name and place."""
        wanted: dict[str, SourceRow] = {}
        for row in rows:
            if row["organization"]:
                key = organization_key(row.values)
                best = wanted.get(key)
                if best is None or self._rank(row) < self._rank(best):
                    wanted[key] = row
        found: dict[str, Organization] = {}
        for part in chunks(wanted):
            for org in Organization.objects.filter(code__in=part):
                found[org.code] = org
        new, changed = [], []
        for code, row in wanted.items():
            org = found.get(code)
            made = self._organization(code, row)
            if org is None:
                found[code] = made
                new.append(made)
            elif self._supplies(row, org) and _differs(org, made):
                made.pk = org.pk
                found[code] = made
                changed.append(made)
        Organization.objects.bulk_create(new, batch_size=CHUNK)
        overwrite(Organization, changed)
        self.organizations = found

    def _organization(self, code: str, row: SourceRow) -> Organization:
        name = row["organization"]
        return Organization(
            code=code,
            corporate_number=row["corporate_number"] or None,
            name=name,
            name_norm=search_key(name)[:100],
            reading=row["organization_reading"],
            municipality_id=row["organization_municipality"] or None,
            address=row["organization_address"],
            phone=row["organization_phone"],
            url=row["organization_url"],
            supplied_by=f"{self.period}:{self._rank(row)}",
        )

    def _rank(self, row: SourceRow) -> str:
        order = self.lookups.orders[row.type]
        return f"{order:05d}:{row.type}:{row.source_no}:{row.office_number}"[:110]

    def _supplies(self, row: SourceRow, org: Organization) -> bool:
        """Whether `row` speaks for `org`: the newest data, then the first service."""
        period, _, rank = org.supplied_by.partition(":")
        return (self.period, rank or "~") >= (period, self._rank(row))

    # --- places ---------------------------------------------------------------

    def _create_offices(self, places: Iterable[ServicePlace]) -> None:
        new = [place for place in places if place.office is None]
        taken = self._taken_codes({p.rows[0].office_number for p in new})
        # Copied, for making one anew takes longer than writing it.
        blank = Office(
            **_NO_TEXT,
            source_id=self.source.source_id,
            imported_from=self.source,
            order=1000,
        )
        for part in chunks(new):
            offices = [self._office(copy(blank), place, taken) for place in part]
            insert(Office, map(vars, offices))
            codes = [office.code for office in offices]
            made = Office.objects.filter(code__in=codes).values_list("code", "pk")
            keys = dict(made)
            for place, code in zip(part, codes, strict=True):
                place.office = keys[code]

    def _office(self, office: Office, place: ServicePlace, taken: set[str]) -> Office:
        row = min(place.rows, key=self._rank)
        day = row["checked_on"]
        office.code = _free_code(row, taken)
        office.kind_id = self.types[row.type].kind_id
        office.checked_on = date.fromisoformat(day) if day else self.day
        self._fill(office, row.values)
        office.refresh({row.office_number for row in place.rows})
        return office

    def _taken_codes(self, numbers: set[str]) -> set[str]:
        taken: set[str] = set()
        for part in chunks(numbers - {""}):
            taken |= set(
                Office.objects.filter(
                    models.Q(services__office_number__in=part) | models.Q(code__in=part)
                ).values_list("code", flat=True)
            )
        if "" in numbers:
            taken |= set(
                Office.objects.filter(code__startswith="p-").values_list(
                    "code", flat=True
                )
            )
        return taken

    def _fill(self, office: Office, values: Values) -> Told:
        """Put what the data say into `office`, but for what staff locked."""
        locked = set(office.locked_fields)
        before = current(office) if office.pk else {}
        given = dict(zip(PLACES, values, strict=True))
        for name in ("name", "reading", "organization", "address", "phone", "fax",
                     "url"):  # fmt: skip
            if name not in locked:
                setattr(office, name, given[name])
        if given["postal_code"]:
            office.postal_code = given["postal_code"]
        if "municipality" not in locked:
            office.municipality = self.municipalities.get(given["municipality"])
        if "organization" not in locked:
            office.operator = self.organizations.get(organization_key(values))
        if "position" not in locked:
            office.lat = Decimal(given["lat"]) if given["lat"] else None
            office.lon = Decimal(given["lon"]) if given["lon"] else None
            office.geo_source = given["geo_source"]
        if not before:
            return []
        after = current(office)
        return [
            (name, old, after[name]) for name, old in before.items()
            if old != after[name]
        ]  # fmt: skip

    # --- services at places ----------------------------------------------------

    def _create_listings(self, places: Iterable[ServicePlace]) -> None:
        rows = [(place.office, row) for place in places for row in place.rows]
        for part in chunks(rows):
            made = [
                self._listing(OfficeService(first_period=self.period), office, row)
                for office, row in part
            ]
            insert(OfficeService, map(vars, made))
            stored = OfficeService.objects.filter(
                source=self.source, office__in={office for office, _row in part}
            ).values_list("type", "source_no", "office_number", "pk")
            keys = {tuple(key): pk for *key, pk in stored}
            for row in made:
                row.pk = keys[row.type_id, row.source_no, row.office_number]
            pairs = [(m, row) for m, (_, row) in zip(made, part, strict=True)]
            self._write_hours(pairs)
            self._write_areas(pairs)

    def _update_listings(self, changed: Sequence) -> None:
        by_pk = {update.listing.pk: update.row for update in changed}
        for part in chunks(by_pk):
            stored = list(OfficeService.objects.filter(pk__in=part).defer("raw"))
            for listing in stored:
                self._listing(listing, listing.office_id, by_pk[listing.pk])
            overwrite(OfficeService, stored)
            OpeningHours.objects.filter(service__in=part).delete()
            pairs = [(listing, by_pk[listing.pk]) for listing in stored]
            self._write_hours(pairs)
            self._write_areas(pairs)

    def _listing(
        self, listing: OfficeService, office: int, row: SourceRow
    ) -> OfficeService:
        listing.office_id = office
        listing.type = self.types[row.type]
        listing.source = self.source
        listing.source_no = row.source_no
        listing.office_number = row.office_number
        listing.designated_by = row["designated_by"]
        listing.name = row["name"]
        listing.capacity = int(row["capacity"]) if row["capacity"] else None
        listing.closed_days = row["closed_days"]
        listing.hours_note = row["hours_note"]
        listing.status = ListingStatus.ACTIVE
        listing.last_period = max(self.period, listing.last_period)
        listing.missing_since = ""
        listing.content_hash = row.hash
        listing.raw = row.raw
        return listing

    def _write_hours(self, pairs: Iterable[tuple[OfficeService, SourceRow]]) -> None:
        spans = [
            {
                "office_id": listing.office_id,
                "service_id": listing.pk,
                "day": day,
                "opens": time.fromisoformat(row[day][:5]),
                "closes": time.fromisoformat(row[day][6:]),
            }
            for listing, row in pairs
            for day in _DAYS
            if row[day]
        ]
        insert(OpeningHours, spans)

    def _write_areas(self, pairs: Iterable[tuple[OfficeService, SourceRow]]) -> None:
        """The municipalities that an office is for; only lists of a city's own say."""
        areas = [
            OfficeArea(office_id=listing.office_id, municipality_id=code)
            for listing, row in pairs
            for code in filter(None, row["areas"].split(";"))
        ]
        OfficeArea.objects.bulk_create(areas, batch_size=CHUNK, ignore_conflicts=True)

    # --- what an office says, from the services that are listed -----------------

    def _derive(self, touched: Iterable[int]) -> None:
        """Let each office say what its first listed service says."""
        for part in chunks(sorted(touched)):
            listings = defaultdict(list)
            for listing in OfficeService.objects.filter(office__in=part):
                listings[listing.office_id].append(listing)
            said = {office: self._first_says(rows) for office, rows in listings.items()}
            self._know_organizations(values for values, _kind in said.values())
            offices = Office.objects.filter(pk__in=part)
            if connection.features.has_select_for_update:
                offices = offices.select_for_update(of=("self",))
            changed, log = [], []
            for office in offices.select_related("municipality", "operator"):
                numbers = {row.office_number for row in listings[office.pk]}
                told = self._derive_one(office, numbers, *said[office.pk])
                if told is not None:
                    changed.append(office)
                    log += [self._change(office, *item) for item in told]
            overwrite(Office, changed)
            OfficeChange.objects.bulk_create(log, batch_size=CHUNK)

    def _first_says(
        self, listings: Iterable[OfficeService]
    ) -> tuple[Values | None, int | None]:
        """The values of the service that names the place, and the kind of body."""
        active = [row for row in listings if row.status == ListingStatus.ACTIVE]
        if not active:
            return None, None
        first = min(active, key=self._rank_of_listing)
        is_wam = first.source_id == self.source.pk and self.store.is_wam
        reader = RowReader(self.lookups, is_wam=is_wam)
        return read_again(reader, first.raw), self.type_of[first.type_id].kind_id

    def _rank_of_listing(self, row: OfficeService) -> tuple:
        kind = self.type_of[row.type_id]
        return kind.order, kind.slug, row.source_no, row.office_number, row.source_id

    def _derive_one(
        self, office: Office, numbers: set[str], values: Values | None, kind: int | None
    ) -> Told | None:
        """What changed at `office`, or None where nothing did."""
        before = self._silent(office)
        stamp = office.updated_at
        told = self._new_status(office, is_listed=kind is not None)
        if values:
            told += self._fill(office, values)
        if kind is not None:
            office.kind_id = kind
        office.refresh(numbers)
        if told or before != self._silent(office):
            return told
        office.updated_at = stamp
        return None

    @staticmethod
    def _silent(office: Office) -> tuple:
        """What an import writes and no log tells."""
        return (office.search_text, office.operator_id, office.geo_source,
                office.kind_id, office.postal_code)  # fmt: skip

    def _change(self, office: Office, name: str, old: str, new: str) -> OfficeChange:
        return OfficeChange(office=office, field=name, old=old, new=new, run=self.run)

    def _know_organizations(self, said: Iterable[Values | None]) -> None:
        """Fetch the organisations of stored rows that this file did not name."""
        codes = {organization_key(values) for values in said if values}
        for part in chunks(codes - self.organizations.keys()):
            for org in Organization.objects.filter(code__in=part):
                self.organizations[org.code] = org

    def _new_status(self, office: Office, *, is_listed: bool) -> Told:
        """Say that an office left the data, or is back; never touch what staff say."""
        old = office.status
        if is_listed and old == OfficeStatus.NOT_LISTED:
            office.status = OfficeStatus.ACTIVE
        elif not is_listed and old == OfficeStatus.ACTIVE:
            office.status = OfficeStatus.NOT_LISTED
        if office.status == old:
            return []
        office.status_on = self.day
        return [("status", old, str(office.status))]

    # --- the day of the data ------------------------------------------------------

    def _mark_seen(self, plan: Plan, *, is_partial: bool) -> None:
        """Unchanged rows are of this period too, and their offices were looked at."""
        rows = OfficeService.objects.filter(
            source=self.source,
            status=ListingStatus.ACTIVE,
            last_period__lt=self.period,
        )
        seen = sorted(plan.seen)
        moved: set[int] = set()
        for part in chunks(seen):
            older = rows.filter(pk__in=part)
            moved |= set(older.values_list("office", flat=True))
            older.update(last_period=self.period)
        for part in chunks(sorted(moved)):
            Office.objects.filter(pk__in=part, checked_on__lt=self.day).update(
                checked_on=self.day
            )


def write_issues(run: ImportRun, issues: Iterable) -> None:
    for part in chunks(issues):
        insert(
            ImportIssue,
            [
                {
                    "run_id": run.pk,
                    "record_no": issue.record,
                    "line_no": issue.line,
                    "level": issue.level,
                    "code": issue.code,
                    "column": issue.column[:60],
                    "value": issue.value[:200].replace("\0", ""),
                    "message": issue.message,
                }
                for issue in part
            ],
        )


def organization_key(values: Values) -> str:
    """How an organisation is known: its number, else its name and municipality."""
    number = values[PLACES["corporate_number"]]
    name = values[PLACES["organization"]]
    if number or not name:
        return number
    place = values[PLACES["organization_municipality"]]
    digest = blake2b(f"{search_key(name)}|{place}".encode(), digest_size=8)
    return f"name-{digest.hexdigest()}"


def _free_code(row: SourceRow, taken: set[str]) -> str:
    base = row.office_number or f"p-{row.hash[:12]}"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    taken.add(code)
    return code


def _differs(one: Organization, other: Organization) -> bool:
    names = ("corporate_number", "name", "reading", "municipality_id", "address",
             "phone", "url")  # fmt: skip
    return any(getattr(one, name) != getattr(other, name) for name in names)
