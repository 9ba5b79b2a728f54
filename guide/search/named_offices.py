"""Offices that a query names: a few, the city's own first, and the way to the others.

The directory's own search finds them, by whatever it understands of the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guide.search.understanding import Understood
from offices.conditions import Asked, read_conditions
from offices.directory import find_offices
from offices.models import Office
from texts.domain.fold import search_key

MOST_PLACES = 3
# Every office is one.
_ANY = frozenset(map(search_key, "事業所 作業所 施設 場所 じぎょうしょ しせつ".split()))


@dataclass(frozen=True, slots=True)
class NamedOffices:
    """At most three offices, and how many the directory finds."""

    shown: tuple[Office, ...] = ()
    total: int = 0

    @property
    def has_more(self) -> bool:
        return self.total > len(self.shown)


def offices_named(
    understood: Understood, services: tuple[str, ...], *, now: datetime
) -> NamedOffices:
    """The offices that the directory finds for a query, if it is of a place or a name.

    None where all words are services or choices: those have offices without number.
    """
    asked = read_conditions({"q": words_for_directory(understood)}, now=now)
    if asked.is_for_nothing or not _is_of_a_place(asked, services):
        return NamedOffices()
    found = find_offices(asked)
    shown = tuple(one.office for one in found.results[:MOST_PLACES])
    return NamedOffices(shown, found.total)


def words_for_directory(understood: Understood) -> str:
    """The query as the directory's own search takes it: its words, with blanks."""
    words = [sense.said for sense in understood.own]
    whole = understood.corrected
    is_as_typed = len(words) < 2 or "".join(words) == "".join(whole.split())
    return whole if is_as_typed else " ".join(words)


def _is_of_a_place(asked: Asked, services: tuple[str, ...]) -> bool:
    if asked.place is not None or asked.unknown_place:
        return True
    keys = [search_key(word) for word in asked.words]
    return any(
        len(key) > 1 and key not in _ANY and not any(key in name for name in services)
        for key in keys
    )
