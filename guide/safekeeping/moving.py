"""Every row of one database into another, SQLite or PostgreSQL, as it stands.

Nothing is read as a row's class would read it: no text of another language stands in,
no day of saving moves, no change is noted. Keys stay, so that addresses and codes do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.models.query import QuerySet
from django.db.models.sql import InsertQuery

_AT_ONCE = 1000


class MoveError(Exception):
    """The other database does not hold the same; the message says what, for staff."""


def tables() -> list[type[models.Model]]:
    """Every table of the program, those between two others too."""
    found = apps.get_models(include_auto_created=True)
    return [one for one in found if one._meta.managed and not one._meta.proxy]


def move_rows(source: str, target: str) -> int:
    """Fill the migrated database `target` with the rows of `source`; how many.

    Both are aliases. All or nothing: MoveError, and `target` as before, where a table
    does not read the same there afterwards.
    """
    connection, number = connections[target], 0
    # What is written is no change of what readers see, and would be noted as one.
    watching, connection.execute_wrappers = connection.execute_wrappers, []
    try:
        with transaction.atomic(target):
            for model in tables():
                QuerySet(model, using=target)._raw_delete(target)
            for model in tables():
                number += _copy(model, source, target)
            _reset_sequences(target)
            for model in tables():
                _must_be_same(model, source, target)
    finally:
        connection.execute_wrappers = watching
    return number


def rows_of(model: type[models.Model], alias: str) -> Iterator[tuple[Any, ...]]:
    """The columns of each row in the order of keys, as the database has them."""
    columns = [field.attname for field in _columns(model)]
    rows: QuerySet[Any] = QuerySet(model, using=alias).order_by("pk")
    return rows.values_list(*columns).iterator(_AT_ONCE)


def _columns(model: type[models.Model]) -> Sequence[models.Field[Any, Any]]:
    return [one for one in model._meta.local_concrete_fields if not one.generated]


def _copy(model: type[models.Model], source: str, target: str) -> int:
    fields = _columns(model)
    names = [field.attname for field in fields]
    connection, number = connections[target], 0
    # All that an insert asks of a row are its columns.
    rows: list[Any] = [
        SimpleNamespace(**dict(zip(names, values, strict=True)))
        for values in rows_of(model, source)
    ]
    size = connection.ops.bulk_batch_size(fields, rows) if rows else 1
    for start in range(0, len(rows), size):
        query = InsertQuery(model)
        query.insert_values(fields, rows[start : start + size], raw=True)
        query.get_compiler(target).execute_sql()
        number += len(rows[start : start + size])
    return number


def _reset_sequences(target: str) -> None:
    """The next key comes after those that were brought along."""
    connection = connections[target]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def _must_be_same(model: type[models.Model], source: str, target: str) -> None:
    pairs = zip(rows_of(model, source), rows_of(model, target), strict=True)
    try:
        is_same = all(one == other for one, other in pairs)
    except ValueError:
        is_same = False
    if not is_same:
        raise MoveError(f"「{model._meta.verbose_name}」が同じになりませんでした。")
