"""`{% url %}`, which works an address out once where it is the same on every page."""

from __future__ import annotations

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import get_script_prefix, get_urlconf

register = template.Library()


@register.tag
def url(parser: Parser, token: Token) -> template.Node:
    """Django's own; a page has some twenty that name nothing but a page."""
    node = django_url(parser, token)
    is_same = not (node.args or node.kwargs or node.asvar)
    return SameAddress(node) if is_same and not node.view_name.is_var else node


class SameAddress(template.Node):
    """The address of a page of which there is one: one in each language."""

    child_nodelists = ()

    def __init__(self, node: URLNode) -> None:
        self._node = node
        self._known: dict[tuple[str, str | None], str] = {}

    def render(self, context: Context) -> str:
        """The beginning of the addresses tells the language."""
        place = get_script_prefix(), get_urlconf()
        if place not in self._known:
            self._known[place] = self._node.render(context)
        return self._known[place]
