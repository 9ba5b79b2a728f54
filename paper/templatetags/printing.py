"""What paper needs: an address as a picture for cameras, texts of another day."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

from facts import rich_text
from facts.quoting import Quotes

register = template.Library()

# A longer one would need modules too small for print: it leads to its page only, or,
# where even that is too long (no page of ours is), to the first page.
_LONGEST = 230
# Which of the eight masks, all of which every reader knows. To find the best of them
# for each code takes 4 ms of a page's 14, and this one is the best or nearly so: of 60
# addresses its mean penalty was 1,652, that of the others 1,663 to 1,801.
_MASK = 2


@register.simple_tag
def qr(address: str) -> SafeString:
    """`address` as a QR code: SVG without size or style, four modules of quiet zone."""
    parts = urlsplit(address)
    ways = (address, address.partition("?")[0], f"{parts.scheme}://{parts.netloc}/")
    return _svg(next((way for way in ways if len(way) <= _LONGEST), ways[-1]))


@lru_cache(maxsize=2048)  # more than the pages of a city in its languages
def _svg(address: str) -> SafeString:
    # Everybody who asks for a page on a day gets the same one.
    code = segno.make(address, error="m", micro=False, boost_error=False, mask=_MASK)
    svg = code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(svg)  # squares only: nothing of the address is in it as text


@register.simple_tag
def said(text: str, quotes: Quotes) -> SafeString:
    """A rich text with the amounts of the quotes' day."""
    return rich_text.blocks(text, quotes)
