"""The door to whom one can ask: kinds of body, and the offices that are looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat

from offices.conditions import Asked
from offices.domain.distance import Point, box_around, kilometres
from offices.domain.hours import Hours
from offices.found_traits import said_traits
from offices.joined_texts import JoinedTexts
from offices.matching import matching, telling_if_fit, unknown
from offices.models import (
    Day,
    ImportSource,
    ListingStatus,
    Office,
    OfficeKind,
    OfficeService,
    OfficeStatus,
    OpeningHours,
)
from offices.places import Doubt

PAGE_SIZE = 10
_OF_THE_PLACE = 0  # in the place of a service: hours of all of them
_BY_NAME = ("sort_key", "pk")
# What a card and a line of a table show. Of all that is known of ten offices, to
# fetch every text in every language takes longer than to find them.
_OF_AN_OFFICE = (
    *("code", "name", "reading", "postal_code", "address", "phone", "fax", "email"),
    *(
        "url",
        "hours",
        "organization",
        "lat",
        "lon",
        "geo_source",
        "is_section",
        "closed",
        "checked_on",
    ),
    *("kind__name", "municipality__prefecture", "municipality__name"),
    *("municipality__reading", "imported_from__attribution", "imported_from__page_url"),
    "status",
)
_OF_A_SERVICE = (
    *("office", "office_number", "name", "capacity", "status", "last_period"),
    *("type__name", "type__service__name"),
)
_ORDER = {"name": _BY_NAME, "area": ("municipality_id", *_BY_NAME)}


@dataclass(frozen=True, slots=True)
class OfficeSpan:
    """When one can come on a kind of day; `varies` where services differ."""

    spans: tuple[Hours, ...]
    varies: bool


@dataclass(frozen=True, slots=True)
class FoundOffice:
    """One office that was found, with its number in the list."""

    number: int
    office: Office
    km: float | None = None
    doubt: Doubt | None = None

    @property
    def point(self) -> Point | None:
        """Where it is, as near as can be said."""
        return self.doubt.instead if self.doubt else self.office.point

    @property
    def is_rough(self) -> bool:
        return self.doubt is not None or self.office.is_position_rough

    @property
    def listings(self) -> list[OfficeService]:
        """Its services in the data; of a place that left the data, those it had."""
        known = self.office.known_services
        active = [row for row in known if row.status == ListingStatus.ACTIVE]
        return active or (known if self.is_to_confirm else [])

    @property
    def is_to_confirm(self) -> bool:
        """Whether it left the published data, and nobody has looked yet."""
        return self.office.status == OfficeStatus.NOT_LISTED

    @property
    def weekday(self) -> OfficeSpan | None:
        return self._on(Day.WEEKDAY)

    @property
    def saturday(self) -> OfficeSpan | None:
        return self._on(Day.SATURDAY)

    def _on(self, day: Day) -> OfficeSpan | None:
        return _span(self.office, day, {row.pk for row in self.listings})


@dataclass(frozen=True, slots=True)
class FoundOffices:
    """One page of what was found."""

    results: list[FoundOffice]
    total: int
    page: int
    # Of how many more what is wished is not known.
    unknown: int = 0

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def numbers(self) -> list[int]:
        """The pages to link to: the first, the last, and those around this one."""
        near = {1, self.pages, *range(self.page - 2, self.page + 3)}
        return sorted(number for number in near if 1 <= number <= self.pages)

    @property
    def sources(self) -> list[ImportSource]:
        """Where imported rows on this page come from, each named once."""
        offices = [result.office for result in self.results]
        found = {one.imported_from_id: one.imported_from for one in offices}
        return [source for source in found.values() if source]

    @property
    def periods(self) -> list[str]:
        """The periods of the data on this page, the oldest first."""
        return sorted(
            {row.last_period for result in self.results for row in result.listings}
        )


def kinds_with_offices() -> QuerySet[OfficeKind]:
    """Every kind with `open_offices`, those that staff wrote, in their order."""
    offices = (
        Office.objects.published()
        .written_by_staff()
        .select_related("source", "municipality")
        .order_by("order", "name")
    )
    return OfficeKind.objects.select_related("source").prefetch_related(
        Prefetch("offices", offices, to_attr="open_offices")
    )


def find_offices(asked: Asked) -> FoundOffices:
    """The page asked for, which is empty beyond the end.

    Three queries at any size: which, their rows, their services.
    """
    if asked.is_for_nothing:
        return FoundOffices([], 0, 1)
    page = asked.conditions.page
    first, last = (page - 1) * PAGE_SIZE, page * PAGE_SIZE
    if asked.origin is not None:
        distances, not_known = _distances(asked)
        results = _results(asked, list(distances)[first:last], distances, first + 1)
        return FoundOffices(list(results), len(distances), page, not_known)
    columns = ["pk", _how_many(asked), *_unknown_too(asked)]
    found = list(_ordered(asked).values_list(*columns)[first:last])
    ids, total = [row[0] for row in found], found[0][1] if found else 0
    not_known = found[0][2] if found and len(columns) > 2 else 0
    if not found and len(columns) > 2:
        not_known = unknown(asked).count()
    results = _results(asked, ids, {}, first + 1)
    return FoundOffices(list(results), total, page, not_known)


def _unknown_too(asked: Asked) -> list[Subquery]:
    """How many more may fit, of whom what is wished is not known, on every row."""
    if not asked.wishes or asked.conditions.maybe:
        return []
    return [_number_of(unknown(asked))]


def every_office(asked: Asked, *, at_once: int = 200) -> Iterator[FoundOffice]:
    """All that was found, a few at a time, so that memory stays flat."""
    if asked.is_for_nothing:
        return
    distances: dict[int, float] = {}
    if asked.origin:
        distances, _not_known = _distances(asked)
    ids = list(distances)
    if not asked.origin:
        ids = list(_ordered(asked).values_list("pk", flat=True))
    for start in range(0, len(ids), at_once):
        part = ids[start : start + at_once]
        yield from _results(asked, part, distances, start + 1)


def _ordered(asked: Asked) -> QuerySet[Office]:
    return _in_order(matching(asked), asked)


def _in_order(offices: QuerySet[Office], asked: Asked) -> QuerySet[Office]:
    order = _ORDER.get(asked.conditions.sort, _BY_NAME)
    own = asked.places.gazetteer.own
    if asked.area is None and own and asked.conditions.sort == "name":
        # Where nothing was said of where, what is here comes first.
        is_here = When(municipality__in=own, then=Value(0))
        nearness = Case(is_here, default=Value(1), output_field=IntegerField())
        return offices.order_by(nearness, *order)
    return offices.order_by(*order)


def _how_many(asked: Asked) -> Subquery | Window:
    """Their number, on every row.

    Words and a municipality leave few, which are counted as they are found. The
    whole country is counted apart, so that a page need not sort it.
    """
    if asked.conditions.words or asked.area or asked.unknown_place:
        return Window(Count("*"))
    return _number_of(matching(asked, to_count=True))


def _number_of(rows: QuerySet[Office]) -> Subquery:
    number = Func(Value(1), function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(number=number).values("number"))


def _distances(asked: Asked) -> tuple[dict[int, float], int]:
    """How far each office within reach is, in kilometres, in the order asked for.

    And how many more may fit. A position that contradicts its town counts as the
    middle of the town.
    """
    place, reach = asked.origin, asked.conditions.km
    origin = place.point if place else None
    if place is None or origin is None:
        return {}, 0
    doubts = asked.places.doubts
    measured: dict[int, float] = {}
    fitting = set()
    for pk, lat, lon, fits in _around(asked, origin):
        point = doubts[pk].instead if pk in doubts else Point(float(lat), float(lon))
        if (km := kilometres(origin, point)) <= reach:
            measured[pk] = km
            if fits:
                fitting.add(pk)
    within = {pk: km for pk, km in measured.items() if pk in fitting}
    not_known = len(measured) - len(within)
    if asked.conditions.sort != "near":
        return within, not_known
    there = _at_address(place.number, within)
    nearest = sorted(within, key=lambda pk: (pk not in there, within[pk], pk))
    return {pk: within[pk] for pk in nearest}, not_known


def _around(asked: Asked, origin: Point) -> Iterable[tuple[int, Any, Any, bool]]:
    """The offices in a box around a point: where they are, and whether they fit."""
    box = box_around(origin, asked.conditions.km)
    doubts = asked.places.doubts
    moved = [pk for pk, doubt in doubts.items() if box.holds(doubt.instead)]
    in_reach = Q(lat__range=(box.south, box.north), lon__range=(box.west, box.east))
    reach = in_reach | Q(pk__in=moved) if moved else in_reach
    if asked.wishes and not asked.conditions.maybe:
        rows = telling_if_fit(asked)
        fits: Combinable = F("fits")
    else:
        rows, fits = matching(asked), Value(value=True)
    rows = _in_order(rows.filter(reach, lat__isnull=False), asked)
    return rows.values_list("pk", "lat", "lon", fits).iterator()


def _at_address(number: str, among: Collection[int]) -> set[int]:
    """Those of a whole address that was typed: they come before what is near."""
    if not number or not among:
        return set()
    rows = Office.objects.filter(pk__in=among, search_text__contains=number)
    return set(rows.order_by().values_list("pk", flat=True))


def _results(
    asked: Asked, ids: list[int], distances: dict[int, float], first: int
) -> Iterator[FoundOffice]:
    rows = {office.pk: office for office in _with_everything(ids)} if ids else {}
    doubts = asked.places.doubts
    for number, pk in enumerate(ids, first):
        if pk in rows:
            yield FoundOffice(number, rows[pk], distances.get(pk), doubts.get(pk))


def _with_everything(ids: list[int]) -> QuerySet[Office]:
    """What a card shows of each office."""
    services = (
        OfficeService.objects.exclude(status=ListingStatus.ENDED)
        .select_related("type__service")
        .only(*_OF_A_SERVICE)
        .annotate(**{"told_traits": said_traits()})
        .order_by("type__order", "office_number")
    )
    times = [Cast(name, CharField()) for name in ("opens", "closes")]
    whose = Coalesce(Cast("service", CharField()), Value(str(_OF_THE_PLACE)))
    gap = Value(" ")
    span = Concat("day", gap, times[0], gap, times[1], gap, whose)
    hours = OpeningHours.objects.filter(office=OuterRef("pk")).order_by()
    fetched = [Prefetch("services", services, to_attr="known_services")]
    spans = hours.values("office").annotate(spans=JoinedTexts(span)).values("spans")
    return (
        Office.objects.filter(pk__in=ids)
        .select_related("kind", "municipality", "imported_from")
        .only(*_OF_AN_OFFICE)
        .annotate(**{"spans": Subquery(spans)})
        .prefetch_related(*fetched)
    )


def _span(office: Office, day: Day, listings: Collection[int]) -> OfficeSpan | None:
    """A day's spans; they are texts, `sat 09:00:00 16:00:00 7` for the service 7."""
    known: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for text in (office.spans or "").split(","):
        if text.startswith(f"{day} "):
            _day, *hours, whose = text.split()
            if int(whose) in {_OF_THE_PLACE, *listings}:
                known[int(whose)].add(tuple(hours))
    if not known:
        return None
    spans = sorted(set().union(*known.values()))
    varies = any(one != set(spans) for one in known.values())
    shown = spans[:1] if varies else spans
    hours_of = (Hours(*map(time.fromisoformat, span)) for span in shown)
    return OfficeSpan(tuple(hours_of), varies)
