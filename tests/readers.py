"""What a reader sees of a page: its text, line by line, without markup."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from django.http import HttpResponse

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々〆ヶ]")
_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
_INLINE = {"a", "b", "dfn", "em", "i", "rt", "ruby", "small", "span", "strong"}
_HIDDEN = {"script", "style", "template"}
_SEEN_ATTRIBUTES = ("title", "alt", "aria-label", "placeholder", "label")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


def html_of(response: HttpResponse) -> str:
    """A page without the marks that say where its lines may break."""
    html = response.content.decode().replace("<wbr>", "")
    return re.sub(r'<span class="nb">([^<]*)</span>', r"\1", html)


def words_of(response: HttpResponse) -> str:
    """The words of a page in one run: no readings, no markup, no gaps."""
    html = re.sub(r"<rt\b[^>]*>.*?</rt>", "", response.content.decode())
    return "".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def run_on(text: str) -> str:
    """A text as `words_of` gives it."""
    return "".join(text.split())


class Text(HTMLParser):
    """The visible text of a page: `lines`, one for each block.

    Left out is what a template says to be Japanese (`lang="ja"` on an element other
    than the plain `span` by which runs of Japanese are marked afterwards).
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    @property
    def lines(self) -> list[str]:
        lines = "".join(self._parts).split("\n")
        return [line for line in (" ".join(one.split()) for one in lines) if line]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_left_out = self._is_left_out or tag in _HIDDEN
        is_left_out |= given.get("lang") == "ja" and tag not in {"html", "span"}
        if tag not in _VOID:
            self._open.append((tag, is_left_out))
        self._break(tag)
        if is_left_out:
            return
        names = () if tag == "link" else _SEEN_ATTRIBUTES
        seen = [given.get(name) for name in names]
        if tag == "meta" and given.get("name") == "description":
            seen.append(given.get("content"))
        self._parts += [f"\n{text}\n" for text in seen if text]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._is_left_out:
            self._parts.append(re.sub(r"\s+", " ", data))

    @property
    def _is_left_out(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _break(self, tag: str) -> None:
        if tag not in _INLINE:
            self._parts.append("\n")


def japanese_in(html: str, *, names: list[str]) -> list[str]:
    """The lines with Japanese in them, `names` and what stands in brackets aside."""
    found = []
    for line in Text(html).lines:
        rest = line
        for name in names:
            rest = rest.replace(name, "")
        while (shorter := _BRACKETS.sub("", rest)) != rest:
            rest = shorter
        if JAPANESE.search(rest):
            found.append(line)
    return found
