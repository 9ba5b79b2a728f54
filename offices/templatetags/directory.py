"""How the directory's pages write periods, hours and distances."""

from __future__ import annotations

from datetime import time

from django import template
from django.utils.translation import gettext as _

from offices.domain.period import period_in_words

register = template.Library()


@register.filter
def period(text: str) -> str:
    """`202603` as 2026年3月末."""
    return period_in_words(text)


@register.filter
def clock(value: time) -> str:
    """09:00 as 9:00, the way people write it."""
    return f"{value.hour}:{value.minute:02}"


@register.filter
def away(km: float) -> str:
    """A distance as far as a straight line can say."""
    if km < 0.1:
        return _("100mより近い")
    return _("約%(km)skm") % {"km": f"{km:.1f}"}
