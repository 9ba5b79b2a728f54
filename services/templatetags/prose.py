"""Template tags for texts that staff write. They read the day from `frame`."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from services import prose as texts

register = template.Library()

# Words that a line must not break inside; the browser's own phrase breaking cuts
# 障がい者 into 障が / い / 者.
_WHOLE_WORDS = re.compile(
    r"障がい者|障がいの ?ある|障がい福祉課|就労[^\s、。・（）]{2,6}支援|[AB]型"
    r"|[0-9,]+円|[0-9]+(?:年|か月|さい|歳|人|%)"
)


@register.simple_tag(takes_context=True)
def prose(context: template.Context, text: str) -> SafeString:
    """A rich text as paragraphs and lists, with today's amounts."""
    return texts.blocks(text or "", context["frame"].quotes)


@register.simple_tag(takes_context=True)
def line(context: template.Context, text: str) -> SafeString:
    """A short text in one line, with today's amounts."""
    return texts.line(text or "", context["frame"].quotes)


@register.filter
def phrases(text: str) -> SafeString:
    """A heading in which certain words stay whole when the line breaks."""
    return mark_safe(  # escaped before the spans are added
        _WHOLE_WORDS.sub(r'<span class="nb">\g<0></span>', escape(str(text)))
    )
