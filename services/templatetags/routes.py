"""The routes to a requirement: a page of all conditions has eighty of them."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from facts.rich_text import line
from services.models import EligibilityRoute

register = template.Library()


@register.simple_tag(takes_context=True)
def route_lines(
    context: template.Context, routes: Iterable[EligibilityRoute]
) -> SafeString:
    """An item for each, and if the city confirms it; a loop costs four times it."""
    quotes = context["frame"].quotes
    by_city = format_html(' <span class="tag">{}</span>', _("市が確かめます"))
    lines = (
        (line(route.text, quotes), by_city if route.confirmed_by_city else "")
        for route in routes
    )
    return format_html_join("", "<li>{}{}</li>", lines)
