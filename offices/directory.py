"""The door to whom one can ask: kinds of body and their offices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Prefetch, QuerySet

from offices.domain.distance import Point, box_around, kilometres
from offices.domain.normalise import search_key
from offices.models import (
    ListingStatus,
    Municipality,
    Office,
    OfficeKind,
    OfficeService,
    Town,
)

MAX_TERMS = 5
MAX_LENGTH = 50


def kinds_with_offices() -> QuerySet[OfficeKind]:
    """Every kind with `open_offices`, those that staff wrote, in their order."""
    offices = (
        Office.objects.published()
        .written_by_staff()
        .select_related("source")
        .order_by("order", "name")
    )
    return OfficeKind.objects.select_related("source").prefetch_related(
        Prefetch("offices", offices, to_attr="open_offices")
    )


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a page must say of the data that it shows."""

    text: str
    period: str
    services: tuple[str, ...]

    @property
    def as_of(self) -> str:
        """`202603` as a reader says it."""
        return f"{self.period[:4]}年{int(self.period[4:])}月末時点"


def attributions(offices: Iterable[int] | None = None) -> list[Attribution]:
    """The line of each source, by the period that its services are of; one query.

    `offices` narrows it to what a page shows (primary keys).
    """
    rows = OfficeService.objects.filter(status=ListingStatus.ACTIVE)
    if offices is not None:
        rows = rows.filter(office__in=offices)
    found: dict[tuple[str, str], list[str]] = {}
    for text, name, period in (
        rows.values_list("source__attribution", "type__name")
        .annotate(period=Max("last_period"))
        .order_by("-period", "type__order", "type__name")
    ):
        found.setdefault((text, period), []).append(name)
    return [
        Attribution(text, period, tuple(names))
        for (text, period), names in found.items()
    ]


def search(words: str) -> QuerySet[Office]:
    """Published offices in which each of `words` is found, however it is written.

    Words are parts of names, kana, organisations, addresses, numbers. At most
    `MAX_TERMS` of the first `MAX_LENGTH` characters count.
    """
    offices = Office.objects.published()
    for word in terms(words):
        offices = offices.filter(search_text__contains=word)
    return offices


def terms(words: str) -> list[str]:
    """The folded words that a search looks for."""
    folded = (search_key(word) for word in words[:MAX_LENGTH].split())
    return [word for word in folded if word][:MAX_TERMS]


def nearest(
    offices: QuerySet[Office], centre: Point, *, km: float
) -> list[tuple[Office, float]]:
    """The offices within `km` of `centre` with their distance, the nearest first."""
    box = box_around(centre, km)
    within = offices.filter(
        lat__range=(box.south, box.north), lon__range=(box.west, box.east)
    )
    found = [(office, kilometres(centre, office.point)) for office in within]
    return sorted(
        ((office, far) for office, far in found if far <= km), key=lambda item: item[1]
    )


def municipalities_with_offices() -> QuerySet[Municipality]:
    """Where there is anything to find: what a list to choose from offers."""
    offices = Office.objects.published().exclude(municipality=None)
    return Municipality.objects.filter(
        pk__in=offices.order_by().values("municipality").distinct()
    )


def towns_of(municipality: str) -> QuerySet[Town]:
    """The towns whose position is known, to measure distance from."""
    return Town.objects.filter(municipality=municipality)
