"""The site's readings from the rows that hold them, and where phrases begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from texts.content_version import content_version
from texts.domain.finish import annotate_html
from texts.domain.kana import KANJI
from texts.domain.ruby import Readings
from texts.has_reading import models_with_readings
from texts.languages import Language

_KANJI = re.compile(f"[{KANJI}]+")
_held: tuple[str, Readings] | None = None


def readings() -> Readings:
    """Every reading that the site knows; one query while nothing has changed."""
    global _held
    stamp = content_version()
    held = _held
    if held is None or held[0] != stamp:
        held = _held = (stamp, Readings(_pairs()))
    return held[1]


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


def with_readings(html: str, *, on: bool, language: Language) -> str:
    """`html` for a PDF, with readings where wanted, and no mark of ours left anywhere.

    Pages have them from the middleware.
    """
    known = readings() if on else Readings()
    return annotate_html(html, known, on, language=language.html)
