"""The site's readings from the rows that hold them, and where phrases begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from html import unescape
from math import ceil

from texts.content_version import content_version
from texts.domain.finish import GAP, annotate_html
from texts.domain.kana import KANJI
from texts.domain.ruby import RUBY_BEGINS, Readings
from texts.has_reading import models_with_readings
from texts.held import Holder
from texts.languages import Language, languages, speaking
from texts.line_breaks import phrase_starts

_WORD_READ = re.compile(f"<ruby>(?P<base>[^<]*){RUBY_BEGINS}(?P<reading>[^<]*)</rt>")
_BETWEEN = 0.25  # of a letter: what is left free between two readings
_KANJI = re.compile(f"[{KANJI}]+")
_held: Holder[Readings] = Holder()
_latest: Readings | None = None


def readings() -> Readings:
    """Every reading that the site knows; one query while nothing has changed."""
    return _held.get(content_version(), _made)


def _made() -> Readings:
    """What is read is Japanese, whoever asks first: names have other languages, too."""
    with speaking(languages()[0]):
        return _made_of(tuple(_pairs()))


@lru_cache(maxsize=2)
def _made_of(pairs: tuple[tuple[str, str], ...]) -> Readings:
    """The same as long as no word is another: what it learns of long names takes long.

    Most of what staff save has no reading, and the first page asks for all names.
    """
    global _latest
    _latest = Readings(pairs, _latest)
    return _latest


def _pairs() -> Iterator[tuple[str, str]]:
    """Words with their readings, the most binding first: the first of a word wins."""
    for model in models_with_readings():
        yield from model.reading_pairs()


def finder_of_missing() -> Callable[[str], Iterator[tuple[int, int]]]:
    """What finds the words in a text that have kanji and no reading."""
    return partial(_missing, readings())


def _missing(known: Readings, text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for word in known.words(text):
        for base, reading in word:
            if not reading:
                for found in _KANJI.finditer(base):
                    yield at + found.start(), at + found.end()
            at += len(base)


def with_readings(
    html: str, *, on: bool, language: Language, gaps: bool = False
) -> str:
    """`html` for a PDF, with readings where wanted, and no mark of ours left anywhere.

    Pages have them from the middleware. What makes PDFs lays no readings out: each
    word with a wide one says by how much (document.css), so that no two ever touch.
    """
    known = readings() if on else Readings()
    phrases = phrase_starts if gaps and language.is_easy else None
    done = annotate_html(html, known, on, language=language.html, phrases=phrases)
    done = done.replace(GAP, " ")
    return _WORD_READ.sub(_with_room, done) if on else done


def _with_room(ruby: re.Match[str]) -> str:
    """A word that is as wide as its reading, and a little more."""
    lacking = len(ruby["reading"]) / 2 + _BETWEEN - _width(ruby["base"])
    if lacking <= 0:
        return ruby[0]
    wide = min(ceil(lacking / 0.25), 12)
    return ruby[0].replace("<ruby>", f'<ruby class="r{wide}">', 1)


def _width(text: str) -> float:
    """About how wide a word is, in its own letters' height."""
    return sum(0.5 if letter.isascii() else 1 for letter in unescape(text))
