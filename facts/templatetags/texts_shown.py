"""Template tags for texts that staff write. They read the day from `frame`."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from facts import rich_text
from texts.languages import current
from texts.line_breaks import with_breaks

register = template.Library()


@register.simple_tag(takes_context=True)
def prose(context: template.Context, text: str) -> SafeString:
    """A rich text as paragraphs and lists, with today's amounts."""
    return rich_text.blocks(text or "", context["frame"].quotes)


@register.simple_tag(takes_context=True)
def line(context: template.Context, text: str) -> SafeString:
    """A short text in one line, with today's amounts."""
    return rich_text.line(text or "", context["frame"].quotes)


@register.simple_tag(takes_context=True)
def sentence(context: template.Context, text: str) -> SafeString:
    """The same where it stands large: its lines break between phrases."""
    html = line(context, text)
    language = current()
    # A break is sought in words only, not in the tags of a link.
    if not language.is_japanese or "<" in html:
        return html
    return mark_safe(with_breaks(str(html), has_marks=language.is_source))


@register.filter
def phrases(text: str) -> SafeString:
    """A heading or a name whose lines break between phrases, never inside a word."""
    language = current()
    html = escape(str(text))
    if not language.is_japanese:
        return html
    # Escaped before the marks are added.
    return mark_safe(with_breaks(str(html), has_marks=language.is_source))
