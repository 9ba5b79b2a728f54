"""The places that the site knows, held in memory until something is changed.

Municipalities, towns, stations and postcodes are a few thousand names: finding one
costs less than asking for it. Which offices' positions cannot be right follows from
the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import FloatField
from django.db.models.functions import Cast

from offices.domain.distance import Point
from offices.domain.gazetteer import Gazetteer
from offices.domain.hours import read_written_hours
from offices.domain.meaning import Locality, Meaning, NamedPlace, TownMiddle
from offices.models import (
    GeoSource,
    Municipality,
    Office,
    OfficeArea,
    PlaceName,
    Town,
)
from offices.models.place_name import listed_towns
from offices.wishes import Written
from texts.content_version import content_version
from texts.held import Holder

Told = tuple[tuple[Any, ...], ...]

# Numbers of a database are exact, and dear to read by the thousand.
_LAT, _LON = (Cast(name, FloatField()) for name in ("lat", "lon"))


@dataclass(frozen=True, slots=True)
class Doubt:
    """A position that contradicts the town of its address."""

    km: float
    town: str
    # Where the town lies: as near as can be said.
    instead: Point


@dataclass(frozen=True)
class Places:
    """What is known of where, as of one version of the content."""

    version: str
    gazetteer: Gazetteer
    # By the keys of offices.
    doubts: dict[int, Doubt]
    written: dict[int, Written]
    # Offices that are there for the people of a municipality, wherever they are.
    responsible: dict[str, frozenset[int]]

    @cached_property
    def with_areas(self) -> frozenset[int]:
        """The offices that are there for the people of named municipalities."""
        return frozenset().union(*self.responsible.values())


_held: Holder[Places] = Holder()


def places() -> Places:
    """All of it; one query while nothing has changed."""
    version = content_version()
    return _held.get(version, lambda: _places(version))


def _places(version: str) -> Places:
    known = _gazetteer()
    return Places(version, known, _doubts(known), _written_hours(), _responsible())


def _gazetteer() -> Gazetteer:
    """The names of the rows as they are: those of before where no row is another."""
    rows = Municipality.objects.filter(valid_to=None)
    towns = Town.objects.order_by().values_list("municipality", "name", _LAT, _LON)
    named = PlaceName.objects.order_by("pk").values_list(
        "municipality", "kind", "name", "reading", "postal_code", "towns"
    )
    return _gazetteer_of(
        tuple(rows.values_list("code", "prefecture", "name", "reading", "is_own")),
        tuple(towns),
        tuple(named),
    )


@lru_cache(maxsize=2)
def _gazetteer_of(rows: Told, towns: Told, named: Told) -> Gazetteer:
    return Gazetteer(
        (Locality(*row[:4]) for row in rows),
        (TownMiddle(code, name, Point(lat, lon)) for code, name, lat, lon in towns),
        (
            NamedPlace(code, Meaning(kind), name, reading, postcode, listed_towns(its))
            for code, kind, name, reading, postcode, its in named
        ),
        own={row[0] for row in rows if row[4]},
    )


def _doubts(known: Gazetteer) -> dict[int, Doubt]:
    """The positions that lie too far from the towns of their addresses.

    A position that staff entered is theirs; one that is a town's middle is right.
    """
    rows = (
        Office.objects.filter(
            municipality__in=Town.objects.order_by().values("municipality"),
            lat__isnull=False,
            geo_source=GeoSource.DATA,
        )
        .order_by("pk")
        .values_list("pk", "municipality", "address_ja", "lat", "lon")
    )
    found = {}
    for pk, code, address, lat, lon in rows:
        if lat is None or lon is None or code is None:
            continue
        point = Point(float(lat), float(lon))
        km = known.doubt(code, address or "", point)
        town = known.town_of(code, address or "") if km is not None else None
        if km is not None and town is not None and town.point is not None:
            found[pk] = Doubt(km, town.name, town.point)
    return found


def _written_hours() -> dict[int, Written]:
    """The hours that staff wrote as a sentence which can be read."""
    rows = Office.objects.exclude(hours_ja="").exclude(hours_ja=None)
    found = {}
    for pk, text in rows.order_by("pk").values_list("pk", "hours_ja"):
        read = read_written_hours(text or "")
        if read and read.days:
            found[pk] = Written(read.days, read.hours.opens, read.hours.closes)
    return found


def _responsible() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    rows = OfficeArea.objects.order_by().values_list("municipality", "office")
    for code, office in rows:
        found[code].add(office)
    return {code: frozenset(offices) for code, offices in found.items()}
