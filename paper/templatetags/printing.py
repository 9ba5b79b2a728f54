"""What paper needs: an address as a picture for cameras, texts of another day."""

from __future__ import annotations

from functools import lru_cache

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

from facts import rich_text
from facts.quoting import Quotes

register = template.Library()

# A longer one would need modules too small for print: it leads to its page only.
_LONGEST = 230


@register.simple_tag
def qr(address: str) -> SafeString:
    """`address` as a QR code: SVG without size or style, four modules of quiet zone."""
    short = address if len(address) <= _LONGEST else address.partition("?")[0]
    return _svg(short)


@lru_cache(maxsize=512)
def _svg(address: str) -> SafeString:
    # Ten milliseconds; and everybody who asks for a page on a day gets the same one.
    code = segno.make(address, error="m", micro=False, boost_error=False)
    svg = code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(svg)  # squares only: nothing of the address is in it as text


@register.simple_tag
def said(text: str, quotes: Quotes) -> SafeString:
    """A rich text with the amounts of the quotes' day."""
    return rich_text.blocks(text, quotes)
