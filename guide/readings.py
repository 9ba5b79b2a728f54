"""The one place where a PDF takes its readings over kanji (pages: the middleware)."""

from __future__ import annotations

from services.languages import Language


def with_readings(html: str, *, on: bool, language: Language) -> str:
    """`html` as it is: the dictionary of readings comes with `guide.furigana`."""
    return html
