"""Natural keys for fixtures: a row is named by what it is, not by a number."""

from __future__ import annotations

from functools import reduce
from typing import ClassVar, TypeVar

from django.db import models

_Keyed = TypeVar("_Keyed", bound="NaturallyKeyed")


class NaturalKeyManager(models.Manager[_Keyed]):
    """Finds a row by the values that its model names in `natural_key_fields`."""

    def get_by_natural_key(self, *values: object) -> _Keyed:
        return self.get(**dict(zip(self.model.natural_key_fields, values, strict=True)))


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
