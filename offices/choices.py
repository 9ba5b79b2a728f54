"""What the directory's search form lets a reader choose, in one query."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import (
    Avg,
    CharField,
    Exists,
    F,
    FloatField,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from offices.domain.distance import Point
from offices.models import (
    ListingStatus,
    Municipality,
    Office,
    OfficeArea,
    OfficeKind,
    OfficeService,
    ServiceCode,
    Town,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its code in an address, its name, its group."""

    code: str
    name: str
    group: str = ""
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything to choose from, by code and in the order to show it."""

    municipalities: Mapping[str, Choice] = field(default_factory=dict)
    kinds: Mapping[str, Choice] = field(default_factory=dict)
    services: Mapping[str, Choice] = field(default_factory=dict)
    towns: Mapping[str, Choice] = field(default_factory=dict)
    # Offices elsewhere that are there for the people of the chosen municipality.
    responsible: frozenset[int] = frozenset()

    @property
    def municipality_groups(self) -> list[tuple[str, list[Choice]]]:
        return _grouped(self.municipalities)

    @property
    def town_groups(self) -> list[tuple[str, list[Choice]]]:
        return _grouped(self.towns)


def choices_for(municipalities: Collection[str], *, area: str = "") -> Choices:
    """What can be found at all; towns only of `municipalities`."""
    listed = Office.objects.listed()
    towns = Town.objects.filter(municipality__in=municipalities)
    parts = {
        "municipality": _rows(
            "municipality",
            Municipality.objects.filter(valid_to=None).filter(
                Exists(listed.filter(municipality=OuterRef("pk")))
                | Exists(Town.objects.filter(municipality=OuterRef("pk")))
            ),
            group=F("prefecture"),
        ),
        "kind": _rows(
            "kind",
            # Not the model's own manager: modeltranslation reorders the columns.
            QuerySet(OfficeKind).filter(Exists(listed.filter(kind=OuterRef("pk")))),
            name=_in_this_language("name"),
            order=F("order"),
        ),
        "service": _rows(
            "service",
            ServiceCode.objects.filter(
                Exists(
                    OfficeService.objects.filter(
                        type=OuterRef("pk"), status=ListingStatus.ACTIVE
                    )
                )
            ),
            code=F("slug"),
            order=F("order"),
        ),
        "town": _rows(
            "town",
            towns,
            code=Concat("municipality_id", "name"),
            group=F("municipality__name"),
            lat=Avg("lat"),
            lon=Avg("lon"),
        ),
        "responsible": _rows(
            "responsible",
            OfficeArea.objects.filter(municipality__in=[area] if area else []),
            code=Cast("office_id", CharField()),
            name=Value(""),
        ),
    }
    first, *others = parts.values()
    found: dict[str, list[tuple]] = {name: [] for name in parts}
    for what, *rest in first.union(*others, all=True):
        found[what].append(tuple(rest))
    return Choices(
        municipalities=_choices(found["municipality"]),
        kinds=_choices(found["kind"]),
        services=_choices(found["service"]),
        towns=_choices(found["town"]),
        responsible=frozenset(int(code) for code, *_ in found["responsible"]),
    )


def _rows(what: str, rows: QuerySet, **columns: object) -> QuerySet:
    """`rows` as (what, code, name, group, order, lat, lon), to be united."""
    number, text = FloatField(), CharField()
    given = {
        "code": F("code"),
        "name": F("name"),
        "group": Value(""),
        "order": Value(0),
        "lat": Value(0),
        "lon": Value(0),
    } | columns
    casts = {name: text for name in ("code", "name", "group")}
    casts |= {name: number for name in ("order", "lat", "lon")}
    return (
        rows.order_by()
        .values(c_what=Cast(Value(what), text))
        .annotate(
            **{f"c_{name}": Cast(given[name], kind) for name, kind in casts.items()}
        )
        .values_list("c_what", *(f"c_{name}" for name in casts))
    )


def _in_this_language(name: str) -> Coalesce:
    own = build_localized_fieldname(name, get_language() or "ja")
    return Coalesce(NullIf(F(own), Value("")), F(f"{name}_ja"))


def _choices(rows: list[tuple]) -> dict[str, Choice]:
    ordered = sorted(rows, key=lambda row: (row[3], row[0]))
    return {
        code: Choice(code, name, group, Point(lat, lon) if lat else None)
        for code, name, group, _order, lat, lon in ordered
    }


def _grouped(choices: Mapping[str, Choice]) -> list[tuple[str, list[Choice]]]:
    groups = groupby(choices.values(), key=lambda choice: choice.group)
    return [(name, list(members)) for name, members in groups]
