"""The door to whom one can ask: kinds of body, and the offices that are looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from itertools import islice

from django.db.models import CharField, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from offices.conditions import Asked
from offices.domain.distance import Point
from offices.domain.hours import Hours
from offices.found_traits import found_traits, on_card, said_traits
from offices.joined_texts import JoinedTexts, Line
from offices.matching import matching
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
from offices.roll import roll_of
from offices.shared_rows import shared_rows
from offices.trait_wishes import wish_code

PAGE_SIZE = 10
_OF_THE_PLACE = 0  # in the place of a service: hours of all of them
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
    *("kind", "municipality", "imported_from", "status"),
)
_OF_A_SERVICE = (
    *("office", "type", "office_number", "name", "capacity", "status"),
    "last_period",
)


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
    asked: Asked | None = None

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
    def told(self) -> list[str]:
        """What is known, of what people choose by, and what they ask in vain."""
        if self.asked is None:
            return []
        kinds, wishes = self.asked.choices.traits, self.asked.conditions.wishes
        found = found_traits(self.listings, kinds, on=self.asked.moment.now.date())
        known = {one.kind.pk for one in found}
        return on_card(found) + [
            _("%(label)sは、わかりません") % {"label": kind.label}
            for kind in kinds
            if wish_code(kind) in wishes and kind.pk not in known
        ]

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

    Two queries at any size: the rows on the page, and their services.
    """
    if asked.is_for_nothing:
        return FoundOffices([], 0, 1)
    page = asked.conditions.page
    first = (page - 1) * PAGE_SIZE
    found = _found(asked)
    keys = list(islice(found.keys, first, first + PAGE_SIZE))
    results = _results(asked, keys, found.distances, first + 1)
    return FoundOffices(list(results), found.total, page, found.not_known)


def every_office(asked: Asked, *, at_once: int = 200) -> Iterator[FoundOffice]:
    """All that was found, a few at a time, so that memory stays flat."""
    if asked.is_for_nothing:
        return
    found, number = _found(asked), 1
    while part := list(islice(found.keys, at_once)):
        yield from _results(asked, part, found.distances, number)
        number += len(part)


@dataclass(frozen=True, slots=True)
class _Found:
    """All that fit: their keys in order, how far each is; how many more may fit."""

    keys: Iterator[int]
    total: int
    not_known: int
    distances: dict[int, float] = field(default_factory=dict)


def _found(asked: Asked) -> _Found:
    roll = roll_of(asked.places)
    fitting, may = matching(asked)
    if asked.origin is not None and asked.origin.point is not None:
        around = roll.near(asked.origin.point, asked.conditions.km)
        is_fitting, may_fit = roll.holder(fitting), roll.holder(may)
        within = {pk: km for pk, km in around.items() if is_fitting(pk)}
        not_known = sum(map(may_fit, around)) if may else 0
        return _Found(_by_distance(asked, within), len(within), not_known, within)
    by_area = asked.conditions.sort == "area"
    keys = roll.keys_by_area(fitting) if by_area else roll.keys(fitting)
    return _Found(keys, fitting.bit_count(), may.bit_count())


def _by_distance(asked: Asked, within: dict[int, float]) -> Iterator[int]:
    """The nearest first; before them, those of a whole address that was typed."""
    roll = roll_of(asked.places)
    if asked.conditions.sort == "area":
        return roll.keys_by_area(roll.of(within))
    if asked.conditions.sort != "near":
        return roll.keys(roll.of(within))
    nearest = sorted(within, key=within.__getitem__)
    if asked.origin is None or not asked.origin.number:
        return iter(nearest)
    is_there = roll.holder(roll.holding(asked.origin.number))
    return iter(sorted(nearest, key=lambda pk: not is_there(pk)))


def _results(
    asked: Asked, ids: list[int], distances: dict[int, float], first: int
) -> Iterator[FoundOffice]:
    rows = {office.pk: office for office in _with_everything(ids, asked)} if ids else {}
    doubts = asked.places.doubts
    for number, pk in enumerate(ids, first):
        if pk in rows:
            office, km = rows[pk], distances.get(pk)
            yield FoundOffice(number, office, km, doubts.get(pk), asked)


def _with_everything(ids: list[int], asked: Asked) -> list[Office]:
    """What a card shows of each office; of what many share, rows that are held."""
    offices = list(_cards().filter(pk__in=ids))
    shared, services = shared_rows(asked.places), _services(ids)
    for office in offices:
        shared.give_to(office)
        office.known_services = services.get(office.pk, [])
        for listing in office.known_services:
            shared.give_type(listing)
    return offices


@cache
def _cards() -> QuerySet[Office]:
    """Every office with its hours as texts: put together once, and never asked."""
    whose = Coalesce(Cast("service", CharField()), Value(str(_OF_THE_PLACE)))
    span = Line("day", "opens", "closes", whose, between=" ")
    hours = OpeningHours.objects.filter(office=OuterRef("pk")).order_by()
    spans = hours.values("office").annotate(spans=JoinedTexts(span)).values("spans")
    return (
        Office.objects.order_by()
        .only(*_OF_AN_OFFICE)
        .annotate(**{"spans": Subquery(spans)})
    )


@cache
def _listings() -> QuerySet[OfficeService]:
    """Every service that is or was offered with its traits as a text, likewise."""
    return (
        OfficeService.objects.exclude(status=ListingStatus.ENDED)
        .only(*_OF_A_SERVICE)
        .annotate(**{"told_traits": said_traits()})
        .order_by("type__order", "office_number")
    )


def _services(ids: list[int]) -> dict[int, list[OfficeService]]:
    """What is or was offered at each of the places."""
    found: dict[int, list[OfficeService]] = defaultdict(list)
    for listing in _listings().filter(office__in=ids):
        found[listing.office_id].append(listing)
    return found


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
