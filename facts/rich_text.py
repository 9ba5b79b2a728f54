"""Rich text that staff write, as harmless HTML with today's amounts in it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from html import unescape
from threading import local

import nh3
from django.urls import get_script_prefix
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown import Markdown

from facts.published import leads_nowhere
from facts.quoting import CODE, Quotes
from facts.text_shape import is_too_much

_INLINE_TAGS = {"a", "strong", "em", "br", "ruby", "rt", "rp"}
_BLOCK_TAGS = _INLINE_TAGS | {
    "p", "ul", "ol", "li", "h2", "h3", "h4", "dl", "dt", "dd", "blockquote",
}  # fmt: skip

_of_thread = local()

# Staff write addresses of this site as they are in Japanese.
_OWN_LINK = re.compile(r'(<a [^>]*?href=")/(?!/|static/)')
_LINK = re.compile(r'<a [^>]*?href="(/(?!/)[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
# A line that is a link and nothing else, and a list of which nothing is left.
_ONLY_LINK = re.compile(
    r'<(p|li)>\s*<a [^>]*?href="(/(?!/)[^"]*)"[^>]*>[^<]*</a>\s*</\1>\s*'
)
_NO_LIST = re.compile(r"<(ul|ol)>\s*</\1>\s*")
# A link that is a paragraph of its own is a target of its own: it gets a class.
_ALONE = re.compile(r"<p><a (?=[^>]*>[^<]*</a></p>)")


@lru_cache(maxsize=4096)
def _to_html(text: str) -> str:
    """Markdown to HTML in which only harmless tags are left.

    What is too deep or too long for that, as older rows may be, is shown as typed.
    """
    if is_too_much(text):
        return _as_typed(text)
    try:
        made = _converter().reset().convert(text)
    except RecursionError:
        _of_thread.__dict__.clear()  # it stopped in the middle of something
        return _as_typed(text)
    html = nh3.clean(
        made,
        tags=_BLOCK_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
    )
    return _ALONE.sub('<p><a class="alone" ', html).strip()


def _converter() -> Markdown:
    """One for each thread: to make one takes longer than most texts do."""
    if not hasattr(_of_thread, "markdown"):
        _of_thread.markdown = Markdown(extensions=["sane_lists"], output_format="html")
    made: Markdown = _of_thread.markdown
    return made


def _as_typed(text: str) -> str:
    return "<p>" + escape(text).replace("\n", "<br>") + "</p>"


def blocks(text: str, quotes: Quotes) -> SafeString:
    """`text` as paragraphs, lists and headings."""
    html = _without_lost_links(_to_html(text), on=quotes.day)
    html = _OWN_LINK.sub(rf"\g<1>{get_script_prefix()}", html)
    return _with_values(html, quotes)


def _without_lost_links(html: str, *, on: date) -> str:
    """Links to what is not published are words again; where they stood alone, gone."""
    lost = {
        link for link, _ in _LINK.findall(html) if leads_nowhere(unescape(link), on=on)
    }
    if not lost:
        return html
    html = _ONLY_LINK.sub(lambda one: "" if one[2] in lost else one[0], html)
    html = _LINK.sub(lambda one: one[2] if one[1] in lost else one[0], html)
    return _NO_LIST.sub("", html)


def line(text: str, quotes: Quotes) -> SafeString:
    """`text` as one plain line, for a cell or a list item: no markup at all."""
    return _with_values(escape(text), quotes)


def _with_values(html: str, quotes: Quotes) -> SafeString:
    """`html` with each `[[prefix:code]]` replaced by its value on the quotes' day."""
    return mark_safe(  # cleaned or escaped by the callers
        CODE.sub(lambda code: _value(quotes, *code.groups()), html)
    )


def _value(quotes: Quotes, prefix: str, code: str) -> str:
    return escape(quotes.get(prefix, code) or _("（金額は市に聞いてください）"))
