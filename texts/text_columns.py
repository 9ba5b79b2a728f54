"""Texts that a query takes by their columns, where its rows are no rows of a model.

Whoever shows them tells the page so by `note_text`: nobody reads them by attribute.
"""

from __future__ import annotations

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf

from texts.languages import current, languages
from texts.translations import column_of


def own_text(lookup: str) -> F:
    """The text of `name`, or `service__name`, in the language that is being spoken."""
    return F(column_of(lookup, current()))


def shown_text(lookup: str) -> Coalesce:
    """The same, and where there is none the Japanese."""
    return Coalesce(
        NullIf(own_text(lookup), Value("")), F(column_of(lookup, languages()[0]))
    )
