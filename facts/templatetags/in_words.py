"""Amounts, lists and days in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django import template

from facts import wording

register = template.Library()


class Named(Protocol):
    """What has a name that readers know it by."""

    @property
    def name(self) -> str: ...


register.filter("yen", wording.yen)
register.filter("round_yen", wording.round_yen)
register.filter("joined", wording.joined)
register.filter("begins", wording.begins)
register.filter("fiscal_year", wording.fiscal_year)
register.filter("tax_year", wording.tax_year)


@register.filter
def names(rows: Iterable[Named]) -> list[str]:
    """What each row is called."""
    return [row.name for row in rows]
