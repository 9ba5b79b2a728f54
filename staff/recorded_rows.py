"""Rows of any table column by column, as JSON holds them; no code of models is run.

A change that waits is written down so, and written back so: what staff saw is what is
published, whatever a model does when it is saved.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from texts.languages import languages, speaking
from texts.own_apps import own_apps

# The values of one row by column, and a row by its table and key.
Values = dict[str, Any]
Key = tuple[str, str]
_CHUNK = 500
# So many values go into one statement: older builds of SQLite take no more.
_PARAMETERS = 999


@cache
def recorded_tables() -> dict[str, type[models.Model]]:
    """The models whose rows a change holds, by the name of their table.

    All of ours, with those behind fields of many rows, but for staff's own and for what
    keeps a log of its own (`keeps_own_log`).
    """
    return {
        model._meta.db_table: model
        for app in own_apps()
        for model in app.get_models(include_auto_created=True)
        if getattr(model, "is_shown", True)
        and not getattr(model, "keeps_own_log", False)
    }


def model_of(table: str) -> type[models.Model] | None:
    """The model that a change names; None where a later release has none such."""
    try:
        return apps.get_model(table)
    except LookupError:
        return None


def columns_of(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    """The columns of a table, by the name that a row's values have."""
    return {field.attname: field for field in model._meta.concrete_fields}


def rows_at(
    model: type[models.Model], keys: Collection[object], *, lock: bool = False
) -> dict[str, Values]:
    """What the rows at `keys` say now, by their key as text."""
    names = list(columns_of(model))
    query: models.QuerySet[Any] = models.QuerySet(model).order_by()
    if lock:
        query = query.select_for_update()
    ordered, found = sorted(keys, key=str), {}
    for begin in range(0, len(ordered), _CHUNK):
        some = query.filter(pk__in=ordered[begin : begin + _CHUNK])
        for row in some.values_list(*names):
            values = dict(zip(names, row, strict=True))
            found[str(values[_pk(model)])] = cast(Values, _as_json(values))
    return found


def differing(before: Values, after: Values) -> list[str]:
    """The columns in which two states of a row differ; no text is an empty text."""
    return [
        name
        for name in {**before, **after}
        if not is_same(before.get(name), after.get(name))
    ]


def is_same(one: object, other: object) -> bool:
    """Whether two values say the same."""
    empty = (None, "")
    return one == other or (one in empty and other in empty)


def _as_json(values: Values) -> object:
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def insert(model: type[models.Model], rows: Sequence[Values]) -> None:
    """Write rows as they are recorded; a column that came later takes its default."""
    columns = columns_of(model)
    made = [
        SimpleNamespace(
            **{
                name: field.to_python(row[name]) if name in row else field.get_default()
                for name, field in columns.items()
            }
        )
        for row in rows
    ]
    size = max(1, _PARAMETERS // len(columns))
    for begin in range(0, len(made), size):
        models.QuerySet(model)._insert(  # type: ignore[attr-defined]
            made[begin : begin + size],
            fields=[*columns.values()],
            raw=True,
            using=None,
        )


def remove(model: type[models.Model], keys: Sequence[str]) -> None:
    """Take rows away, and nothing with them."""
    for begin in range(0, len(keys), _CHUNK):
        some = keys[begin : begin + _CHUNK]
        found: models.QuerySet[Any] = models.QuerySet(model).filter(pk__in=some)
        found._raw_delete(found.db)


def next_keys(model: type[models.Model], number: int) -> list[int]:
    """So many keys of the table's own counting, each given out once."""
    options = model._meta
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s))"
                " FROM generate_series(1, %s)",
                [f'"{options.db_table}"', options.pk.column, number],
            )
            return [int(key) for (key,) in cursor.fetchall()]
        cursor.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = %s", [options.db_table]
        )
        given = (cursor.fetchone() or [0])[0]
        last = models.QuerySet(model).aggregate(last=models.Max("pk"))["last"] or 0
        first = int(max(given, last)) + 1
        return list(range(first, first + number))


def counts_its_keys(model: type[models.Model]) -> bool:
    """Whether the table gives keys itself."""
    return isinstance(model._meta.pk, models.AutoField)


def pointing_to(
    model: type[models.Model], values: Mapping[str, Any]
) -> Iterator[tuple[str, Key]]:
    """The columns of a row that name another, and which."""
    for name, field in columns_of(model).items():
        if field.related_model and values.get(name) is not None:
            yield name, (field.related_model._meta.label_lower, str(values[name]))
    if {"content_type_id", "object_id"} <= values.keys():
        kind = ContentType.objects.get_for_id(values["content_type_id"])
        if named := kind.model_class():
            yield "object_id", (named._meta.label_lower, str(values["object_id"]))


def names_of(model: type[models.Model], keys: Collection[object]) -> dict[str, str]:
    """How staff call the rows at `keys` that are stored now; none behind a field."""
    if model._meta.auto_created:
        return {}
    with speaking(languages()[0]):
        joined = [field.name for field in model._meta.fields if field.many_to_one]
        rows = model._base_manager.filter(pk__in=keys).select_related(*joined)
        return {str(row.pk): str(row)[:300] for row in rows}


def _pk(model: type[models.Model]) -> str:
    return model._meta.pk.attname
