"""Rows that many offices share, held until something is changed.

Kinds, municipalities, sources and services are the same few on every card: to join
them to each office costs more than all the rest of a page's rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from facts.models import Source
from offices.models import (
    ImportSource,
    Municipality,
    Office,
    OfficeKind,
    OfficeService,
    ServiceCode,
)
from offices.places import Places
from texts.held import Holder, while_unchanged


@dataclass(frozen=True, slots=True)
class SharedRows:
    """The rows of one version of the content, by their keys."""

    kinds: dict[int, OfficeKind]
    municipalities: dict[str, Municipality]
    sources: dict[int, ImportSource]
    types: dict[int, ServiceCode]
    documents: dict[int, Source]

    def give_to(self, office: Office) -> None:
        """What is held, where the office asks for it."""
        office.kind = self.kinds[office.kind_id]
        if office.municipality_id is not None:
            office.municipality = self.municipalities[office.municipality_id]
        if office.imported_from_id is not None:
            office.imported_from = self.sources[office.imported_from_id]

    def give_type(self, listing: OfficeService) -> None:
        listing.type = self.types[listing.type_id]


@while_unchanged()
def office_kinds() -> tuple[OfficeKind, ...]:
    """The kinds of places to ask, in the order of staff."""
    return tuple(OfficeKind.objects.all())


_held: Holder[SharedRows] = Holder()


def shared_rows(known: Places) -> SharedRows:
    """Those of the version that `known` is of."""
    return _held.get(known.version, _all_rows)


def _all_rows() -> SharedRows:
    types = ServiceCode.objects.select_related("service")
    return SharedRows(
        {row.pk: row for row in OfficeKind.objects.all()},
        {row.pk: row for row in Municipality.objects.all()},
        {row.pk: row for row in ImportSource.objects.select_related("source")},
        {row.pk: row for row in types},
        {row.pk: row for row in Source.objects.all()},
    )
