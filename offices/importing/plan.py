"""What an import would do, and what a report tells of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import cast

from offices.importing.issues import Issue
from offices.importing.organizations import OrganizationPlan
from offices.importing.source_row import FieldChange, SourceRow
from offices.importing.stored_rows import Key, Listing, ServicePlace

Town = tuple[str, str]  # a service in a municipality


@dataclass(frozen=True, slots=True)
class Update:
    """A row that says something else than before, or is listed again."""

    listing: Listing
    row: SourceRow
    changes: tuple[FieldChange, ...]
    is_relisted: bool
    # Its fields that people corrected, which are not written.
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """A field that people corrected, where the data say something else."""

    key: Key
    name: str
    field: str
    given: str
    kept: str


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


def _brief(row: SourceRow) -> SourceRow:
    """What stands for a row that is written; a report asks it for no more."""
    return cast(SourceRow, Brief(row.key, row["name"]))


@dataclass
class Plan:
    """What one file comes to."""

    new: list[SourceRow] = field(default_factory=list)
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
    kept: list[KeptCorrection] = field(default_factory=list)
    organizations: OrganizationPlan = field(default_factory=OrganizationPlan)
    # Rows of a city's own list that another source lists, by the keys of those.
    known: list[tuple[int, SourceRow]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    # Whether the file has a column for the day on which each was looked at.
    says_day: bool = False
    rows: int = 0
    rejected: int = 0
    # Of those, rows of services that the site does not have: not a sign of damage.
    of_other_services: int = 0

    def forget_rows(self) -> None:
        """Keep what a report tells, and let go of the rows: a country has 50,000."""
        self.new = [_brief(row) for row in self.new]
        self.updates = [
            replace(update, row=_brief(update.row)) for update in self.updates
        ]
        self.known = [(listing, _brief(row)) for listing, row in self.known]
        self.refreshed = []
        self.organizations.forget_rows()
        for place in self.places:
            place.rows = []
        self.places = []

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.updates or self.vanished or self.refreshed)
