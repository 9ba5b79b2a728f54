"""How the directory's pages write periods, hours and distances."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from offices.office_words import hours_in_words, period_in_words, periods_in_words

register = template.Library()


register.filter("period", period_in_words)
register.filter("periods", periods_in_words)
register.filter("hours", hours_in_words)


@register.filter
def away(km: float) -> str:
    """A distance as far as a straight line can say."""
    if km < 0.1:
        return _("100mより近い")
    return _("約%(km)skm") % {"km": f"{km:.1f}"}
