"""Readings over kanji in a PDF; pages have them from the middleware."""

from __future__ import annotations

from guide.domain.finish import annotate_html
from guide.domain.ruby import Readings
from guide.furigana import readings
from services.languages import Language


def with_readings(html: str, *, on: bool, language: Language) -> str:
    """`html` with readings where they are wanted, and no mark of ours left anywhere."""
    known = readings() if on else Readings()
    return annotate_html(html, known, on, language=language.html)
