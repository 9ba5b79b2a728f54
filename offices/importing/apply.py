"""A plan into the database, in bulk; the caller holds the transaction and the lock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, time

from django.db import models

from offices.importing.bulk import CHUNK, chunks, insert, overwrite
from offices.importing.compare import OF_A_LISTING, ON_A_LISTING
from offices.importing.derive import Derivation
from offices.importing.list_columns import DAYS
from offices.importing.organizations import OrganizationPlan, OrganizationReader
from offices.importing.plan import Plan, Update
from offices.importing.source_row import FieldChange, SourceRow
from offices.importing.stored import Store, spans_of
from offices.importing.stored_rows import Key, Listing, ServicePlace
from offices.importing.trace import Trace
from offices.importing.trait_columns import read_traits, renew_traits
from offices.models import (
    ImportIssue,
    ImportRun,
    ListingStatus,
    Office,
    OfficeArea,
    OfficeChange,
    OfficeService,
    OpeningHours,
    Organization,
    ServiceCode,
    found_by,
)

# Given at once, the columns of other languages need not be worked out one by one.
_NO_TEXT = {
    f"{name}_{language}": "" if language == "ja" else None
    for name in ("name", "organization", "address", "hours", "closed", "access",
                 "barrier_free", "note", "article")
    for language in ("ja", "ja_simple", "en")
}  # fmt: skip
_LISTED, _GONE = ListingStatus.ACTIVE.label, ListingStatus.NOT_LISTED.label
_TEXTS = sorted(OF_A_LISTING - {"capacity"})


class Writer:
    """Writes the plan of one file, and keeps what it overwrites."""

    def __init__(self, store: Store, run: ImportRun, *, period: str, on: date) -> None:
        self.source = store.source
        self.run = run
        self.period = period
        self.day = on
        self.types = {row.slug: row for row in ServiceCode.objects.all()}
        self.reader = OrganizationReader(store.lookups, period)
        self.trace = Trace(run)
        self.kinds = store.kinds
        self.derivation = Derivation(store, run, self.trace, self.types, on=on)

    def write(self, plan: Plan) -> None:
        changed = [*plan.updates, *plan.refreshed]
        touched = {place.office for place in plan.places if place.office}
        self._write_organizations(plan.organizations)
        self._create_offices(plan.places)
        self._create_listings(plan.places)
        self._update_listings(changed)
        self._write_known_traits(plan.known)
        self._close_listings(plan.vanished)
        touched |= {listing.office for _key, listing in plan.vanished}
        touched |= {update.listing.office for update in changed}
        self.derivation.derive(touched)
        self._mark_seen(plan)
        self.trace.finish()

    # --- organisations ------------------------------------------------------

    def _write_organizations(self, plan: OrganizationPlan) -> None:
        Organization.objects.bulk_create(plan.new, batch_size=CHUNK)
        self.trace.made(Organization, [org.pk for org in plan.new])
        changed = [
            update.row for update in plan.updates if update.changes and update.row
        ]
        self.trace.before(Organization, [org.pk for org in changed])
        overwrite(Organization, changed)
        OfficeChange.objects.bulk_create(
            [
                OfficeChange(
                    organization=update.row, run=self.run,
                    field=change.field, old=change.old, new=change.new,
                )
                for update in plan.updates
                for change in update.changes
            ],
            batch_size=CHUNK,
        )  # fmt: skip
        self.derivation.organizations = plan.known

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
            self.trace.made(Office, sorted(keys.values()))
            for place, code in zip(part, codes, strict=True):
                place.office = keys[code]

    def _office(self, office: Office, place: ServicePlace, taken: set[str]) -> Office:
        row = min(place.rows, key=self.reader.rank)
        day = row["checked_on"]
        # Else copies share one list.
        office.locked_fields = []
        office.code = _free_code(row, taken)
        office.kind_id = self.types[row.type].kind_id
        office.checked_on = date.fromisoformat(day) if day else self.day
        self.derivation.fill(office, row.values)
        office.refresh(word for row in place.rows for word in _found_by(row))
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

    # --- services at places ----------------------------------------------------

    def _create_listings(self, places: Iterable[ServicePlace]) -> None:
        rows = [(place.office, row) for place in places for row in place.rows]
        for part in chunks(rows):
            made = [
                self._listing(
                    OfficeService(first_period=self.period, office_id=office), row
                )
                for office, row in part
            ]
            insert(OfficeService, map(vars, made))
            stored = OfficeService.objects.filter(
                source=self.source, office__in={office for office, _row in part}
            ).values_list("type", "source_no", "office_number", "pk")
            keys = {tuple(key): pk for *key, pk in stored}
            for row in made:
                row.pk = keys[row.type_id, row.source_no, row.office_number]
            self.trace.made(OfficeService, [row.pk for row in made])
            pairs = [(m, row) for m, (_, row) in zip(made, part, strict=True)]
            self._write_hours(
                (listing, row, day) for listing, row in pairs for day in DAYS
            )
            self._write_areas(pairs)
            self._write_traits(pairs)

    def _update_listings(self, changed: Sequence[Update]) -> None:
        by_pk = {update.listing.pk: update for update in changed}
        for part in chunks(by_pk):
            self.trace.before(OfficeService, part)
            stored = list(OfficeService.objects.filter(pk__in=part).defer("raw"))
            for listing in stored:
                update = by_pk[listing.pk]
                self._listing(listing, update.row, kept=update.kept)
                self._tell(listing, update)
            overwrite(OfficeService, stored)
            pairs = [(listing, by_pk[listing.pk].row) for listing in stored]
            self._renew_hours(stored, by_pk)
            self._write_areas(pairs)
            self._write_traits(pairs)

    def _listing(
        self, listing: OfficeService, row: SourceRow, *, kept: frozenset = frozenset()
    ) -> OfficeService:
        listing.type = self.types[row.type]
        listing.source = self.source
        listing.source_no = row.source_no
        listing.office_number = row.office_number
        for name in _TEXTS:
            if name not in kept:
                setattr(listing, name, row[name])
        if "capacity" not in kept:
            listing.capacity = int(row["capacity"]) if row["capacity"] else None
        if "status" not in kept:
            listing.status = ListingStatus.ACTIVE
        listing.locked_fields = sorted({*listing.locked_fields, *kept})
        listing.last_period = max(self.period, listing.last_period)
        listing.missing_since = ""
        listing.content_hash = row.hash
        listing.raw = row.raw
        return listing

    def _tell(self, listing: OfficeService, update: Update) -> None:
        """Have the log name what changes at one service of a place."""
        told = ON_A_LISTING | {"traits"}
        changes = [c for c in update.changes if c.field in told]
        if update.is_relisted:
            changes.append(
                FieldChange(
                    "listing",
                    ListingStatus.NOT_LISTED.label,
                    ListingStatus.ACTIVE.label,
                )
            )
        for change in changes:
            self.derivation.tell(listing.office_id, listing.pk, change)

    def _close_listings(self, vanished: Sequence[tuple[Key, Listing]]) -> None:
        """Say that rows are not in the data any more."""
        for part in chunks(listing.pk for _key, listing in vanished):
            self.trace.before(OfficeService, part)
            OfficeService.objects.filter(pk__in=part).update(
                status=ListingStatus.NOT_LISTED, missing_since=self.period
            )
        change = FieldChange("listing", _LISTED, _GONE)
        for _key, listing in vanished:
            self.derivation.tell(listing.office, listing.pk, change)

    # --- what people choose by ------------------------------------------------------

    def _write_traits(self, pairs: Sequence[tuple[OfficeService, SourceRow]]) -> None:
        """What a city's own list says, but for what staff wrote."""
        if not self.kinds:
            return
        self.trace.before_traits(sorted(listing.pk for listing, _row in pairs))
        renew_traits(
            [
                (listing, read_traits(row.raw, self.kinds)[0], row["checked_on"])
                for listing, row in pairs
            ],
            self.kinds,
        )

    def _write_known_traits(self, known: Sequence[tuple[int, SourceRow]]) -> None:
        """Of a place that other data list too, a city's list says this alone."""
        rows = dict(known)
        for part in chunks(sorted(rows)):
            listings = OfficeService.objects.filter(pk__in=part).defer("raw")
            self._write_traits([(listing, rows[listing.pk]) for listing in listings])

    # --- hours and areas ----------------------------------------------------------

    def _renew_hours(
        self, stored: Sequence[OfficeService], by_pk: dict[int, Update]
    ) -> None:
        """Write the days that the data say otherwise, and that nobody corrected."""
        spans = spans_of(listing.pk for listing in stored)
        other = [
            (listing, by_pk[listing.pk].row, day)
            for listing in stored
            for day in DAYS
            if day not in by_pk[listing.pk].kept
            and by_pk[listing.pk].row[day] != spans.get((listing.pk, day), "")
        ]
        self.trace.before_hours(sorted({listing.pk for listing, _row, _day in other}))
        days: dict[str, list[int]] = defaultdict(list)
        for listing, _row, day in other:
            days[day].append(listing.pk)
        for day, keys in days.items():
            OpeningHours.objects.filter(service__in=keys, day=day).delete()
        self._write_hours(other)

    def _write_hours(
        self, days: Iterable[tuple[OfficeService, SourceRow, str]]
    ) -> None:
        spans = [
            {
                "office_id": listing.office_id,
                "service_id": listing.pk,
                "day": day,
                "opens": time.fromisoformat(row[day][:5]),
                "closes": time.fromisoformat(row[day][6:]),
            }
            for listing, row, day in days
            if row[day]
        ]
        insert(OpeningHours, spans)

    def _write_areas(self, pairs: Iterable[tuple[OfficeService, SourceRow]]) -> None:
        """The municipalities that an office is for; only lists of a city's own say."""
        wanted = {
            (listing.office_id, code)
            for listing, row in pairs
            for code in filter(None, row["areas"].split(";"))
        }
        if not wanted:
            return
        offices = {office for office, _code in wanted}
        known = OfficeArea.objects.filter(office__in=offices)
        wanted -= set(known.values_list("office", "municipality"))
        locked = Office.objects.filter(pk__in=offices).exclude(locked_fields=[])
        kept = {
            pk
            for pk, names in locked.values_list("pk", "locked_fields")
            if "areas" in names
        }
        added = sorted(pair for pair in wanted if pair[0] not in kept)
        self.trace.added_areas(OfficeArea, added)
        OfficeArea.objects.bulk_create(
            [OfficeArea(office_id=pk, municipality_id=code) for pk, code in added],
            batch_size=CHUNK,
        )

    # --- the day of the data ------------------------------------------------------

    def _mark_seen(self, plan: Plan) -> None:
        """Unchanged rows are of this period too, and their offices were looked at."""
        rows = OfficeService.objects.filter(last_period__lt=self.period).exclude(
            status=ListingStatus.NOT_LISTED
        )
        moved: set[int] = set()
        for part in chunks(sorted(plan.seen)):
            older = dict(rows.filter(pk__in=part).values_list("pk", "office"))
            moved |= set(older.values())
            self.trace.before_field(
                OfficeService, "last_period", sorted(older), after=self.period
            )
            OfficeService.objects.filter(pk__in=older).update(last_period=self.period)
        # Where a list says itself when each was looked at, that day stays.
        for part in chunks([] if plan.says_day else sorted(moved)):
            before = Office.objects.filter(pk__in=part, checked_on__lt=self.day)
            keys = sorted(before.values_list("pk", flat=True))
            self.trace.before_field(Office, "checked_on", keys, after=str(self.day))
            Office.objects.filter(pk__in=keys).update(checked_on=self.day)


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


def _found_by(row: SourceRow) -> set[str]:
    """What a search may name of a service that is not written yet."""
    return found_by(
        row.office_number, row["name"], row["phone"], row["fax"], row["url"]
    )


def _free_code(row: SourceRow, taken: set[str]) -> str:
    base = row.office_number or f"p-{row.hash[:12]}"
    code, number = base, 2
    # The first is looked up for all; of the others few are ever needed.
    while code in taken or (code != base and Office.objects.filter(code=code).exists()):
        code, number = f"{base}-{number}", number + 1
    taken.add(code)
    return code
