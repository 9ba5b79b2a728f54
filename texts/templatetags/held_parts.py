"""Parts of a page that are the same on every page of a language, made once."""

from __future__ import annotations

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from texts.content_version import content_version
from texts.held import Shelf
from texts.languages import current
from texts.translations import Notes, noting, read_again

register = template.Library()
_held: Shelf[tuple[SafeString, Notes]] = Shelf(64)


@register.tag
def held(parser: Parser, token: Token) -> template.Node:
    """`{% held "foot" %}…{% endheld %}`: what stands within must depend on nothing but
    the content and the language; not on the page, the day, the reader or the host.
    """
    _, name = token.split_contents()
    nodes = parser.parse(("endheld",))
    parser.delete_first_token()
    return HeldPart(name, nodes)


class HeldPart(template.Node):
    """Made anew after each change; the page says of its texts what it ever says."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self._name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        place = self._name, current().code, get_script_prefix()
        html, notes = _held.get(content_version(), place, lambda: self._made(context))
        read_again(notes)
        return html

    def _made(self, context: Context) -> tuple[SafeString, Notes]:
        with noting() as notes:
            return self.nodelist.render(context), notes
