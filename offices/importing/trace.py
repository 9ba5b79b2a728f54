"""What an import is about to overwrite, kept so that it can be undone."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from typing import Any

from django.db import models
from django.db.models import QuerySet

from offices.importing.bulk import chunks
from offices.models import ImportRun, ImportTrace, OpeningHours, TraceKind, Trait

# What follows from other fields, or moves with every save: no change of anybody's.
DERIVED = frozenset({"updated_at", "search_text", "name_norm", "sort_key"})


class Trace:
    """Notes each row of one run before it is written, and its print afterwards.

    Rows go to the database by the hundred, as they are met: a country has 50,000.
    """

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.changed: dict[type[models.Model], list[int]] = defaultdict(list)
        self.new: dict[type[models.Model], list[int]] = defaultdict(list)
        self._waiting: list[ImportTrace] = []

    def before(self, model: type[models.Model], keys: Collection[int]) -> None:
        """Keep whole rows that are about to be changed."""
        if not keys:
            return
        self.changed[model] += keys
        for part in chunks(keys):
            self._keep(TraceKind.BEFORE, model, list(rows_of(model, part)))

    def before_field(
        self, model: type[models.Model], name: str, keys: Collection[int], *, after: str
    ) -> None:
        """Keep one field of rows in which nothing else changes."""
        for part in chunks(keys):
            rows: QuerySet[models.Model] = QuerySet(model)
            rows = rows.filter(pk__in=part).order_by()
            values = list(rows.values_list("pk", name))
            self._keep(TraceKind.FIELD, model, [name, after, values])

    def before_hours(self, services: Collection[int]) -> None:
        """Keep the hours of services, which are about to be written anew."""
        for part in chunks(services):
            rows = OpeningHours.objects.filter(service__in=part).order_by("pk")
            values = rows.values_list("office", "service", "day", "opens", "closes")
            self._keep(TraceKind.HOURS, OpeningHours, [part, list(values)])

    def before_traits(self, services: Collection[int]) -> None:
        """Keep what is said of services, which a list is about to say anew."""
        for part in chunks(services):
            rows = Trait.objects.filter(listing__in=part).order_by("pk")
            fields = [name for name in columns_of(Trait) if name != "id"]
            values = [dict(zip(fields, row, strict=True))
                      for row in rows.values_list(*fields)]  # fmt: skip
            self._keep(TraceKind.BEFORE, Trait, [part, values])

    def made(self, model: type[models.Model], keys: Iterable[int]) -> None:
        self.new[model] += keys

    def added_areas(
        self, model: type[models.Model], pairs: Collection[tuple[int, str]]
    ) -> None:
        if pairs:
            self._keep(TraceKind.AREAS, model, list(pairs))

    def finish(self) -> None:
        """Take the prints of all rows as they were left."""
        for kind, rows in ((TraceKind.AFTER, self.changed), (TraceKind.NEW, self.new)):
            for model, keys in rows.items():
                for part in chunks(keys):
                    self._keep(kind, model, prints_of(model, part))
        self._flush()

    def _keep(
        self, kind: TraceKind, model: type[models.Model], content: object
    ) -> None:
        self._waiting.append(
            ImportTrace(
                run=self.run, kind=kind, table=model.__name__, packed=pack_json(content)
            )
        )
        if len(self._waiting) >= 50:
            self._flush()

    def _flush(self) -> None:
        ImportTrace.objects.bulk_create(self._waiting)
        self._waiting = []


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns of `model`, its key first."""
    key = model._meta.pk.attname
    others = [field.attname for field in model._meta.concrete_fields]
    return [key, *(name for name in others if name != key)]


def rows_of(
    model: type[models.Model], keys: Collection[int]
) -> Iterator[tuple[Any, ...]]:
    """Rows as the database has them, in the order of `columns_of`."""
    # Not the model's own manager: modeltranslation reorders the columns.
    rows: QuerySet[models.Model] = QuerySet(model)
    rows = rows.filter(pk__in=keys).order_by("pk")
    return rows.values_list(*columns_of(model)).iterator(chunk_size=1_000)


def prints_of(model: type[models.Model], keys: Collection[int]) -> dict[str, str]:
    """By which it is seen, later, whether anybody changed a row: by its key."""
    columns = columns_of(model)
    kept = [n for n, name in enumerate(columns) if n and name not in DERIVED]
    return {str(row[0]): _print([row[n] for n in kept]) for row in rows_of(model, keys)}


def pack_json(content: object) -> bytes:
    text = json.dumps(content, default=str, ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack_json(packed: bytes | memoryview) -> Any:
    return json.loads(zlib.decompress(bytes(packed)).decode("utf-8", "surrogatepass"))


def _print(values: list) -> str:
    # PostgreSQL gives the keys of a JSON object in an order of its own.
    text = json.dumps(values, default=str, sort_keys=True, ensure_ascii=False)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
