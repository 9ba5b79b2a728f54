"""A finished page cut into tags, texts and what is neither, without a byte lost.

Not a browser's parser, and it need not be: our own templates write the pages. What is
no well-formed tag is a text, and goes out as it came in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
    "source", "track", "wbr",
}  # fmt: skip
_NAME = r"[A-Za-z][^\s/>]*"
_NAMED = re.compile(_NAME)
# A `>` in a quoted value ends no tag.
_REST = r"""(?:[^>=]+|=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))*"""


def _whole(name: str, pattern: str) -> str:
    """The longest of `pattern`, as a group that is never tried again in parts.

    So no page can take long. What Python has for it, `*+`, cuts in wrong places in
    3.11.2, which Debian 12 brings; what was looked ahead for is not tried again either.
    """
    return f"(?=(?P<{name}>{pattern}))(?P={name})"


_TOKEN = re.compile(
    # Within these no `<` opens anything but their own end.
    "(?P<raw><(?P<raw_name>script|style|textarea|title)(?=[\\s/>])"
    f"{_whole('raw_rest', _REST)}>)"
    r"(?P<content>.*?)(?=</(?P=raw_name)[\s/>]|\Z)"
    f"|<{_whole('name', _NAME)}{_whole('rest', _REST)}>"
    f"|</{_whole('end', _NAME)}[^>]*>"
    r"|(?P<aside><!--.*?(?:-->|\Z)|<[!?][^>]*>)"
    r"|(?P<entity>&(?:\#[0-9]+|\#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);?)"
    r"|(?P<text>(?:[^<&]+|<(?![A-Za-z/!?])|&(?![#A-Za-z]))+|.)",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s=/>"']+)(?P<before>\s*=\s*)"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"']+))"""
)


class Token(NamedTuple):
    """A piece of a page as it stands there.

    `name` is that of a tag, small; `is_end` tells `</p>`, `is_whole` what has no end
    tag of its own. A piece without a name is a text, or neither tag nor text.
    """

    html: str
    name: str = ""
    is_end: bool = False
    is_whole: bool = False
    is_text: bool = False


def tokens(html: str, passed: Callable[[int], int] | None = None) -> Iterator[Token]:
    """`html` in pieces that together are `html` again.

    `passed` is asked before each piece up to where its caller has dealt with the page
    by himself: so far nothing is cut.
    """
    at = 0
    while at < len(html):
        if passed and (past := passed(at)) > at:
            at = past
        elif found := _TOKEN.match(html, at):
            at = found.end()
            yield from _cut(found)


def _cut(found: re.Match[str]) -> Iterator[Token]:
    kind = found.lastgroup
    if kind == "text":
        yield Token(found[0], is_text=True)
    elif kind == "rest":
        html = found[0]
        # What says more than its class may say what somebody typed: not kept.
        is_common = html.count("=") <= (' class="' in html)
        yield _common(html) if is_common else _opened(html)
    elif kind == "end":
        yield _ended(found[0])
    elif kind == "content":
        yield _opened(found["raw"])
        if found["content"]:
            yield Token(found["content"], is_text=True)
    else:
        yield Token(found[0])


def _opened(html: str) -> Token:
    name = html[1 : _end_of_name(html)].lower()
    return Token(html, name, is_whole=name in _VOID or html.endswith("/>"))


_common = lru_cache(maxsize=1024)(_opened)  # most tags of a page stand on all others


@lru_cache(maxsize=256)
def _ended(html: str) -> Token:
    return Token(html, html[2 : _end_of_name(html, at=2)].lower(), is_end=True)


def attributes(tag: str) -> dict[str, str]:
    """The attributes of an opening tag that have a value, as a browser reads them."""
    return {
        found["name"].lower(): unescape(_value(found))
        for found in _ATTRIBUTE.finditer(tag, _end_of_name(tag))
    }


def with_value(tag: str, name: str, change: Callable[[str], str]) -> str:
    """`tag` with another value of one attribute; `change` has it as a browser reads it.

    One that stays the same stays as it is written.
    """

    def changed(found: re.Match[str]) -> str:
        value = unescape(_value(found))
        if found["name"].lower() != name or (new := change(value)) == value:
            return found[0]
        return f'{found["name"]}{found["before"]}"{escape(new)}"'

    at = _end_of_name(tag)
    return tag[:at] + _ATTRIBUTE.sub(changed, tag[at:])


def _end_of_name(tag: str, at: int = 1) -> int:
    """Where the name of a tag ends that begins at a place in it."""
    found = _NAMED.match(tag, at)
    return found.end() if found else 0


def _value(found: re.Match[str]) -> str:
    return found["double"] or found["single"] or found["bare"] or ""
