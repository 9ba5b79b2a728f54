"""`{% url %}`, which works an address out once where it is the same on every page."""

from __future__ import annotations

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url

from texts.known_addresses import address_of

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
        self._view = node.view_name.resolve(Context())

    def render(self, context: Context) -> str:
        return address_of(self._view)
