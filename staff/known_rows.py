"""Fields in which a row is chosen: what was sent may be no row's key at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError
from django.db.models import Field


class _OffersKnown(AutocompleteMixin):
    """Shown again beside its error, it asks for no key that a key cannot be."""

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> Any:
        key = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [one for one in value if _fits(one, key)], attr)


def _fits(value: object, key: Field[Any, Any]) -> bool:
    try:
        key.clean(value, None)
    except ValidationError:
        return False
    return True


class KnownSelect(_OffersKnown, AutocompleteSelect):
    """One row."""


class KnownSelectMultiple(_OffersKnown, AutocompleteSelectMultiple):
    """Several rows."""
