"""Where the facts on a page come from, said once for each group of facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from facts.provenance import Sourced

register = template.Library()


@register.simple_tag(takes_context=True)
def provenance(
    context: template.Context, facts: Sourced | Iterable[Sourced]
) -> SafeString:
    """Tell the page what it shows, and the reader what he must know of it at once.

    Takes one fact or several, and adds every figure that a text quoted before it. The
    end of the page names the sources (`components/about.html`); here stands only that
    something is a guide, or was not looked at for too long, with its number there.
    """
    frame = context["frame"]
    named = [facts] if isinstance(facts, Sourced) else list(facts)
    rows = list(dict.fromkeys([*named, *frame.quotes.take_unsaid()]))
    return _shown(to_say(frame, rows))


@register.simple_tag(takes_context=True)
def provenance_left(context: template.Context) -> SafeString:
    """The same of figures that were quoted and that no other place has said."""
    frame = context["frame"]
    return _shown(to_say(frame, frame.quotes.take_unsaid()))


def to_say(frame: Any, rows: list[Sourced]) -> dict[str, Any]:
    """What `components/provenance.html` takes; the page hears that it shows `rows`."""
    day: date = frame.day
    frame.note_shown(rows)
    guides = [row for row in rows if row.is_guide]
    overdue = [row for row in rows if row.is_overdue(day)]
    return {
        "numbers": frame.note_shown([*guides, *overdue]),
        "is_guide": bool(guides),
        "is_overdue": bool(overdue),
    }


def _shown(said: dict[str, Any]) -> SafeString:
    """Most facts are neither: for those no template is looked at."""
    if not (said["is_guide"] or said["is_overdue"]):
        return SafeString()
    return render_to_string("components/provenance.html", said)
