"""Where the facts on a page come from, said once for each group of facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template

from facts.models import Source
from facts.provenance import Sourced

register = template.Library()


@register.inclusion_tag("components/provenance.html", takes_context=True)
def provenance(
    context: template.Context, facts: Sourced | Iterable[Sourced]
) -> dict[str, object]:
    """Sources, the day of the oldest check, and a note where one is in order.

    Takes one fact or several, and adds every figure that a text quoted before it; a
    source that several share is named once.
    """
    frame = context["frame"]
    named = [facts] if isinstance(facts, Sourced) else list(facts)
    return _said(frame, list(dict.fromkeys([*named, *frame.quotes.take_unsaid()])))


@register.inclusion_tag("components/provenance.html", takes_context=True)
def provenance_left(context: template.Context) -> dict[str, object]:
    """The same of figures that were quoted and that no other place has said."""
    frame = context["frame"]
    return _said(frame, frame.quotes.take_unsaid())


def _said(frame: Any, rows: list[Sourced]) -> dict[str, object]:
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
