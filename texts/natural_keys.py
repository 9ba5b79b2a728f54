"""Natural keys for fixtures: a row is named by what it is, not by a number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import reduce
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models.signals import post_save

_Keyed = TypeVar("_Keyed", bound="NaturallyKeyed")
_Rows = dict[tuple[str, ...], Any]

# The rows of each model by their keys, while a file of many is read.
_HELD: ContextVar[dict[type[models.Model], _Rows] | None] = ContextVar(
    "held", default=None
)


@contextmanager
def rows_held() -> Iterator[None]:
    """Seek rows by their keys in memory: thousands that name one another, in one go.

    For a database that nobody else writes in; rows are added here, never changed.
    """
    held = _HELD.set({})
    post_save.connect(_hold)
    try:
        yield
    finally:
        post_save.disconnect(_hold)
        _HELD.reset(held)


def _hold(sender: type[models.Model], instance: models.Model, **rest: object) -> None:
    rows = (_HELD.get() or {}).get(sender)
    if rows is not None and isinstance(instance, NaturallyKeyed):
        rows[instance.natural_key()] = instance


class NaturalKeyManager(models.Manager[_Keyed]):
    """Finds a row by the values that its model names in `natural_key_fields`."""

    def get_by_natural_key(self, *values: object) -> _Keyed:
        held = _HELD.get()
        if held is None:
            fields = self.model.natural_key_fields
            return self.get(**dict(zip(fields, values, strict=True)))
        if self.model not in held:
            held[self.model] = {row.natural_key(): row for row in self.all()}
        key = tuple(map(str, values))
        if key not in held[self.model]:
            raise self.model.DoesNotExist(f"{self.model.__name__} {key}")
        row: _Keyed = held[self.model][key]
        return row


class NaturallyKeyed(models.Model):
    """A model whose rows fixtures name by `natural_key_fields` (lookups allowed)."""

    natural_key_fields: ClassVar[tuple[str, ...]]

    objects = NaturalKeyManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str, ...]:
        return tuple(
            str(reduce(getattr, lookup.split("__"), self))
            for lookup in self.natural_key_fields
        )
