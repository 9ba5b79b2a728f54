"""Amounts that are not known exactly, and texts as they are in a month of use."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from facts.quoting import Quotes
from facts.rich_text import blocks, line
from facts.wording import yen
from fees.domain.yen_span import YenSpan

register = template.Library()


@register.filter
def yen_span(span: YenSpan) -> str:
    """One amount, or from which to which; what has no upper end says so."""
    if span.high is None:
        return _("%(yen)sから（上はわかりません）") % {"yen": yen(span.low)}
    if span.low == span.high:
        return yen(span.low)
    return _("%(low)sから%(high)s") % {"low": yen(span.low), "high": yen(span.high)}


@register.simple_tag(takes_context=True)
def prose_of_use(context: template.Context, text: str) -> SafeString:
    """A rich text with the amounts of the month of use, where that is another."""
    return blocks(text or "", _quotes_of_use(context))


@register.simple_tag(takes_context=True)
def line_of_use(context: template.Context, text: str) -> SafeString:
    """The same of a short text in one line."""
    return line(text or "", _quotes_of_use(context))


def _quotes_of_use(context: template.Context) -> Quotes:
    return context.get("quotes_of_use") or context["frame"].quotes
