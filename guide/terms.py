"""Whether the words of the field are explained where readers meet them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from facts.text_checks import WrittenText
from guide.models import GlossaryTerm
from texts.domain.lint import LIMITS, Known, whole_sentences
from texts.languages import languages
from texts.translations import text_of

_LONGEST_MEANING = 2  # sentences
_PARTS = re.compile("[（）]")


def faults_of_terms() -> list[str]:
    """Terms without a reading, or whose meaning is longer than two sentences."""
    faults = []
    for term in GlossaryTerm.objects.all():
        if not term.reading:
            faults.append(f"ことば「{_name(term)}」によみがながありません。")
        for language in LIMITS:
            meaning = getattr(term, f"meaning_{language.replace('-', '_')}") or ""
            count = len(whole_sentences(meaning, Known()))
            if count > _LONGEST_MEANING:
                faults.append(
                    f"ことば「{_name(term)}」の意味（{language}）が{count}文です"
                    f"（{_LONGEST_MEANING}文まで）。"
                )
    return faults


def _name(term: GlossaryTerm) -> str:
    return text_of(term, "name", languages()[0])


def share_of_linked_terms(texts: Iterable[WrittenText]) -> float:
    """Of the explained words in rich texts, how many are a link where they come first.

    Only texts that have links at all count: the others are shown as one plain line.
    """
    published = GlossaryTerm.objects.published()
    words = {
        part
        for name in published.values_list("name_ja", flat=True)
        for part in _PARTS.split(name or "")
        if part
    }
    uses = [
        _is_linked(text.text, text.text.index(word))
        for text in texts
        if "](" in text.text and text.language in LIMITS
        for word in words
        if word in text.text
    ]
    return sum(uses) / len(uses) if uses else 1.0


def _is_linked(text: str, place: int) -> bool:
    opened = text.rfind("[", 0, place + 1)
    return (
        opened >= 0
        and re.match(r"\[[^\[\]]*\]\(", text[opened:]) is not None
        and (text.index("]", opened) > place)
    )
