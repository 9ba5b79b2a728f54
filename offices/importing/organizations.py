"""Who runs the places of a file: found, made, or brought up to date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from offices.importing.bulk import chunks
from offices.importing.list_columns import PLACES
from offices.importing.lookups import Lookups
from offices.importing.source_row import FieldChange, SourceRow, Values
from offices.models import Organization
from texts.domain.fold import search_key


@dataclass(frozen=True, slots=True)
class OrganizationUpdate:
    """What changes at one organisation, and what people keep there."""

    code: str
    name: str
    changes: tuple[FieldChange, ...]
    kept: tuple[FieldChange, ...]
    row: Organization | None = None


@dataclass
class OrganizationPlan:
    """The organisations of a file as they will be, by code."""

    known: dict[str, Organization] = field(default_factory=dict)
    new: list[Organization] = field(default_factory=list)
    updates: list[OrganizationUpdate] = field(default_factory=list)

    def forget_rows(self) -> None:
        """Keep what a report tells."""
        self.known, self.new = {}, []
        self.updates = [
            OrganizationUpdate(one.code, one.name, one.changes, one.kept)
            for one in self.updates
        ]


@dataclass(frozen=True, slots=True)
class OrganizationReader:
    """Reads organisations out of rows of one period."""

    lookups: Lookups
    period: str
    # Whether an empty cell says that there is nothing: not in a city's own list, which
    # lacks most of these columns.
    says_all: bool = True

    def plan(self, rows: Iterable[SourceRow]) -> OrganizationPlan:
        """Fetch or make who runs the places: by number, else by name and place."""
        wanted: dict[str, SourceRow] = {}
        for row in rows:
            if row["organization"]:
                key = organization_key(row.values)
                best = wanted.get(key)
                if best is None or self.rank(row) < self.rank(best):
                    wanted[key] = row
        plan = OrganizationPlan(known=stored_organizations(wanted))
        for code, row in wanted.items():
            stored = plan.known.get(code)
            if stored is None:
                made = self._made(code, row)
                plan.known[code] = made
                plan.new.append(made)
            elif self._supplies(row, stored):
                self._update(plan, stored, row)
        return plan

    def rank(self, row: SourceRow) -> str:
        """Of two rows the lesser speaks: by service, then by its own numbers."""
        order = self.lookups.orders[row.type]
        return f"{order:05d}:{row.type}:{row.source_no}:{row.office_number}"[:110]

    def _made(self, code: str, row: SourceRow) -> Organization:
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
            supplied_by=f"{self.period}:{self.rank(row)}",
        )

    def _supplies(self, row: SourceRow, org: Organization) -> bool:
        """Whether `row` speaks for `org`: the newest data, then the first service."""
        period, _, rank = org.supplied_by.partition(":")
        return (self.period, rank or "~") >= (period, self.rank(row))

    def _update(
        self, plan: OrganizationPlan, stored: Organization, row: SourceRow
    ) -> None:
        made = self._made(stored.code, row)
        if not self.says_all:
            _keep_where_empty(made, stored)
        before, after = stored.imported_values(), made.imported_values()
        differing = [
            FieldChange(name, text, after[name])
            for name, text in before.items()
            if text != after[name]
        ]
        locked = set(stored.locked_fields)
        changes = tuple(change for change in differing if change.field not in locked)
        kept = tuple(change for change in differing if change.field in locked)
        if not differing:
            return
        marked = locked.intersection(Organization.correctable())
        for column in Organization._meta.concrete_fields:
            if column.name in marked:
                setattr(made, column.attname, getattr(stored, column.attname))
        made.pk, made.locked_fields = stored.pk, stored.locked_fields
        made.name_norm = search_key(made.name)[:100]
        plan.updates.append(
            OrganizationUpdate(stored.code, stored.name, changes, kept, made)
        )
        plan.known[stored.code] = made


def _keep_where_empty(made: Organization, stored: Organization) -> None:
    marked = Organization.correctable()
    for column in Organization._meta.concrete_fields:
        if column.name in marked and not getattr(made, column.attname):
            setattr(made, column.attname, getattr(stored, column.attname))


def stored_organizations(codes: Iterable[str]) -> dict[str, Organization]:
    return {
        org.code: org
        for part in chunks(codes)
        for org in Organization.objects.filter(code__in=part)
    }


def organization_key(values: Values) -> str:
    """How an organisation is known: its number, else its name and municipality."""
    number = values[PLACES["corporate_number"]]
    name = values[PLACES["organization"]]
    if number or not name:
        return number
    place = values[PLACES["organization_municipality"]]
    digest = blake2b(f"{search_key(name)}|{place}".encode(), digest_size=8)
    return f"name-{digest.hexdigest()}"
