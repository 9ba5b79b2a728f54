"""Pictograms beside words."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from texts.pictograms import PICTOGRAMS, drawn

register = template.Library()


@register.simple_tag
def glyph(name: str) -> SafeString | str:
    """The bare picture; nothing where a row has none, or one that is no more."""
    return drawn(name) if name in PICTOGRAMS else ""


@register.simple_tag
def tile(name: str, size: str = "") -> SafeString | str:
    """The picture on its ground, whose colour is that of what stands around it."""
    if name not in PICTOGRAMS:
        return ""
    return format_html(
        '<span class="{}">{}</span>', f"tile {size}".strip(), drawn(name)
    )
