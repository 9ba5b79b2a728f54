"""What a rule asks for, one thing after the other: a page of all has forty of them.

Written here, not as a template: of each a template costs five times as much.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from facts.rich_text import blocks, line
from facts.templatetags.origins import provenance
from services.models import EligibilityRequirement, EligibilityRoute

register = template.Library()

# How much of each is told: all; all, the long folded; the same without a reason beside
# routes, which say much of it; its line and its routes; its line.
WHOLE, FOLDED, BRIEF = "whole", "folded", "brief"
ROUTES, LINES = "routes", "lines"
_MOST_UNFOLDED = 3


@register.simple_tag(takes_context=True)
def requirements(
    context: template.Context, rows: Iterable[EligibilityRequirement], form: str
) -> SafeString:
    """An item for each, with where it stands; `form` is one of these."""
    by_city = format_html(' <span class="tag">{}</span>', _("市が確かめます"))
    items = (
        (_told(context, row, form, by_city), provenance(context, row)) for row in rows
    )
    return format_html_join("\n", "<li>{}{}</li>", items)


def _told(
    context: template.Context,
    row: EligibilityRequirement,
    form: str,
    by_city: SafeString,
) -> SafeString:
    quotes = context["frame"].quotes
    mark = by_city if row.confirmed_by_city else ""
    if form == LINES:
        return format_html("{}{}", line(row.text, quotes), mark)
    head = format_html("<p><strong>{}</strong>{}</p>", line(row.text, quotes), mark)
    routes = list(row.routes.all())
    parts = [head, _routes(context, routes, form, by_city)]
    has_reason = form in {WHOLE, FOLDED} or (form == BRIEF and len(routes) < 2)
    if row.reason and has_reason:
        reason = blocks(row.reason, quotes)
        parts.append(
            format_html('<div class="rule__reason">{}</div>', reason)
            if form == WHOLE
            else _fold(_("くわしく"), reason)
        )
    if form != ROUTES and row.way_in and row.way_in.is_published:
        words = _("あてはまらないときは、先に%(name)s") % {"name": row.way_in.name}
        parts.append(
            format_html(
                '<p class="rule__way ways"><a href="{}">{}</a></p>',
                row.way_in.get_absolute_url(),
                words,
            )
        )
    return format_html_join("", "{}", ((part,) for part in parts))


def _routes(
    context: template.Context,
    routes: list[EligibilityRoute],
    form: str,
    by_city: SafeString,
) -> SafeString:
    """The routes to a requirement, of which one is enough; nothing where it is all."""
    if len(routes) < 2:
        return SafeString()
    quotes = context["frame"].quotes
    lines = format_html_join(
        "",
        "<li>{}{}</li>",
        (
            (line(one.text, quotes), by_city if one.confirmed_by_city else "")
            for one in routes
        ),
    )
    html = format_html(
        '<p class="rule__any">{}</p><ul class="rule__routes">{}</ul>',
        _("つぎのどれか1つでよいです。"),
        lines,
    )
    is_long = form in {FOLDED, BRIEF} and len(routes) > _MOST_UNFOLDED
    return _fold(_("どんな人か、全部を読む"), html) if is_long else html


def _fold(summary: str, html: SafeString) -> SafeString:
    return format_html(
        '<details class="fold"><summary>{}</summary>{}</details>', summary, html
    )
