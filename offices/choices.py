"""What the directory's search form lets a reader choose, in one query."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import (
    Avg,
    Case,
    CharField,
    Exists,
    F,
    Field,
    FloatField,
    Model,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat

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
from offices.office_words import (
    municipality_in_words,
    prefecture_in_words,
    service_in_words,
)
from services.models import ServiceType
from texts.languages import current
from texts.text_columns import own_text, shown_text
from texts.translations import note_text

_OWN = 0  # how near the site's own municipality is


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """Something to choose: its code in an address, its name, its group."""

    code: str
    name: str
    group: str = ""
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything to choose from, by code and in the order to show it."""

    municipalities: Mapping[str, FilterChoice] = field(default_factory=dict)
    kinds: Mapping[str, FilterChoice] = field(default_factory=dict)
    services: Mapping[str, FilterChoice] = field(default_factory=dict)
    # Their rows: a database that is told which one knows how many offices offer it.
    service_keys: Mapping[str, int] = field(default_factory=dict)
    towns: Mapping[str, FilterChoice] = field(default_factory=dict)
    # Offices elsewhere that are there for the people of the chosen municipality.
    responsible: frozenset[int] = frozenset()
    # The site's own municipality; of a city with wards, each of them.
    own_codes: tuple[str, ...] = ()

    @property
    def own(self) -> FilterChoice | None:
        """The site's municipality; none where it has several."""
        is_one = len(self.own_codes) == 1
        return self.municipalities[self.own_codes[0]] if is_one else None

    @property
    def municipality_groups(self) -> list[tuple[str, list[FilterChoice]]]:
        return _grouped(self.municipalities)

    @property
    def town_groups(self) -> list[tuple[str, list[FilterChoice]]]:
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
                | Exists(
                    OfficeArea.objects.filter(
                        municipality=OuterRef("pk"), office__in=listed
                    )
                )
            ),
            group=F("prefecture"),
            reading=F("reading"),
            order=_nearness(),
        ),
        "kind": _rows(
            "kind",
            # Not the model's own manager: modeltranslation reorders the columns.
            QuerySet(OfficeKind).filter(Exists(listed.filter(kind=OuterRef("pk")))),
            name=shown_text("name"),
            order=F("order"),
            row=F("pk"),
            own=own_text("name"),
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
            group=F("pk"),
            order=F("order"),
            **_service_name(),
        ),
        "town": _rows(
            "town",
            towns,
            code=Concat("municipality_id", "name"),
            group=F("municipality__name"),
            reading=F("municipality__reading"),
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
    _note(found["kind"], OfficeKind)
    _note(found["service"], ServiceType)
    return Choices(
        municipalities=_choices(found["municipality"], _municipality),
        kinds=_choices(found["kind"], _as_they_are),
        services=_choices(found["service"], _service),
        service_keys={code: int(key) for code, _, key, *_ in found["service"]},
        towns=_choices(found["town"], _town),
        own_codes=tuple(row[0] for row in found["municipality"] if row[4] == _OWN),
        responsible=frozenset(int(code) for code, *_ in found["responsible"]),
    )


def _rows(what: str, rows: QuerySet, **columns: Combinable) -> QuerySet:
    """`rows` as (what, *columns in the order of `casts`), to be united.

    Where the name is a text of a translated row: `row` is its key, `own` the name in
    the language of the page.
    """
    number: Field[Any, Any] = FloatField()
    text: Field[Any, Any] = CharField()
    given: dict[str, Combinable] = {
        "code": F("code"),
        "name": F("name"),
        "group": Value(""),
        "order": Value(0),
        "lat": Value(0),
        "lon": Value(0),
        "reading": Value(""),
        "row": Value(""),
        "own": Value(""),
    }
    given |= columns
    casts = {name: text for name in ("code", "name", "group", "reading")}
    casts |= {name: number for name in ("order", "lat", "lon")}
    casts |= {name: text for name in ("row", "own")}
    return (
        rows.order_by()
        .values(c_what=Cast(Value(what), text))
        .annotate(
            **{f"c_{name}": Cast(given[name], kind) for name, kind in casts.items()}
        )
        .values_list("c_what", *(f"c_{name}" for name in casts))
    )


def _nearness() -> Case:
    """The site's own municipality first, then its prefecture, then the others."""
    own = Municipality.objects.filter(is_own=True, prefecture=OuterRef("prefecture"))
    return Case(When(is_own=True, then=_OWN), When(Exists(own), then=1), default=2)


def _service_name() -> dict[str, Combinable]:
    """As the lists say it; for who does not read Japanese, as this site says it."""
    if current().is_japanese:
        return {"name": F("name")}
    return {
        "name": Coalesce(shown_text("service__name"), F("name")),
        "row": F("service"),
        "own": own_text("service__name"),
    }


def _note(rows: list[tuple], model: type[Model]) -> None:
    """Tell the page which of the names are texts of rows of `model`."""
    for *_, key, own in rows:
        if key:
            note_text(model, int(key), "name", is_own=bool(own))


def _choices(
    rows: list[tuple], in_words: Callable[[str, str, str], tuple[str, str]]
) -> dict[str, FilterChoice]:
    ordered = sorted(rows, key=lambda row: (row[4], row[0]))
    return {
        code: FilterChoice(
            code, *in_words(name, group, reading), Point(lat, lon) if lat else None
        )
        for code, name, group, reading, _order, lat, lon, _row, _own in ordered
    }


def _municipality(name: str, prefecture: str, reading: str) -> tuple[str, str]:
    return municipality_in_words(name, reading), prefecture_in_words(prefecture)


def _town(name: str, municipality: str, reading: str) -> tuple[str, str]:
    return name, municipality_in_words(municipality, reading)


def _service(name: str, _key: str, _reading: str) -> tuple[str, str]:
    return service_in_words(name), ""


def _as_they_are(name: str, group: str, _reading: str) -> tuple[str, str]:
    return name, group


def _grouped(
    choices: Mapping[str, FilterChoice],
) -> list[tuple[str, list[FilterChoice]]]:
    groups = groupby(choices.values(), key=lambda choice: choice.group)
    return [(name, list(members)) for name, members in groups]
