"""What an office says, from the services that are listed there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from offices.importing.bulk import CHUNK, chunks, overwrite
from offices.importing.list_columns import PLACES
from offices.importing.organizations import organization_key, stored_organizations
from offices.importing.row_reader import RowReader, read_again
from offices.importing.source_row import FieldChange, Values
from offices.importing.stored import Store
from offices.importing.trace import Trace
from offices.models import (
    GeoSource,
    ImportRun,
    ImportSource,
    ListingStatus,
    Municipality,
    Office,
    OfficeChange,
    OfficeKind,
    OfficeService,
    OfficeStatus,
    Organization,
    ServiceCode,
    found_by_services,
)

_TEXTS = ("name", "reading", "organization", "address", "phone", "fax", "url")


class Derivation:
    """Lets each office say what its first listed service says; logs every change."""

    def __init__(
        self,
        store: Store,
        run: ImportRun,
        trace: Trace,
        types: Mapping[str, ServiceCode],
        *,
        on: date,
    ) -> None:
        self.store = store
        self.run = run
        self.trace = trace
        self.day = on
        self.type_of = {row.pk: row for row in types.values()}
        self.municipalities = {row.code: row for row in Municipality.objects.all()}
        sources = ImportSource.objects.filter(slug="wam")
        self.published = set(sources.values_list("pk", flat=True))
        self.organizations: dict[str, Organization] = {}
        # What changed at single services, by office.
        self._told: dict[int, list[tuple[int, FieldChange]]] = defaultdict(list)

    def tell(self, office: int, service: int, change: FieldChange) -> None:
        """Have the log name a change at one service, with those of its office."""
        self._told[office].append((service, change))

    def fill(self, office: Office, values: Values) -> None:
        """Put what the data say into `office`, but for what staff locked."""
        locked = set(office.locked_fields)
        given = dict(zip(PLACES, values, strict=True))
        for name in _TEXTS:
            if name not in locked:
                setattr(office, name, given[name])
        # The lists of WAM NET have none.
        if given["postal_code"] and "postal_code" not in locked:
            office.postal_code = given["postal_code"]
        if "municipality" not in locked:
            office.municipality = self.municipalities.get(given["municipality"])
        if "organization" not in locked:
            office.operator = self.organizations.get(organization_key(values))
        if "position" not in locked:
            office.lat = Decimal(given["lat"]) if given["lat"] else None
            office.lon = Decimal(given["lon"]) if given["lon"] else None
            office.geo_source = given["geo_source"]
        # Only lists of a city's own say it; whoever looked later knows better.
        if given["checked_on"]:
            day = date.fromisoformat(given["checked_on"])
            office.checked_on = max(office.checked_on, day)

    def derive(self, touched: Iterable[int]) -> None:
        """Write the offices that changed, in bulk."""
        for part in chunks(sorted(touched)):
            listings = defaultdict(list)
            for listing in OfficeService.objects.filter(office__in=part).order_by():
                listings[listing.office_id].append(listing)
            said = {office: self._first_says(rows) for office, rows in listings.items()}
            self._know_organizations(values for values, _kind in said.values())
            changed: list[Office] = []
            log: list[OfficeChange] = []
            for office in self._locked_for_writing(part):
                words = found_by_services(listings[office.pk])
                told = self._derive_one(office, words, *said[office.pk])
                if told is not None:
                    changed.append(office)
                log += self._log(office, told or [])
            self.trace.before(Office, [office.pk for office in changed])
            overwrite(Office, changed)
            OfficeChange.objects.bulk_create(log, batch_size=CHUNK)

    @staticmethod
    def _locked_for_writing(keys: list[int]) -> QuerySet[Office]:
        offices = Office.objects.filter(pk__in=keys).order_by("pk")
        if connection.features.has_select_for_update:
            offices = offices.select_for_update(of=("self",))
        return offices.select_related("municipality", "operator")

    def _first_says(
        self, listings: Iterable[OfficeService]
    ) -> tuple[Values | None, int | None]:
        """The values of the service that names the place, and the kind of body."""
        active = [row for row in listings if row.status == ListingStatus.ACTIVE]
        if not active:
            return None, None
        first = min(active, key=self._rank)
        is_wam = first.source_id == self.store.source.pk and self.store.is_wam
        reader = RowReader(self.store.lookups, is_wam=is_wam)
        return read_again(reader, first.raw), self.type_of[first.type_id].kind_id

    def _rank(self, row: OfficeService) -> tuple:
        kind = self.type_of[row.type_id]
        # What the published data say is more than a list that lacks columns.
        is_own_list = row.source_id not in self.published
        return (
            is_own_list,
            kind.order,
            kind.slug,
            row.source_no,
            row.office_number,
            row.source_id,
        )

    def _derive_one(
        self, office: Office, words: set[str], values: Values | None, kind: int | None
    ) -> list[FieldChange] | None:
        """What changed at `office`, or None where nothing did."""
        before, stamp = office.imported_values(), office.updated_at
        found, operator = office.search_text, office.operator
        checked = office.checked_on
        if "status" not in office.locked_fields:
            self._set_status(office, is_listed=kind is not None)
        if values:
            self.fill(office, values)
        if kind is not None and "kind" not in office.locked_fields:
            office.kind_id = kind
        office.refresh(words)
        told = [
            FieldChange(name, before[name], text)
            for name, text in office.imported_values().items()
            if text != before[name]
        ]
        if office.checked_on != checked:
            days = str(checked), str(office.checked_on)
            told.append(FieldChange("checked_on", *days))
        if told or found != office.search_text:
            return [*self._in_words(office, operator, told)]
        office.updated_at = stamp
        return None

    def _set_status(self, office: Office, *, is_listed: bool) -> None:
        """Say that an office left the data, or is back; never touch what staff say."""
        old = office.status
        if is_listed and old == OfficeStatus.NOT_LISTED:
            office.status = OfficeStatus.ACTIVE
        elif not is_listed and old == OfficeStatus.ACTIVE:
            office.status = OfficeStatus.NOT_LISTED
        if office.status != old:
            office.status_on = self.day

    def _in_words(
        self, office: Office, operator: Organization | None, told: list[FieldChange]
    ) -> Iterator[FieldChange]:
        """Names in the place of keys, for whoever reads the log."""
        for change in told:
            match change.field:
                case "kind":
                    kinds = dict(OfficeKind.objects.values_list("pk", "name_ja"))
                    old, new = (
                        kinds.get(int(key), "") for key in (change.old, change.new)
                    )
                case "municipality":
                    names = self.store.lookups.names
                    old, new = (names.get(key, "") for key in (change.old, change.new))
                case "status":
                    old, new = (
                        str(OfficeStatus(one).label) for one in (change.old, change.new)
                    )
                case "geo_source":
                    old, new = (
                        str(GeoSource(one).label) for one in (change.old, change.new)
                    )
                case "operator":
                    old, new = (
                        f"{org.name}（{org.code}）" if org else ""
                        for org in (operator, office.operator)
                    )
                case _:
                    old, new = change.old, change.new
            yield FieldChange(change.field, old, new)

    def _log(self, office: Office, told: list[FieldChange]) -> Iterator[OfficeChange]:
        """A line for each change; what the office says too is not told twice."""
        lines: list[tuple[int | None, FieldChange]]
        lines = [(None, change) for change in told]
        lines += [
            (service, change)
            for service, change in self._told.pop(office.pk, [])
            if change not in told
        ]
        for service, change in lines:
            yield OfficeChange(
                office=office, service_id=service, run=self.run,
                field=change.field, old=change.old, new=change.new,
            )  # fmt: skip

    def _know_organizations(self, said: Iterable[Values | None]) -> None:
        """Fetch the organisations of stored rows that this file did not name."""
        codes = {organization_key(values) for values in said if values}
        self.organizations |= stored_organizations(
            sorted(codes - self.organizations.keys())
        )
