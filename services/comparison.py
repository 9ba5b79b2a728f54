"""The comparison table: the same facts of several services, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.catalogue import services_on
from services.models import FactKind, ServiceFact, ServiceType
from texts.held import while_unchanged


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One question and each service's answer; None where nothing is known."""

    kind: FactKind
    cells: tuple[ServiceFact | None, ...]

    @property
    def differs(self) -> bool:
        return len({cell.answer if cell else None for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """The chosen services in the site's order, and the rows to show of them."""

    services: tuple[ServiceType, ...]
    rows: tuple[ComparisonRow, ...]
    unknown: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        return len(self.services) >= 2

    @property
    def differing(self) -> tuple[ComparisonRow, ...]:
        return tuple(row for row in self.rows if row.differs)

    @property
    def same(self) -> tuple[ComparisonRow, ...]:
        return tuple(row for row in self.rows if not row.differs)

    @property
    def short(self) -> tuple[ComparisonRow, ...]:
        """The few rows of easy Japanese."""
        return tuple(row for row in self.rows if row.kind.is_compared_first)

    @property
    def facts(self) -> tuple[ServiceFact, ...]:
        """Every fact that the table shows, for its sources."""
        return tuple(cell for row in self.rows for cell in row.cells if cell)

    @property
    def facts_that_differ(self) -> tuple[ServiceFact, ...]:
        """Those of the differing rows alone, for the sources of a handout."""
        return tuple(cell for row in self.differing for cell in row.cells if cell)

    @property
    def by_service(self) -> tuple[tuple[ServiceType, tuple[ServiceFact, ...]], ...]:
        """The facts that differ, one service after the other."""
        return tuple(
            (
                service,
                tuple(cell for row in self.differing if (cell := row.cells[place])),
            )
            for place, service in enumerate(self.services)
        )


def compare(slugs: Iterable[str], *, on: date) -> Comparison:
    """Compare the services named by `slugs`; unknown names are set aside."""
    wanted = dict.fromkeys(slugs)
    services = tuple(row for row in services_on(day=on) if row.slug in wanted)
    unknown = tuple(wanted.keys() - {service.slug for service in services})
    return Comparison(services, tuple(_rows(services)), unknown)


@while_unchanged()
def _kinds() -> tuple[FactKind, ...]:
    return tuple(FactKind.objects.all())


def _rows(services: Sequence[ServiceType]) -> Iterable[ComparisonRow]:
    facts = {
        (service.pk, fact.kind_id): fact
        for service in services
        for fact in service.facts_today
    }
    for kind in _kinds():
        cells = tuple(facts.get((service.pk, kind.pk)) for service in services)
        if any(cells):
            yield ComparisonRow(kind, cells)
