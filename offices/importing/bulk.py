"""Many rows at once, in statements that cost no more than the rows.

`bulk_create` resolves every value of every row as an expression; a country has 50,000
offices with 60 columns each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import connection, models

CHUNK = 500


def chunks(items: Iterable, size: int = CHUNK) -> Iterator[list]:
    items = list(items)
    for start in range(0, len(items), size):
        yield items[start : start + size]


def insert(model: type[models.Model], rows: Iterable[Mapping[str, object]]) -> None:
    """Write new rows, given by column as in `vars()` of an object; keys are not told.

    What is not given has the field's default.
    """
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column or field.name) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"
    ready = [
        (field.attname, field.get_default(), field.get_db_prep_save) for field in fields
    ]
    for part in chunks(rows):
        with connection.cursor() as cursor:
            cursor.executemany(
                sql,
                [
                    [
                        as_stored(row.get(name, default), connection)
                        for name, default, as_stored in ready
                    ]
                    for row in part
                ],
            )


def overwrite(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Write whole rows that exist, many in one statement."""
    if not rows:
        return
    fields = [
        field.name for field in model._meta.concrete_fields if not field.primary_key
    ]
    model._default_manager.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=fields,
    )


def erase(
    model: type[models.Model], keys: Iterable[int], *, column: str = "id"
) -> None:
    """Delete rows by a key, past all that hangs on them: who calls has seen to that."""
    quote = connection.ops.quote_name
    table, name = quote(model._meta.db_table), quote(column)
    for part in chunks(keys):
        marks = ", ".join(["%s"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE {name} IN ({marks})", part)


def count_anew(*tables: type[models.Model]) -> None:
    """Let the database see how much there is, or it guesses and takes a long way."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
