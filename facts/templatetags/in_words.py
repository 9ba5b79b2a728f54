"""Amounts, lists and days in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from facts import wording

register = template.Library()

register.filter("yen", wording.yen)
register.filter("joined", wording.joined)
register.filter("begins", wording.begins)
register.filter("fiscal_year", wording.fiscal_year)
register.filter("tax_year", wording.tax_year)


@register.filter
def names(rows: Iterable[object]) -> list[str]:
    """What each row is called."""
    return [row.name for row in rows]
