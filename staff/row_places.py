"""Where rows show: their pages, the texts that name them, readings, translations.

Each with the way there, to the site with a change applied if one is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib import admin
from django.db import models
from django.utils import timezone

from facts.effective import EffectiveDated
from facts.published import OwnPlace
from staff.base import StaffAdmin
from staff.judging import cases_on
from staff.language import column_name
from staff.linking import leads_to
from staff.models import Change
from staff.page_rows import form_of
from staff.quoted import NamingPlace, codes_of, places_with
from staff.recorded_rows import Key
from staff.site_places import site_places
from staff.text_state import State, texts_of
from texts.languages import Language, address_in, languages
from texts.models import Reading
from texts.readings import readings
from texts.translations import column_of, translated_models

_MOST_TEXTS = 50  # with one word


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """Something that shows a row: its name, where readers see it, where it is edited.

    `page` is an address of the site with the change applied; empty where it has none.
    """

    name: str
    page: str
    form: str


@dataclass(slots=True)
class PlacesOfRow:
    """Where one row of a change shows."""

    kind: str
    name: str
    page: str
    form: str
    # Pages, tables, estimates and papers, by what they are in the words of staff.
    stands_on: dict[str, list[ShownPlace]] = field(default_factory=dict)
    texts: list[ShownPlace] = field(default_factory=list)
    # The texts that link to it; to where it was, if it leaves that place.
    links: list[ShownPlace] = field(default_factory=list)
    outdated: list[ShownPlace] = field(default_factory=list)
    translations: list[ShownPlace] = field(default_factory=list)
    readings: list[ShownPlace] = field(default_factory=list)


def told_of(
    rows: Mapping[Key, models.Model],
    here: Mapping[Key, models.Model],
    places: Mapping[Key, OwnPlace],
    change: Change | None,
) -> dict[Key, PlacesOfRow]:
    """Where `rows` show; of them only those that are `here` have a form and a page.

    `places` are those of the rows, also of those that leave them.
    """
    days = _days([*here.values()])
    told = {
        key: PlacesOfRow(
            kind=str(row._meta.verbose_name),
            name=str(row),
            page=_page(row, change) if key in here else "",
            form=form_of(row) if key in here else "",
        )
        for key, row in rows.items()
    }
    standing = site_places([*here.values()])
    for key, row in here.items():
        for place in standing[row]:
            address = _shown_at(_on_day(place.address, days.get(row)), change)
            if address.partition("#")[0] != told[key].page.partition("#")[0]:
                its = told[key].stands_on.setdefault(place.kind.value, [])
                its.append(ShownPlace(place.name, address, ""))
    _add_texts(told, rows, places, change)
    _add_readings(told, here, change)
    return told


def own_places(rows: Mapping[Key, models.Model]) -> dict[Key, OwnPlace]:
    """Where readers meet just each of `rows`, of those for which they can."""
    edited = {key: admin.site._registry.get(type(row)) for key, row in rows.items()}
    return {
        key: place
        for key, its in edited.items()
        if isinstance(its, StaffAdmin) and (place := its.own_place(rows[key]))
    }


def in_preview(address: str, change: Change) -> str:
    """The address of a page with `change` applied, at the same place on it."""
    path, mark, place = address.partition("#")
    joined = "&" if "?" in path else "?"
    return f"{path}{joined}change={change.pk}{mark}{place}"


def told_cases(rows: Sequence[models.Model], change: Change | None) -> list[ShownPlace]:
    """The golden cases: the form of each says what comes of it now."""
    return [
        ShownPlace(str(case), "", _shown_at(form_of(case), change))
        for case in cases_on(rows)
    ]


def _page(row: models.Model, change: Change | None) -> str:
    """Where readers see `row` with `change` applied; empty where they do not."""
    edited = admin.site._registry.get(type(row))
    address = edited.view_on_site(row) if isinstance(edited, StaffAdmin) else None
    return _shown_at(address, change) if address else ""


def _shown_at(address: str, change: Change | None) -> str:
    return in_preview(address, change) if change else address


def _days(rows: Sequence[models.Model]) -> dict[models.Model, date]:
    """The first day of each row that does not hold today; a query for each model."""
    today = timezone.localdate()
    dated = [row for row in rows if isinstance(row, EffectiveDated)]
    holding = {
        one
        for model in {type(row) for row in dated}
        for one in model._default_manager.on(today).filter(
            pk__in=[row.pk for row in dated if type(row) is model]
        )
    }
    return {row: row.valid_from for row in dated if row not in holding}


def _on_day(address: str, day: date | None) -> str:
    if day is None:
        return address
    path, mark, place = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}on={day}{mark}{place}"


def _add_texts(
    told: Mapping[Key, PlacesOfRow],
    rows: Mapping[Key, models.Model],
    places: Mapping[Key, OwnPlace],
    change: Change | None,
) -> None:
    """The texts that name each row by its code, and those that link to its place."""
    known = codes_of([*rows.values()])
    codes = {key: {f"[[{code}]]" for code in known[row]} for key, row in rows.items()}
    keys = {place.key for place in places.values()}
    wanted = sorted(keys.union(*codes.values()))
    naming = places_with(wanted)
    for key, its in codes.items():
        texts = [one for one in naming if any(code in one.text for code in its)]
        told[key].texts = [_shown(one, change) for one in texts]
        if place := places.get(key):
            links = [one for one in naming if leads_to(place, one)]
            told[key].links = [_shown(one, change) for one in links[:_MOST_TEXTS]]


def _shown(place: NamingPlace, change: Change | None) -> ShownPlace:
    name = f"{place.row._meta.verbose_name}「{place.row}」の{column_name(place.field)}"
    form = f"{form_of(place.row)}#id_{place.field.name}"
    return ShownPlace(name, _page(place.row, change), form)


def _add_readings(
    told: Mapping[Key, PlacesOfRow],
    here: Mapping[Key, models.Model],
    change: Change | None,
) -> None:
    """The readings that the Japanese texts take; of a reading, the texts."""
    known = readings()
    read = {
        key: {
            as_written(word)
            for text in japanese_texts(row)
            for word in known.words(text)
            if any(reading for _, reading in word)
        }
        for key, row in here.items()
    }
    every = set().union(*read.values()) if read else set()
    used = Reading.objects.filter(surface__in=every) if every else ()
    by_surface = {one.surface: one for one in used}
    for key, words in read.items():
        told[key].readings = [
            ShownPlace(str(by_surface[word]), "", form_of(by_surface[word]))
            for word in sorted(words & by_surface.keys())
        ]
    for key, row in here.items():
        if isinstance(row, Reading):
            told[key].texts = [
                _shown(place, change)
                for place in places_with([row.surface])[:_MOST_TEXTS]
            ]


def as_written(word: Iterable[tuple[str, str | None]]) -> str:
    """A word of its parts with their readings."""
    return "".join(base for base, _reading in word)


def japanese_texts(row: models.Model) -> list[str]:
    """The texts of a row that readers see in Japanese, those in easy words too."""
    return [
        text
        for name in translated_models().get(type(row), ())
        for language in languages()
        if language.is_japanese and (text := getattr(row, column_of(name, language)))
    ]


def translations_of(row: models.Model, told: PlacesOfRow) -> list[ShownPlace]:
    """What other languages say of it, each with how it stands."""
    going = {one.form for one in told.outdated}
    texts = [
        told_text(row, one.field, one.language, told, state=one.state.label)
        for one in texts_of(row)
        if one.state is not State.MISSING
    ]
    return [one for one in texts if one.form not in going]


def told_text(
    row: models.Model, name: str, language: Language, told: PlacesOfRow, state: str = ""
) -> ShownPlace:
    """A text in another language: the page of the row in it, the field of the form."""
    column = column_of(name, language)
    columns = {one.name: one for one in row._meta.fields}
    label = column_name(columns[column]) if column in columns else name
    path, mark, rest = told.page.partition("?")
    page = f"{address_in(language, path)}{mark}{rest}" if path else ""
    called = f"{label}：{state}" if state else label
    return ShownPlace(called, page, f"{told.form}#id_{column}")
