"""The last pass over a finished page: ふりがな, gaps between phrases, `lang`.

One place for the whole site, so that nothing is forgotten: menu, content, names,
results and paper. All but the texts goes out as it came in, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_letters, digits
from typing import NamedTuple

from texts.domain.align import Word
from texts.domain.markup import Token, attributes, tokens
from texts.domain.quiet import (
    INLINE,
    LETTER,
    LINES,
    OF_FOREIGN,
    OF_JAPANESE,
    OF_READ,
    PLAIN,
    VERBATIM,
)
from texts.domain.ruby import RUBY_BEGINS, Readings, plain, surface_of, to_html

# Where the phrases of a Japanese text begin.
Phrases = Callable[[str], Collection[int]]

# Why both elements: docs/decisions/light-ruby.md.
GAP = "<i><wbr></i>"
_OPENS = "（「『【"
_MARKS = _OPENS + "、。）」』】！？　 "  # wide marks have gaps of their own
# What stands before Japanese letters, one after the other, and belongs to them: 「A型.
_LEADS = "「『（【〔"
_LATIN = f"{digits}{ascii_letters}"
_JAPANESE = re.compile(
    f"[{LETTER}]+"
    f"(?:[、。，．・（）「」『』【】〔〕〜～！？：；／　0-9A-Za-z]*[{LETTER}]+)*"
    "[、。）」』】〕！？]*"
)
_TELLS = re.compile(r"\s(?:lang|translate)\s*=", re.IGNORECASE)


def annotate_html(
    html: str,
    readings: Readings,
    on: bool = True,
    *,
    language: str = "ja",
    phrases: Phrases | None = None,
) -> str:
    """`html` with ふりがな on its Japanese, and no `{就労|しゅうろう}` left anywhere.

    `language` is that of a text in no element with `lang`; Japanese in another
    language's text is marked as Japanese. With `phrases`, small gaps show where the
    phrases of Japanese texts begin.
    """
    if on and RUBY_BEGINS in html:
        return html  # done already: what has no reading now must get none
    if phrases is not None:
        return _with_gaps(html, language, readings, phrases, on=on)
    around = _Around(language)
    out: list[str] = []

    def passed(at: int) -> int:
        found = around.stretch(html, at, OF_READ if on else OF_JAPANESE)
        out.append(_marked(found) if found else "")
        return found.end() if found else at

    for token in tokens(html, passed):
        if token.is_text:
            out.append(_finished(token.html, around.kind, readings, on=on))
        else:
            out.append(around.passed(token))
    return "".join(out)


def _finished(text: str, kind: str, readings: Readings, *, on: bool) -> str:
    if kind == "verbatim" or (text.isascii() and "{" not in text):
        return text
    if kind == "japanese" and on:
        return _annotated(text, readings)
    return mark_japanese(plain(text)) if kind == "foreign" else plain(text)


def _marked(stretch: re.Match[str]) -> str:
    """What no tag has to be looked at in; no tag in it has Japanese in a value."""
    is_foreign = stretch.re is OF_FOREIGN
    return mark_japanese(stretch[0]) if is_foreign else stretch[0]


def _annotated(text: str, readings: Readings) -> str:
    return "".join(map(to_html, readings.words(text)))


def mark_japanese(text: str) -> str:
    """A text in another language whose Japanese is in elements that say so."""
    if text.isascii():
        return text
    out: list[str] = []
    at = 0
    for found in _JAPANESE.finditer(text):
        before = text[at : found.start()]
        other = before.rstrip(_LATIN).rstrip(_LEADS)
        at, start = found.end(), at + len(other)
        out += (other, '<span lang="ja">', text[start:at], "</span>")
    return "".join((*out, text[at:]))


@dataclass
class _Opened:
    """An element that tells what its texts are, and how many of its name are in it."""

    tag: str
    is_japanese: bool = False
    inner: int = 0


class _Around:
    """The elements around a place of the page that tell what is done with its texts."""

    def __init__(self, language: str) -> None:
        self._languages = [_Opened("", _is_japanese(language))]
        self._closed: _Opened | None = None  # in which nothing is annotated

    @property
    def kind(self) -> str:
        if self._closed:
            return "plain" if self._closed.tag in PLAIN else "verbatim"
        return "japanese" if self._languages[-1].is_japanese else "foreign"

    def stretch(
        self, html: str, at: int, of_japanese: re.Pattern[str]
    ) -> re.Match[str] | None:
        """What begins at a place and need not be looked at tag by tag."""
        if self._closed or self._languages[-1].tag not in {"", "html"}:
            return None
        pattern = of_japanese if self.kind == "japanese" else OF_FOREIGN
        return pattern.match(html, at)

    def passed(self, token: Token) -> str:
        """What is no text, as it goes out."""
        if token.is_end:
            self._close(token.name)
        elif token.name:
            if not token.is_whole:
                self._open(token)
            return plain(token.html)
        return token.html

    def _open(self, token: Token) -> None:
        tag, given = token.name, _telling(token.html)
        if self._closed:
            self._closed.inner += tag == self._closed.tag
        elif tag in PLAIN or tag in VERBATIM or given.get("translate") == "no":
            # What somebody typed has no readings of ours: a name least of all.
            self._closed = _Opened(tag)
        if language := given.get("lang"):
            self._languages.append(_Opened(tag, _is_japanese(language)))
        elif tag == self._languages[-1].tag:
            self._languages[-1].inner += 1

    def _close(self, tag: str) -> None:
        if self._closed and tag == self._closed.tag:
            self._closed.inner -= 1
            if self._closed.inner < 0:
                self._closed = None
        if tag == self._languages[-1].tag:
            self._languages[-1].inner -= 1
            if self._languages[-1].inner < 0:
                self._languages.pop()


def _is_japanese(language: str) -> bool:
    return language.lower().split("-")[0] == "ja"


def _telling(tag: str) -> Mapping[str, str]:
    """The attributes of a tag, where any of them tells something of its texts."""
    return attributes(tag) if _TELLS.search(tag) else {}


def _with_gaps(
    html: str, language: str, readings: Readings, phrases: Phrases, *, on: bool
) -> str:
    """The page with gaps: a phrase may begin in one element and end in the next.

    Menu, foot and most sentences stand on many pages: a line is made once.
    """
    around = _Around(language)
    out: list[str] = []
    line: list[_Part] = []

    def passed(at: int) -> int:
        found = None if line else around.stretch(html, at, LINES)
        if not found:
            return at
        if found.lastgroup == "line":
            whole = (_Part("text", found["line"]),)
            out.append(html[at : found.start("line")])
            out.append(_line(whole, readings, phrases, on=on))
        else:
            out.append(_marked(found))
        return found.end()

    for token in tokens(html, passed):
        kind = around.kind if token.is_text else ""
        if kind == "japanese":
            line.append(_Part("text", token.html))
            continue
        shown = token.html if token.is_text else around.passed(token)
        if line and token.name in INLINE:
            line.append(_Part("end" if token.is_end else "start", token.html))
            continue
        if line:
            out.append(_line(tuple(line), readings, phrases, on=on))
            line = []
        out.append(_finished(shown, kind, readings, on=on) if kind else shown)
    if line:
        out.append(_line(tuple(line), readings, phrases, on=on))
    return "".join(out)


class _Part(NamedTuple):
    """A text of a line, or an inline tag in it; a whole line is a text at first."""

    kind: str  # text, start, end
    html: str

    @property
    def pieces(self) -> Iterator[_Part]:
        """A whole line as its texts and tags; a part of one as it is."""
        if self.kind != "text" or "<" not in self.html:
            yield self
            return
        for token in tokens(self.html):
            kind = "text" if token.is_text else "end" if token.is_end else "start"
            yield _Part(kind, token.html)


def _line(
    parts: tuple[_Part, ...], readings: Readings, phrases: Phrases, *, on: bool
) -> str:
    """Text and inline elements up to the next block, which are read in one go."""
    if len(parts) == 1 and parts[0].html.isspace():
        return parts[0].html
    key = (parts, phrases, on)
    return readings.once(key, lambda: _Line(readings, phrases, on).finished(parts))


@dataclass(frozen=True, slots=True)
class _Line:
    """How a line is finished: with gaps where phrases begin, and readings or none."""

    readings: Readings
    phrases: Phrases
    on: bool

    def finished(self, parts: Iterable[_Part]) -> str:
        words = [*self._words(parts)]
        text = "".join(surface_of(w) for w in words if not isinstance(w, _Part))
        starts = self._starts(text) if text.strip() else set()
        out: list[str] = []
        waiting = 0  # how many opening tags stand right before the next word
        at = 0
        for word in words:
            if isinstance(word, _Part):
                out.append(plain(word.html))
                waiting = waiting + 1 if word.kind == "start" else 0
                continue
            if at in starts and at:
                out.insert(len(out) - waiting, GAP)
            waiting = 0
            out.append(self._shown(word, at, starts))
            at += len(surface_of(word))
        return "".join(out)

    def _words(self, parts: Iterable[_Part]) -> Iterator[Word | _Part]:
        """The words of the texts, and the tags between them as they are."""
        for part in parts:
            for piece in part.pieces:
                if piece.kind == "text":
                    yield from self.readings.words(piece.html)
                else:
                    yield piece

    def _starts(self, text: str) -> set[int]:
        """Where phrases begin: never inside a word, nor where a mark leaves a gap."""
        starts = set(self.phrases(text))
        for start, end in self.readings.kana_words(text) if starts else ():
            inside = starts.intersection(range(start + 1, end))
            if inside:
                starts = starts - inside | {start}
        return {
            n
            for n in starts
            if n and text[n - 1] not in _MARKS and text[n] not in _OPENS
        }

    def _shown(self, word: Word, at: int, starts: set[int]) -> str:
        """A word stays whole; a text between words is cut where phrases begin."""
        if len(word) > 1 or word[0][1]:
            return to_html(word) if self.on else surface_of(word)
        text = word[0][0]
        inner = [n for n in range(1, len(text)) if at + n in starts]
        cuts = [0, *inner, len(text)]
        return GAP.join(text[start:end] for start, end in pairwise(cuts))
