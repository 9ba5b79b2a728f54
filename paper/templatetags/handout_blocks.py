"""Template tags for the blocks of a handout."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from facts.provenance import Sourced
from paper.handout.ends import SaidOnce, unknown_in_words

register = template.Library()
# As many documents are named beside a text of the book, whose end names all of them.
MOST_SOURCES = 2


@register.inclusion_tag("paper/handout/origin.html", takes_context=True)
def origin(
    context: template.Context, *facts: Sourced | Iterable[Sourced]
) -> dict[str, object]:
    """Where a block comes from, short for paper; the frame hears of all of it.

    The figures that its texts quote count with it. A sheet names every document once,
    at its end (`is_sheet`); the book names the first at each text, too.
    """
    rows = [
        row
        for given in facts
        for row in ([given] if isinstance(given, Sourced) else given)
    ]
    frame = context["frame"]
    rows = list(dict.fromkeys([*rows, *frame.quotes.take_unsaid()]))
    day = frame.day
    sources = list(dict.fromkeys(row.source for row in rows))
    frame.note_shown(rows)
    most = 0 if context.get("is_sheet") else MOST_SOURCES
    return {
        "sources": sources[:most],
        "others": len(sources[most:]) if most else 0,
        "checked_on": min((row.checked_on for row in rows), default=None),
        "is_guide": any(row.is_guide for row in rows),
        "is_overdue": any(row.is_overdue(day) for row in rows),
    }


@register.simple_tag(takes_context=True)
def at_end(context: template.Context, *texts: str) -> SafeString | str:
    """A remark that several blocks may make: a sheet says it once, at its end.

    Where nothing is said at the end, in the book, it stands here.
    """
    line = " ".join(filter(None, texts))
    if not line:
        return ""
    ends: SaidOnce | None = context.get("ends")
    if ends is None:
        return format_html('<p class="handout__small">{}</p>', line)
    ends.remarks[line] = None
    return ""


@register.simple_tag(takes_context=True)
def unknown_of(
    context: template.Context, name: str, asked: Iterable[str], more: str = ""
) -> SafeString | str:
    """What is not known of a place: a sheet says at its end what it is of every one."""
    lacking = [*filter(None, [more]), *asked]
    ends: SaidOnce | None = context.get("ends")
    if ends is not None:
        ends.unknown[name] = lacking
        return ""
    words = unknown_in_words(lacking, [])
    return format_html('<p class="handout__small">{}</p>', words) if words else ""


@register.simple_tag(takes_context=True)
def to_say(context: template.Context, when: str, words: str) -> SafeString | str:
    """What to say on the phone: the same to most places, so said once for them."""
    ends: SaidOnce | None = context.get("ends")
    if ends is None:
        return format_html("<p>{} {}</p>", when, words)
    ends.says.setdefault(when, {})[words] = None
    return ""


@register.filter
def typed(text: str) -> SafeString | str:
    """What somebody typed: no machine reads or translates it."""
    return format_html('<span translate="no">{}</span>', text) if text else ""


@register.filter
def sheets(number: float) -> str:
    """About how much of a sheet something fills: 約0.3枚, 約1枚."""
    return _("約%(number)s枚") % {"number": f"{number:g}"}
