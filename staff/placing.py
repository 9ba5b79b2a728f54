"""Where on a page a text stands: links to its field are put beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Generic, Protocol, TypeVar

from texts.domain.markup import Token, tokens
from texts.domain.ruby import plain

_BLOCKS = {
    "address", "article", "aside", "blockquote", "caption", "dd", "details", "div",
    "dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "li", "main", "nav", "ol", "p", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "fieldset", "legend",
}  # fmt: skip
# In these no link may stand, or none would be seen.
_CLOSED = {"a", "button", "select", "option", "svg", "label", "summary", "picture"}
_UNSEEN = {"rt", "rp", "script", "style", "title", "textarea"}
_MARKS = re.compile(r"\[\[.*?\]\]|\]\([^)]*\)|[\[\]*#|`]|^\s*(?:[-+]|\d+\.)\s+", re.M)
_SHORT = 6  # letters: what is shorter is found only where nothing else stands


class Placed(Protocol):
    """A text that may stand on a page."""

    @property
    def text(self) -> str: ...


_Text = TypeVar("_Text", bound=Placed)


@dataclass
class _Stretch(Generic[_Text]):
    """What stands between two edges of blocks, and after which token it ends."""

    words: str = ""
    end: int = 0
    placed: list[_Text] = field(default_factory=list)


def with_links(
    page: str, texts: Iterable[_Text], link: Callable[[_Text], str]
) -> tuple[str, list[_Text]]:
    """`page` with a link beside each text that is found in its main part.

    What is not found there is given back: it stands in the frame, or nowhere in words.
    """
    pieces = list(tokens(page))
    stretches: list[_Stretch[_Text]] = _stretches(pieces)
    lost = [one for one in texts if not _place(one, stretches)]
    after: dict[int, str] = {}
    for stretch in stretches:
        links = "".join(map(link, stretch.placed))
        after[stretch.end] = after.get(stretch.end, "") + links
    done = [piece.html + after.get(place, "") for place, piece in enumerate(pieces)]
    return "".join(done), lost


def _place(one: _Text, stretches: list[_Stretch[_Text]]) -> bool:
    words = first_words(one.text)
    fitting = [s for s in stretches if words and words in s.words]
    whole = [s for s in fitting if s.words == words]
    begun = [s for s in fitting if s.words.startswith(words)]
    found = whole or (len(words) >= _SHORT and (begun or fitting))
    if not found:
        return False
    # Of several rows with the same words each has its place, one after the other.
    min(found, key=lambda stretch: len(stretch.placed)).placed.append(one)
    return True


def first_words(text: str) -> str:
    """The longest piece of the first line of `text` that a page shows as it is."""
    for line in text.splitlines():
        parts = [_bare(part) for part in _MARKS.split(plain(line))]
        if longest := max(parts, key=len, default=""):
            return longest
    return ""


def _bare(words: str) -> str:
    return "".join(words.split()).replace("\u200b", "")


def _stretches(pieces: list[Token]) -> list[_Stretch[_Text]]:
    found: list[_Stretch[_Text]] = []
    now: _Stretch[_Text] = _Stretch()
    closed, unseen, is_main = 0, 0, False
    waiting: list[_Stretch[_Text]] = []
    for place, piece in enumerate(pieces):
        if piece.name == "main":
            is_main = not piece.is_end
        if piece.name in _BLOCKS and now.words:
            now.end = place - 1
            found.append(now)
            waiting += [now] if closed else []
            now = _Stretch()
        step = 0 if piece.is_whole else -1 if piece.is_end else 1
        closed += step * (piece.name in _CLOSED)
        unseen += step * (piece.name in _UNSEEN)
        if waiting and not closed:
            # The link comes after what it may not stand in.
            for stretch in waiting:
                stretch.end = place
            waiting = []
        if (
            not piece.name
            and not unseen
            and is_main
            and not piece.html.startswith("<!")
        ):
            now.words += _bare(unescape(piece.html))
    return found
