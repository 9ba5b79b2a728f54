"""Where the city is, and what kinds of service its offices offer."""

from __future__ import annotations

from dataclasses import dataclass

from offices.models import Municipality, ServiceCode
from texts.domain.fold import search_key


@dataclass(frozen=True, slots=True)
class Around:
    """What offices are sought by: kinds of service by key, the city, its prefecture."""

    services: dict[int, str]
    own: tuple[str, ...]
    prefecture: tuple[str, ...]


def around() -> Around:
    """As the rows are now; two queries."""
    # Bodies to ask are called by their names, as places are.
    offered = ServiceCode.objects.exclude(service=None)
    places = Municipality.objects.filter(
        prefecture__in=Municipality.objects.filter(is_own=True).values("prefecture")
    )
    rows = list(places.values_list("pk", "is_own"))
    return Around(
        {code.pk: search_key(code.name) for code in offered},
        tuple(pk for pk, is_own in rows if is_own),
        tuple(pk for pk, _ in rows),
    )
