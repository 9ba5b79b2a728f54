"""Offices that a query names: a few of the city's own first, never all in memory.

The directory's own search has them all; here stand those nearest, with the way there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from guide.search.around import Around
from guide.search.understanding import Understood
from offices.models import (
    ListingStatus,
    Office,
    OfficeService,
)
from texts.domain.fold import search_key

MOST_PLACES = 3
_SHORTEST = 2
_SHOWN = (
    *("code", "name", "reading", "address", "municipality__prefecture"),
    *("municipality__name", "municipality__reading"),
)
# Every office is one.
_ANY = frozenset(map(search_key, "事業所 作業所 施設 場所 じぎょうしょ しせつ".split()))


def places_named(
    understood: Understood, here: Around, *, everywhere: bool
) -> list[Office]:
    """Offices that have every word, at most one more than are shown; one query or two.

    Those of the city's prefecture and those that staff wrote, the city's own first.
    Where there are none, `everywhere` looks through the whole country: that takes as
    long as all else.
    """
    asked = _asked(understood, here.services)
    if asked is None:
        return []
    rows = Office.objects.listed()
    # A union, for with OR the database goes through the whole country.
    all_rows = Office.objects.order_by()
    near = all_rows.filter(municipality__in=here.prefecture).values("pk")
    of_staff = all_rows.filter(imported_from=None).values("pk")
    is_own = Q(municipality__in=here.own) | Q(municipality=None)
    found = _few(
        rows.filter(asked, pk__in=near.union(of_staff))
        .annotate(far=Case(When(is_own, then=0), default=1))
        .order_by("far", "sort_key", "pk")
    )
    if found or not everywhere or len(understood.own) > 1:
        return found
    return _few(rows.filter(asked).order_by("sort_key", "pk"))


def words_for_directory(understood: Understood) -> str:
    """The query as the directory's own search takes it: its words, with blanks."""
    words = [meaning.said for meaning in understood.own]
    whole = understood.corrected
    is_as_typed = len(words) < 2 or "".join(words) == "".join(whole.split())
    return whole if is_as_typed else " ".join(words)


def _few(rows: QuerySet[Office]) -> list[Office]:
    return list(rows.select_related("municipality").only(*_SHOWN)[: MOST_PLACES + 1])


def _asked(understood: Understood, services: dict[int, str]) -> Q | None:
    """All that is typed, by its blanks or by its words."""
    typed = understood.corrected.split()
    words = [meaning.said for meaning in understood.own]
    found = {
        tuple(keys): _all_of(keys, services)
        for keys in (list(map(search_key, typed)), list(map(search_key, words)))
    }
    ways = [way for way in found.values() if way is not None]
    return reduce(or_, ways) if ways else None


def _all_of(keys: list[str], services: dict[int, str]) -> Q | None:
    """None where no word is of a place: each service has offices without number."""
    keys = [key for key in keys if key not in _ANY]
    offered = {key: list(_named(key, services)) for key in keys}
    of_places = [key for key in keys if not offered[key]]
    if not of_places or min(map(len, of_places)) < _SHORTEST:
        return None
    conditions = [Q(search_text__contains=key) for key in of_places]
    conditions += [_offering(offered[key]) for key in keys if offered[key]]
    return reduce(and_, conditions)


def _named(key: str, services: dict[int, str]) -> Iterable[int]:
    return (
        pk for pk, name in services.items() if len(key) >= _SHORTEST and key in name
    )


def _offering(kinds: list[int]) -> Q:
    rows = OfficeService.objects.filter(status=ListingStatus.ACTIVE, type__in=kinds)
    return Q(Exists(rows.filter(office=OuterRef("pk"))))
