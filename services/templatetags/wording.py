"""Amounts, lists and days in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from services import wording
from services.effective import EffectiveDated

register = template.Library()

register.filter("yen", wording.yen)
register.filter("joined", wording.joined)
register.filter("fiscal_year", wording.fiscal_year)
register.filter("tax_year", wording.tax_year)


@register.filter
def names(rows: Iterable[object]) -> list[str]:
    """What each row is called."""
    return [row.name for row in rows]


@register.filter
def begins(row: EffectiveDated) -> str:
    """The day from which a row holds, and whether that is only planned."""
    words = _("%(day)sから（予定）") if row.is_planned else _("%(day)sから")
    return words % {"day": date_format(row.valid_from)}
