"""A sentence in parts: what a search looked for in it, and what is between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from guide.domain.letters import letters
from guide.domain.lexicon import SoughtWord
from texts.domain.ruby import Readings


class MarkedPart(NamedTuple):
    """A part of a sentence, and whether it is what was looked for."""

    text: str
    is_marked: bool


def marked(
    text: str, words: Iterable[SoughtWord], known_readings: Readings
) -> list[MarkedPart]:
    """`text` in parts; what is read as a word is marked as it is written."""
    words = list(words)
    is_marked = [False] * len(text)
    places = letters(text)
    whole = "".join(one.sign for one in places)
    for key in _keys(word.written for word in words):
        _mark(key, whole, places, is_marked)
    if any(word.read for word in words):
        spoken = _spoken(text, known_readings)
        heard = "".join(sign for sign, *_ in spoken)
        for key in _keys(word.read for word in words):
            _mark(key, heard, spoken, is_marked)
    return _parts(text, is_marked)


def _keys(keys: Iterable[tuple[str, ...]]) -> list[str]:
    return [key for some in keys for key in some if key.strip()]


def _mark(
    key: str,
    whole: str,
    places: Sequence[tuple[str, int, int]],
    is_marked: list[bool],
) -> None:
    at = whole.find(key)
    while at >= 0:
        found = [one for one in places[at : at + len(key)] if one[2] > one[1]]
        start, end = min(one[1] for one in found), max(one[2] for one in found)
        is_marked[start:end] = [True] * (end - start)
        at = whole.find(key, at + 1)


def _spoken(text: str, known_readings: Readings) -> list[tuple[str, int, int]]:
    """The letters of how a text is read, with the places of what is written there."""
    found: list[tuple[str, int, int]] = []
    at = 0
    for word in known_readings.words(text):
        for base, reading in word:
            end = at + len(base)
            if reading:
                found += ((one.sign, at, end) for one in letters(reading))
            else:
                found += (
                    (one.sign, at + one.start, at + one.end) for one in letters(base)
                )
            at = end
    return found


def _parts(text: str, is_marked: list[bool]) -> list[MarkedPart]:
    parts: list[MarkedPart] = []
    for sign, is_on in zip(text, is_marked, strict=True):
        if parts and parts[-1].is_marked == is_on:
            parts[-1] = MarkedPart(parts[-1].text + sign, is_on)
        else:
            parts.append(MarkedPart(sign, is_on))
    return parts
