"""Rows of the fixture files and of the database in one comparable form.

A row is known again by what names it: its natural key, or its unique constraint. What
it says is compared value by value, whether it comes from a file or from the database.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings
from django.db import models

from texts.translations import translated_names

# What one row says: the name of each field, with a value that JSON can hold.
Values = dict[str, object]
# Which row: the model's label, and what names the row in it.
Place = tuple[str, str]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class ShippedEntry:
    """One row of a fixture file: as it is written there, and in comparable form."""

    model: type[models.Model]
    written: dict[str, object]
    values: Values

    @cached_property
    def place(self) -> Place:
        return place_of(self.model, self.values)

    def __str__(self) -> str:
        return f"{self.model._meta.verbose_name}「{' '.join(_words(self.place[1]))}」"


def content_files(city: str = "") -> list[Path]:
    """The fixture files of a city's content, in the order in which they load.

    `city` is its folder; one that has none is shipped only what is the same everywhere.
    """
    [fixtures] = map(Path, settings.FIXTURE_DIRS)
    own = sorted((fixtures / "cities" / city).glob("*.yaml")) if city else []
    return [*sorted((fixtures / "common").glob("*.yaml")), *own]


def read_entries(files: Iterable[Path]) -> Iterator[ShippedEntry]:
    """Every row of fixture files, in their order: of one place, the last decides.

    So a city's file has the last word over a row that all cities share.
    """
    found = {entry.place: entry for entry in _every_entry(files)}
    yield from found.values()


def _every_entry(files: Iterable[Path]) -> Iterator[ShippedEntry]:
    for path in files:
        for written in yaml.load(path.read_bytes(), Loader=_LOADER) or ():
            model = apps.get_model(written["model"])
            values = {
                name: _from_file(model._meta.get_field(name), value)
                for name, value in written["fields"].items()
            }
            yield ShippedEntry(model, written, values)


def place_of(model: type[models.Model], values: Values) -> Place:
    """What names the row that says `values`."""
    named = [values[name] for name in _naming(model)]
    return model._meta.label_lower, json.dumps(named, ensure_ascii=False)


class Rows:
    """The rows of the database, a few queries a model, as they were when first asked.

    For each place the row itself and what it says.
    """

    def __init__(self) -> None:
        self._models: dict[str, dict[Place, tuple[models.Model, Values]]] = {}
        self._keys: dict[type[models.Model], dict[object, list[str]]] = {}

    def at(self, place: Place) -> tuple[models.Model, Values] | None:
        """The row at `place` and what it says; None where there is none."""
        label = place[0]
        if label not in self._models:
            self._models[label] = self._read(apps.get_model(label))
        return self._models[label].get(place)

    def _read(
        self, model: type[models.Model]
    ) -> dict[Place, tuple[models.Model, Values]]:
        joined = {field.name: self._joined(field) for field in _joins(model)}
        found = {}
        for row in model._default_manager.all():
            values: Values = {f.name: self._value(f, row) for f in _columns(model)}
            values |= {name: rows.get(row.pk, []) for name, rows in joined.items()}
            found[place_of(model, values)] = (row, values)
        return found

    def _value(self, field: models.Field[Any, Any], row: models.Model) -> object:
        value = getattr(row, field.attname)
        if field.related_model is None:
            return _plain(value)
        return None if value is None else self._key(field.related_model, value)

    def _joined(
        self, field: models.ManyToManyField[Any, Any]
    ) -> dict[object, list[list[str]]]:
        """For each row, the keys of those that it is joined with, in one order."""
        found: dict[object, list[list[str]]] = defaultdict(list)
        ends = (field.m2m_column_name(), field.m2m_reverse_name())
        through = field.remote_field.through
        assert through is not None  # Django has made it by now
        for here, there in through._default_manager.values_list(*ends):
            found[here].append(self._key(field.related_model, there))
        return {here: sorted(keys) for here, keys in found.items()}

    def _key(self, model: type[models.Model], pk: object) -> list[str]:
        if model not in self._keys:
            names = getattr(model, "natural_key_fields", ("pk",))
            rows = model._default_manager.values_list("pk", *names)
            self._keys[model] = {
                row[0]: [str(_plain(v)) for v in row[1:]] for row in rows
            }
        return self._keys[model][pk]


def editable(model: type[models.Model]) -> set[str]:
    """The fields in which staff can change a row."""
    fields = [*_columns(model), *_joins(model)]
    return {field.name for field in fields if field.editable}


@cache
def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The stored fields; of a translated one, only those of its languages."""
    translated = translated_names(model)
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in translated and not isinstance(field, models.BigAutoField)
    ]


def _joins(model: type[models.Model]) -> list[models.ManyToManyField[Any, Any]]:
    return list(model._meta.many_to_many)


@cache
def _naming(model: type[models.Model]) -> tuple[str, ...]:
    """The fields that name a row among those of its model."""
    names = getattr(model, "natural_key_fields", None)
    if names is None:
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
                names = constraint.fields
                break
    return tuple(dict.fromkeys(name.partition("__")[0] for name in names or ()))


def _from_file(field: models.Field[Any, Any], value: Any) -> object:
    if field.many_to_many:
        return sorted(_key_in_file(one) for one in value)
    if field.is_relation:
        return None if value is None else _key_in_file(value)
    return _plain(field.to_python(value))


def _key_in_file(value: object) -> list[str]:
    return [str(one) for one in (value if isinstance(value, list) else [value])]


def _plain(value: object) -> object:
    """`value` as JSON has it; a text that is empty is the same as none."""
    match value:
        case None | "":
            return None
        case str():
            # A form cuts what is empty at the ends, and may send other line ends.
            return "\n".join(value.strip().splitlines()) or None
        case Decimal():
            return format(value.normalize(), "f")
        case date() | time():
            return value.isoformat()
    return json.loads(json.dumps(value))


def _words(key: str) -> list[str]:
    """The parts of a place's name, for people."""
    parts = json.loads(key)
    flat = [
        one for part in parts for one in (part if isinstance(part, list) else [part])
    ]
    return [str(one) for one in flat]
