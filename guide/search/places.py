"""Offices that a query names: a few of the city's own first, never all in memory.

The directory's own search has them all; here stand those nearest, with the way there.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from django.db.models import Case, Q, QuerySet, When

from guide.search.understanding import Understood
from offices.models import Municipality, Office
from texts.domain.fold import search_key

MOST_PLACES = 3
_SHORTEST = 2
_SHOWN = (
    *("code", "name", "reading", "address", "municipality__prefecture"),
    *("municipality__name", "municipality__reading"),
)


def places_named(understood: Understood) -> list[Office]:
    """Offices that have every word, at most one more than are shown; one query or two.

    First in the city's prefecture, the city's own before the others; where there are
    none, in the whole country.
    """
    asked = _asked(understood)
    if asked is None:
        return []
    rows = Office.objects.listed().filter(asked)
    own = Municipality.objects.filter(is_own=True)
    near = rows.filter(municipality__prefecture__in=own.values("prefecture"))
    near = near.annotate(far=Case(When(municipality__is_own=True, then=0), default=1))
    return _few(near.order_by("far", "sort_key", "pk")) or _few(
        rows.order_by("sort_key", "pk")
    )


def _few(rows: QuerySet[Office]) -> list[Office]:
    return list(rows.select_related("municipality").only(*_SHOWN)[: MOST_PLACES + 1])


def _asked(understood: Understood) -> Q | None:
    """All that is typed, by its blanks or by its words."""
    typed = understood.corrected.split()
    words = [meaning.said for meaning in understood.own]
    ways = [way for way in (_all_of(typed), _all_of(words)) if way is not None]
    return reduce(or_, ways) if ways else None


def _all_of(parts: list[str]) -> Q | None:
    keys = [search_key(part) for part in parts]
    if not keys or min(map(len, keys)) < _SHORTEST:
        return None
    return reduce(and_, (Q(search_text__contains=key) for key in keys))
