"""Where the facts on a page come from, said once for each group of facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import template

from facts.models import Source
from facts.provenance import Sourced

register = template.Library()


@register.inclusion_tag("components/provenance.html", takes_context=True)
def provenance(
    context: template.Context, facts: Sourced | Iterable[Sourced]
) -> dict[str, object]:
    """Sources, the day of the oldest check, and a note where one is in order.

    Takes one fact or several; a source that several share is named once.
    """
    rows = [facts] if isinstance(facts, Sourced) else list(facts)
    frame = context["frame"]
    day: date = frame.day
    articles = _articles_by_source(rows)
    numbers = frame.note_shown(rows, articles)
    return {
        "sources": [(numbers[one], one, named) for one, named in articles.items()],
        "checked_on": min((row.checked_on for row in rows), default=None),
        "is_guide": any(row.is_guide for row in rows),
        "is_overdue": any(row.is_overdue(day) for row in rows),
        "frame": frame,
    }


def _articles_by_source(rows: Iterable[Sourced]) -> dict[Source, list[str]]:
    articles: dict[Source, list[str]] = {}
    for row in rows:
        named = articles.setdefault(row.source, [])
        if row.article and row.article not in named:
            named.append(row.article)
    return articles
