"""Which offices the conditions of a search fit."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from offices.choices import Choices
from offices.conditions import Conditions
from offices.models import (
    Day,
    ListingStatus,
    Office,
    OfficeService,
    OpeningHours,
)
from texts.domain.fold import search_key


def matching(
    conditions: Conditions, choices: Choices, *, to_count: bool = False
) -> QuerySet[Office]:
    """Those that the conditions fit, but for the distance.

    A page asks of one office after the other until it is full; to count the whole
    country, which offices offer a service is gathered first.
    """
    offices = Office.objects.listed()
    having = _among if to_count else _having
    if conditions.area:
        offices = offices.filter(_is_there(conditions.area, choices.responsible))
    if conditions.kind:
        offices = offices.filter(kind__code=conditions.kind)
    if conditions.service:
        offered = _offering(choices.service_keys.get(conditions.service))
        offices = offices.filter(having(offered))
    if conditions.saturday:
        hours = OpeningHours.objects.filter(day=Day.SATURDAY)
        offices = offices.filter(having(hours))
    for term in conditions.terms:
        is_named = Q(search_text__contains=term)
        for key in _services_named(term, choices):
            is_named |= Q(having(_offering(key)))
        offices = offices.filter(is_named)
    return offices


def _is_there(area: str, responsible: Collection[int]) -> Q:
    """In the municipality, or elsewhere and there for its people."""
    if not responsible:
        return Q(municipality=area)
    # A union, for with OR the database goes through the whole country.
    rows = Office.objects.order_by()
    there = rows.filter(municipality=area).values("pk")
    return Q(pk__in=there.union(rows.filter(pk__in=responsible).values("pk")))


def _services_named(term: str, choices: Choices) -> list[int]:
    """The services that a word means: 「B型」, 「移行」."""
    if len(term) < 2:
        return []
    return [
        choices.service_keys[code]
        for code, choice in choices.services.items()
        if term in search_key(choice.name)
    ]


def _offering(service: int | None) -> QuerySet[OfficeService]:
    return OfficeService.objects.filter(status=ListingStatus.ACTIVE, type=service)


def _having(rows: QuerySet) -> Exists:
    return Exists(rows.filter(office=OuterRef("pk")))


def _among(rows: QuerySet) -> Q:
    return Q(pk__in=rows.order_by().values("office"))
