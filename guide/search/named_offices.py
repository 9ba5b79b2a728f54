"""Offices that a query names: a few, the city's own first, and the way to the others.

The directory's own search finds them, by whatever it understands of the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from guide.domain.letters import key_of
from guide.domain.lexicon import SoughtWord
from guide.search.index import SiteIndex
from guide.search.understanding import Understood
from offices.conditions import Asked, read_conditions
from offices.directory import find_offices
from offices.domain.meaning import Meaning, Place
from offices.domain.normalise import place_key
from offices.domain.place_keys import latin_keys, locality_keys, name_keys
from offices.domain.place_text import without_spa, without_station
from offices.models import Office
from offices.places import places
from texts.domain.fold import search_key
from texts.domain.kana import has_kanji

MOST_PLACES = 3
_LEAST_KANA, _LEAST_LATIN = 3, 4  # letters of a place: fewer are in too many names
_MUNICIPALITY = ("市", "町", "村")
_END_OF_READING = re.compile("(?:し|ちょう|まち|そん|むら)$")
# Every office is one.
_KINDS = "事業所 作業所 施設 場所 じぎょうしょ さぎょうしょ しせつ workshop"
_ANY = frozenset(map(search_key, _KINDS.split()))


@dataclass(frozen=True, slots=True)
class NamedOffices:
    """At most three offices, how many the directory finds, and how it is asked."""

    shown: tuple[Office, ...] = ()
    total: int = 0
    # The query of the directory's address that finds all of them.
    query: str = ""
    place: Place | None = None
    typed: str = ""  # what the place was called

    @property
    def has_more(self) -> bool:
        return self.total > len(self.shown)


def offices_named(
    understood: Understood, index: SiteIndex, *, now: datetime
) -> NamedOffices:
    """The offices that the directory finds for a query, if it is of a place or a name.

    None where all words are services or choices: those have offices without number.
    """
    if typed := place_in(understood, index):
        return _near(typed, understood, now=now)
    if (typed := municipality_in(understood)) and (
        found := _in_municipality(typed, understood, now=now)
    ):
        return found
    asked = read_conditions({"q": words_for_directory(understood)}, now=now)
    if asked.is_for_nothing or not _is_of_a_place(asked, index.services):
        return NamedOffices()
    return _found(asked)


def _found(asked: Asked) -> NamedOffices:
    found = find_offices(asked)
    shown = tuple(one.office for one in found.results[:MOST_PLACES])
    typed = asked.conditions.place or ""
    query = asked.conditions.query()
    return NamedOffices(shown, found.total, query, asked.place, typed)


def _in_municipality(
    typed: str, understood: Understood, *, now: datetime
) -> NamedOffices | None:
    """Its offices, where all other words are such that the directory knows them."""
    asked = read_conditions({"place": typed, "q": _others(typed, understood)}, now=now)
    found = _found(asked) if not asked.is_for_nothing else None
    return found if found and found.total else None


def _others(typed: str, understood: Understood) -> str:
    if typed == understood.words:
        return ""
    others = [one.said for one in understood.own if one.said not in typed]
    return " ".join(word for word in others if search_key(word) not in _ANY)


def _near(typed: str, understood: Understood, *, now: datetime) -> NamedOffices:
    """The offices at a place that have the other words too; else all that are there."""
    words = _others(typed, understood)
    asked = read_conditions({"place": typed, "q": words}, now=now)
    found = _found(asked) if not asked.is_for_nothing else NamedOffices()
    if found.total or not words:
        return found
    return _found(read_conditions({"place": typed}, now=now))


def place_in(understood: Understood, index: SiteIndex) -> str:
    """What of a query is the name of a place that no page of the site has."""
    whole = " ".join(understood.words.split())
    if " " in whole and whole.isascii() and _is_place_near(whole):
        return whole
    for one in sorted(understood.meanings, key=lambda sense: not sense.is_extra):
        key = key_of(one.said)
        written = SoughtWord(one.said, (key,), () if has_kanji(key) else (key,))
        if one.rewordings or index.has(written):
            continue
        if _is_place_near(one.said):
            return one.said
    return ""


def municipality_in(understood: Understood) -> str:
    """A municipality of the own prefecture, which pages of the site may name too."""
    for one in understood.meanings:
        is_full = one.said.endswith(_MUNICIPALITY) or not has_kanji(one.said)
        if not one.rewordings and is_full and len(one.said) > 2:
            found = places().gazetteer.find(one.said)
            if found and found[0].meaning is Meaning.MUNICIPALITY:
                is_named = has_kanji(one.said) or _is_named(one.said, found[0])
                if not is_named:
                    continue
                return one.said if _is_of_own_prefecture(found[0]) else ""
    return ""


def _is_of_own_prefecture(place: Place) -> bool:
    return place.codes[0][:2] in {code[:2] for code in places().gazetteer.own}


def _is_place_near(word: str) -> bool:
    """Whether a word is a place of the own prefecture, or begins the name of one."""
    if not has_kanji(word):
        least = _LEAST_LATIN if word.isascii() else _LEAST_KANA
        if len(word) < least:
            return False
    found = places().gazetteer.find(word) if without_spa(without_station(word)) else ()
    if not found or found[0].rest or found[0].meaning is Meaning.PREFECTURE:
        return False
    return _is_of_own_prefecture(found[0]) and _is_named(word, found[0])


def _is_named(word: str, place: Place) -> bool:
    """Whether a place is called so; of the own municipality, whether a name has it."""
    if place.codes[0] in places().gazetteer.own and has_kanji(word):
        return True
    names = [*name_keys(place.name, place.reading), *latin_keys(place.reading)]
    if place.meaning is Meaning.MUNICIPALITY:
        # Hofu of ほうふし, as Hofu City has it.
        names += latin_keys(_END_OF_READING.sub("", place.reading))
    if place.is_area:
        names += (
            [key for key, _cost in locality_keys(place.within)] if place.within else []
        )
    key = without_spa(without_station(place_key(word)))
    if place.codes[0] in places().gazetteer.own:
        return any(name.startswith(key) for name in names)
    return key in map(without_station, names)


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
