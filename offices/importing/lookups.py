"""The tables that rows are judged by: municipalities, services, towns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.db.models import F

from offices.domain.distance import Point
from offices.models import Municipality, ServiceCode, Town
from texts.domain.fold import display, search_key


@dataclass(frozen=True, slots=True)
class TownPoint:
    """A town's name as a key, and where it lies."""

    key: str
    point: Point


@dataclass(frozen=True)
class Lookups:
    """The tables that rows are judged by."""

    municipalities: Mapping[str, str]  # key of the full name -> code
    names: Mapping[str, str]  # code -> full name
    types: Mapping[str, str]  # key of a name or alias -> slug
    titles: Mapping[str, str]  # slug -> name
    codes: Mapping[str, str]  # slug -> WAM number or nothing
    orders: Mapping[str, int]  # slug -> which row names the place
    towns: Mapping[str, Sequence[TownPoint]] = field(default_factory=dict)
    own_prefecture: str = ""  # two figures

    @cached_property
    def prefectures(self) -> frozenset[str]:
        """The first three characters of each, which are enough to tell them apart."""
        return frozenset(name[:3] for name in self.names.values())

    @cached_property
    def short_names(self) -> Mapping[str, frozenset[str]]:
        """Codes by names without a prefecture or a 郡, as a city's own lists have them.

        Of abolished ones only those by whose full name a row is still read.
        """
        found: dict[str, set[str]] = defaultdict(set)
        for code in set(self.municipalities.values()):
            full = municipality_key(self.names[code])
            prefecture, city = _parted(full)
            town = re.sub(r"^.+?郡(?=.+[町村]$)", "", city)
            for name in {city, town, prefecture + town}:
                found[name].add(code)
        return {name: frozenset(codes) for name, codes in found.items()}


def _parted(full: str) -> tuple[str, str]:
    """The prefecture, and the rest."""
    length = 4 if full[3:4] == "県" else 3
    return full[:length], full[length:]


@lru_cache(maxsize=4_096)
def municipality_key(name: str) -> str:
    return "".join(display(name).split()).replace("ヶ", "ケ")


def load_lookups() -> Lookups:
    """Municipalities, services and towns, as rows are judged by them."""
    names, codes = {}, {}
    # Those that are no more come first: of one name, the one of today counts.
    for code, prefecture, name, successor in Municipality.objects.order_by(
        F("valid_to").asc(nulls_last=True), "code"
    ).values_list("code", "prefecture", "name", "successor"):
        names[code] = f"{prefecture}{name}"
        codes[municipality_key(names[code])] = successor or code
    own = Municipality.objects.filter(is_own=True).first()
    services = list(ServiceCode.objects.all())
    towns: dict[str, list[TownPoint]] = defaultdict(list)
    for code, name, part, lat, lon in Town.objects.order_by(
        "municipality", "name", "part"
    ).values_list("municipality", "name", "part", "lat", "lon"):
        key = search_key(f"{name}{part}".replace("大字", ""))
        towns[code].append(TownPoint(key, Point(float(lat), float(lon))))
    return Lookups(
        municipalities=codes,
        names=names,
        types={
            search_key(name): row.slug
            for row in services
            for name in (row.name, row.slug, *row.aliases)
        },
        titles={row.slug: row.name for row in services},
        codes={row.slug: row.wam_code or "" for row in services},
        orders={row.slug: row.order for row in services},
        towns=towns,
        own_prefecture=own.prefecture_code if own else "",
    )
