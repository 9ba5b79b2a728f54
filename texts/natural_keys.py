"""Natural keys for fixtures: a row is named by what it is, not by a number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models.signals import post_save

_Keyed = TypeVar("_Keyed", bound="NaturallyKeyed")


@dataclass(frozen=True, slots=True)
class _Held:
    """The rows of each model by their keys, and each by its number."""

    rows: dict[type[models.Model], dict[tuple[str, ...], Any]] = field(
        default_factory=dict
    )
    numbered: dict[tuple[type[models.Model], object], models.Model] = field(
        default_factory=dict
    )

    def add(self, row: NaturallyKeyed) -> None:
        self.rows.setdefault(type(row), {})[row.natural_key()] = row
        self.numbered[type(row), row.pk] = row

    def lend(self, row: NaturallyKeyed) -> None:
        """Give `row` those that its key is read from."""
        for lookup in row.natural_key_fields:
            name, _, rest = lookup.partition("__")
            if rest and isinstance(to := row._meta.get_field(name), models.ForeignKey):
                named = self.numbered.get((to.related_model, getattr(row, to.attname)))
                if named is not None and to.target_field.primary_key:
                    to.set_cached_value(row, named)


# While a file of many rows is read.
_HELD: ContextVar[_Held | None] = ContextVar("held", default=None)


@contextmanager
def rows_held() -> Iterator[None]:
    """Seek rows by their keys in memory: thousands that name one another, in one go.

    For a database that nobody else writes in; rows are added here, never changed.
    """
    held = _HELD.set(_Held())
    post_save.connect(_hold)
    try:
        yield
    finally:
        post_save.disconnect(_hold)
        _HELD.reset(held)


def _hold(sender: type[models.Model], instance: models.Model, **rest: object) -> None:
    held = _HELD.get()
    if held and sender in held.rows and isinstance(instance, NaturallyKeyed):
        held.add(instance)


class NaturalKeyManager(models.Manager[_Keyed]):
    """Finds a row by the values that its model names in `natural_key_fields`."""

    def get_by_natural_key(self, *values: object) -> _Keyed:
        held = _HELD.get()
        if held is None:
            fields = self.model.natural_key_fields
            return self.get(**dict(zip(fields, values, strict=True)))
        if self.model not in held.rows:
            held.rows[self.model] = {}
            for row in self.all():
                held.add(row)
        key = tuple(map(str, values))
        if key not in held.rows[self.model]:
            raise self.model.DoesNotExist(f"{self.model.__name__} {key}")
        found: _Keyed = held.rows[self.model][key]
        return found


class NaturallyKeyed(models.Model):
    """A model whose rows fixtures name by `natural_key_fields` (lookups allowed)."""

    natural_key_fields: ClassVar[tuple[str, ...]]

    objects = NaturalKeyManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str, ...]:
        if held := _HELD.get():
            held.lend(self)
        return tuple(
            str(reduce(getattr, lookup.split("__"), self))
            for lookup in self.natural_key_fields
        )
