"""The last pass over a finished page: what is done to every page, step after step.

A step takes the page and gives it on; `PageMiddleware` decodes before the first and
encodes after the last. Their order is of the page: the note on its translation has a
link that carries the day, and is read as all else.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.template.loader import render_to_string

from texts.domain.addresses import AskedFor, carry
from texts.domain.finish import annotate_html
from texts.domain.ruby import Readings, plain
from texts.line_breaks import break_headings, keep_words, phrase_starts
from texts.readings import readings
from texts.requests import Request
from texts.translations import Notes

# Where base.html takes the note on a translation: before what is read where it changes
# what is read, after it where it does not.
_NOTE_BEFORE = "<!-- translation: before -->"
_NOTE_AFTER = "<!-- translation: after -->"
# Another language than Japanese; begins with letters, which are found fast.
_FOREIGN = re.compile(r'lang="(?<=\blang=")(?!ja\b)')
# A tag of more than the name of a language, or of a page, which says what it is itself.
_OF_A_PART = re.compile(r"<(?!html\b|a\b)\w")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PassState:
    """What the steps know of a page: who asked for it, and what was read to make it."""

    request: Request
    has_readings: bool
    notes: Notes | None = None  # none of a page in the language of the source
    is_outage: bool = False

    @property
    def asked(self) -> list[AskedFor]:
        """What every address of the page carries on: another day, a draft."""
        day, preview = self.request.asked_day, self.request.preview
        query = {"on": day.isoformat()} if day else {}
        query |= preview.query if preview else {}
        return [AskedFor(name, value) for name, value in query.items()]


Step = Callable[[str, PassState], str]


def note_on_translation(page: str, state: PassState) -> str:
    """The page with a note where its texts are not all it should say by itself."""
    if state.notes is None or _NOTE_BEFORE not in page:
        return page
    found = state.notes.state(state.request.language)
    note = render_to_string(
        "components/translation_note.html", {"state": found}, state.request
    )
    is_first = found.is_borrowed or found.is_outdated
    return page.replace(_NOTE_BEFORE if is_first else _NOTE_AFTER, note, 1)


def day_in_addresses(page: str, state: PassState) -> str:
    """The page of another day or of a draft, whose links and forms stay with it."""
    apart = (settings.STATIC_URL, f"/{settings.ADMIN_PATH}")
    for asked in state.asked:
        page = carry(page, asked, apart=apart)
    return page


def readings_and_breaks(page: str, state: PassState) -> str:
    """Where kanji are read, and where a line may break.

    Japanese breaks in its headings; easy Japanese, or what has readings, has them
    instead, and gaps between phrases. `{就労|しゅうろう}` is left nowhere.
    """
    language, is_on = state.request.language, state.has_readings
    if language.is_source and not is_on:
        # A word marked with its reading must be plain before it may be cut.
        if plain(page) != page:
            page = annotate_html(page, Readings(), False)
        return keep_words(break_headings(page))
    # A break within a word would hide the word from the dictionary.
    page = page.replace("<wbr>", "")
    if not (is_on or language.is_easy):
        return page
    phrases = phrase_starts if language.is_easy else None
    known = Readings() if state.is_outage else _readings()
    page = annotate_html(page, known, is_on, language=language.html, phrases=phrases)
    page = keep_words(page)
    names = ["furigana"] * is_on + ["phrases"] * language.is_easy
    return page.replace("<html ", f'<html class="{" ".join(names)}" ', 1)


def language_marks(page: str, state: PassState) -> str:
    """Japanese in a page, or in a part of one, of another language says that it is."""
    language = state.request.language
    if language.is_japanese and not _has_foreign_part(page):
        return page
    return annotate_html(page, Readings(), False, language=language.html)


def _has_foreign_part(page: str) -> bool:
    """Whether a part of a page is not Japanese, more than the name of a language."""
    return any(
        _OF_A_PART.search(page, page.rfind(">", 0, found.start()) + 1, found.start())
        for found in _FOREIGN.finditer(page)
    )


STEPS: tuple[Step, ...] = (
    note_on_translation,
    day_in_addresses,
    readings_and_breaks,
    language_marks,
)


def finish(page: str, state: PassState) -> str:
    """The page after every step, in their order."""
    for step in STEPS:
        page = step(page, state)
    return page


def _readings() -> Readings:
    """The readings; none where a page must be shown without the database."""
    try:
        return readings()
    except DatabaseError:
        _log.exception("A page is shown without its readings")
        return Readings()
