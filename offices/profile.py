"""Everything that is known of one place, for its page, for comparing and for paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from facts.wording import joined
from offices.models import (
    Day,
    ListingStatus,
    Office,
    OfficeService,
    OfficeStatus,
    OpeningHours,
    TraitKind,
)
from offices.places import Doubt, Places, places
from offices.profile_rows import offices_in_full
from offices.roll import roll_of
from offices.shared_rows import shared_rows
from offices.traits import KnownTrait, known_traits, trait_kinds, unknown_kinds

SAME_PLACE_KM = 0.05
MOST_OTHERS = 20
MOST_CHOSEN = 3
MOST_QUESTIONS = 3  # as much as one can say at once
_OF_A_NEIGHBOUR = (
    *("code", "name", "reading", "kind", "municipality"),
    *("imported_from", "geo_source"),
)


@dataclass(frozen=True, slots=True)
class Opening:
    """When one can come on a kind of day; none when that is not known."""

    day: str
    name: str
    spans: tuple[OpeningHours, ...]

    @property
    def varies(self) -> bool:
        """Whether one service has other hours than another."""
        return len({tuple(services_of(span)) for span in self.spans}) > 1


@dataclass(frozen=True, slots=True)
class OwnWays:
    """How to reach one service, where that is not as its place is reached."""

    service: str
    phone: str
    fax: str
    url: str

    @property
    def is_any(self) -> bool:
        return bool(self.phone or self.fax or self.url)


@dataclass(frozen=True)
class Profile:
    """One place with its services and hours; queries nothing by itself."""

    office: Office
    # All that people choose by, and the day of the page.
    kinds: tuple[TraitKind, ...] = ()
    day: date = date.max

    @property
    def listings(self) -> list[OfficeService]:
        """Its services, those that the data still name first."""
        return self.office.all_services

    @property
    def active(self) -> list[OfficeService]:
        return [row for row in self.listings if row.status == ListingStatus.ACTIVE]

    @property
    def left(self) -> list[OfficeService]:
        """Services that the data name no more."""
        return [row for row in self.listings if row.status != ListingStatus.ACTIVE]

    @property
    def _told_of(self) -> list[OfficeService]:
        """The services there; of a place that left the data, those it had."""
        if self.office.status == OfficeStatus.NOT_LISTED:
            return self.listings
        return self.active

    @cached_property
    def traits(self) -> list[KnownTrait]:
        """What is known, of what people choose a place by."""
        return known_traits(self._told_of, self.kinds, on=self.day)

    @property
    def unknown_traits(self) -> list[TraitKind]:
        """What people choose a place by, and nobody has told: things to ask."""
        if not self.office.kind.is_provider:
            return []
        return unknown_kinds(self._told_of, self.kinds, self.traits)

    @property
    def questions(self) -> str:
        """How to ask on the phone for what matters most and is not known."""
        asked = [kind.question for kind in self.unknown_traits]
        return " ".join(asked[:MOST_QUESTIONS])

    @property
    def own_ways(self) -> list[OwnWays]:
        """Of the services that are reached otherwise than the place."""
        found = (
            OwnWays(
                row.type.name_here,
                *(self._own(row, name) for name in ("phone", "fax", "url")),
            )
            for row in self.active
        )
        return [own for own in found if own.is_any]

    def _own(self, row: OfficeService, name: str) -> str:
        """What a service says otherwise than its place; else nothing.

        What staff corrected at the place stands for what its first service says.
        """
        said = getattr(row, name)
        known = {getattr(self.office, name)}
        if name in self.office.locked_fields and name not in row.locked_fields:
            known.add(getattr(self.active[0], name))
        return "" if said in known else said

    @cached_property
    def openings(self) -> list[Opening]:
        """Every kind of day, also those on which nothing is known."""
        active = {row.pk for row in self.active}
        rows = [
            row
            for row in self.office.all_hours
            if row.service_id is None or row.service_id in active
        ]
        return [
            Opening(day, str(name), tuple(_once(row for row in rows if row.day == day)))
            for day, name in Day.choices
        ]

    @property
    def known_openings(self) -> list[Opening]:
        """Of the days on which hours are known, those alike together: 平日・土曜."""
        alike: dict[tuple, list[Opening]] = defaultdict(list)
        for opening in self.openings:
            if opening.spans:
                alike[tuple(map(_span_and_services, opening.spans))].append(opening)
        return [
            Opening(days[0].day, joined(day.name for day in days), days[0].spans)
            for days in alike.values()
        ]

    @property
    def has_hours(self) -> bool:
        return any(opening.spans for opening in self.openings)

    @property
    def closed_days(self) -> list[str]:
        rows = [self.office.closed, *(row.closed_days for row in self.active)]
        return list(dict.fromkeys(filter(None, rows)))

    @property
    def hours_notes(self) -> list[str]:
        return list(dict.fromkeys(filter(None, (r.hours_note for r in self.active))))

    @property
    def periods(self) -> list[str]:
        return sorted({row.last_period for row in self.listings})

    @property
    def sources(self) -> list:
        source = self.office.imported_from
        return [source] if source else []

    @cached_property
    def doubt(self) -> Doubt | None:
        """Why its position is not shown as data give it."""
        return places().doubts.get(self.office.pk)

    @property
    def is_rough(self) -> bool:
        """Whether where it is, is shown as the middle of its town only."""
        return self.doubt is not None or self.office.is_position_rough

    @property
    def map_url(self) -> str:
        """The place on the map of 国土地理院, where its position is known."""
        point = self.doubt.instead if self.doubt else self.office.point
        if point is None:
            return ""
        return f"https://maps.gsi.go.jp/#16/{point.lat:.6f}/{point.lon:.6f}/"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Other places that belong to one."""

    at_same_place: list[Office]
    of_same_operator: list[Office]
    are_more: bool


def profile_of(code: str, *, on: date) -> Profile | None:
    """The published office of that code, whatever is known of its state."""
    return next(iter(profiles_of([code], on=on)), None)


def profiles_of(codes: Sequence[str], *, on: date) -> list[Profile]:
    """The published offices of `codes`, in that order, as known on the day `on`."""
    found = {office.code: office for office in offices_in_full(tuple(codes))}
    kinds = trait_kinds() if found else ()
    chosen = [found[code] for code in dict.fromkeys(codes) if code in found]
    return [Profile(office, kinds, on) for office in chosen]


def neighbours_of(office: Office) -> Neighbours:
    """Other listed offices in the same building, and of the same legal person.

    Which they are is held; one query for their names.
    """
    known = places()
    near, of_same = _near(office, known), roll_of(known).of_operator(office.operator_id)
    of_same = [pk for pk in of_same if pk != office.pk]
    shown = of_same[:MOST_OTHERS]
    rows = Office.objects.filter(pk__in={*near, *shown}).order_by()
    found = {row.pk: row for row in rows.only(*_OF_A_NEIGHBOUR)}
    shared = shared_rows(known)
    for row in found.values():
        shared.give_to(row)
    there = (row for row in map(found.get, near) if row and not row.is_position_rough)
    return Neighbours(
        sorted(there, key=lambda row: row.name)[:MOST_OTHERS],
        [found[pk] for pk in shown if pk in found],
        len(of_same) > MOST_OTHERS,
    )


def _near(office: Office, known: Places) -> list[int]:
    """Those as good as at the same point; of a doubtful point nothing follows."""
    doubts = known.doubts
    if not (here := office.point) or office.is_position_rough or office.pk in doubts:
        return []
    there = roll_of(known).near(here, SAME_PLACE_KM)
    others = sorted((km, pk) for pk, km in there.items() if pk not in doubts)
    return [pk for _, pk in others if pk != office.pk][: 2 * MOST_OTHERS]


def services_of(span: OpeningHours) -> list[str]:
    """The services that a span is of, as `_once` noted them."""
    return span.__dict__.get("of_services", [])


def _once(rows: Iterable[OpeningHours]) -> list[OpeningHours]:
    """Equal hours of several services once; each keeps the services it is of."""
    found: dict[tuple, OpeningHours] = {}
    for row in rows:
        first = found.setdefault(_span_of(row), row)
        names = first.__dict__.setdefault("of_services", [])
        if row.service:
            names.append(row.service.type.name_here)
    return list(found.values())


def _span_of(row: OpeningHours) -> tuple[time, time]:
    return row.opens, row.closes


def _span_and_services(row: OpeningHours) -> tuple:
    return (*_span_of(row), *services_of(row))
