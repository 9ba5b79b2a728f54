"""Amounts that are not known exactly."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from facts.wording import yen
from fees.domain.yen_span import YenSpan
from fees.outlook import Outlook

register = template.Library()


@register.filter
def yen_span(span: YenSpan | Outlook) -> str:
    """One amount, or from which to which; what has no upper end says so."""
    if span.low == span.high:
        return yen(span.low)
    if span.high is None:
        return _("%(yen)sから（上はわかりません）") % {"yen": yen(span.low)}
    return _("%(low)sから%(high)s") % {"low": yen(span.low), "high": yen(span.high)}
