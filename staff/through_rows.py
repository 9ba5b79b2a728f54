"""Names for the rows between two others, which Django calls 「object (52)」."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model


def name_through_rows() -> None:
    """Have staff read what is tied to what, wherever such a row is told of."""
    for owner in apps.get_models():
        for field in owner._meta.many_to_many:
            through = field.remote_field.through
            if through is not None and through._meta.auto_created:
                name = f"{owner._meta.verbose_name}の「{field.verbose_name}」"
                through._meta.verbose_name = through._meta.verbose_name_plural = name
                through.__str__ = _told  # type: ignore[assignment]


def _told(row: Model) -> str:
    """`就労 → 仕事`: the two rows that it ties together."""
    keys = [one for one in row._meta.concrete_fields if one.is_relation]
    return " → ".join(str(getattr(row, key.name)) for key in keys)
