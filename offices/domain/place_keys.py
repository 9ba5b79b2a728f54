"""Each way of naming a place, as a key to look it up by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from offices.domain.latin import prefecture_in_latin
from offices.domain.meaning import Locality
from offices.domain.normalise import place_key
from offices.domain.place_text import (
    PlaceText,
    base_and_block,
    without_spa,
    without_station,
)
from texts.domain.romaji import romaji, spell

# How far a name is from what it is a name of.
EXACT, SHORT, PREFECTURE = 0.0, 0.1, 0.6
_ENDINGS = ("市", "区", "町", "村")
_KANA_ENDINGS = ("ちょう", "まち", "そん", "むら", "し", "く")
_SPOKEN = ("ken", "fu", "to", "prefecture")
_KINDS = {"市": "city", "区": "ward", "町": "town", "村": "village"}


def bare_keys(key: str, typed: PlaceText) -> list[str]:
    """The name without 駅 or 温泉, which may be no part of a town's name."""
    if typed.is_station:
        return [without_station(key)]
    return [key, without_spa(key)] if typed.is_spa else [key]


def base_key(name: str) -> str:
    return place_key(base_and_block(name.removeprefix("大字"))[0])


# Two kana of one sound: 徳地 is とくぢ, and people type とくじ.
_ONE_SOUND = str.maketrans("ぢづ", "じず")


def name_keys(name: str, reading: str) -> list[str]:
    sound = reading.translate(_ONE_SOUND)
    keys = (place_key(name), place_key(reading), place_key(sound))
    return [key for key in dict.fromkeys(keys) if key]


def latin_keys(reading: str) -> list[str]:
    keys = (place_key(romaji(reading)), place_key(spell(reading)))
    return [key for key in dict.fromkeys(keys) if key]


_Keys = Callable[[Locality], Iterable[tuple[str, float]]]


def by_key(
    localities: Iterable[Locality], keys: _Keys
) -> dict[str, list[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for one in localities:
        for key, cost in keys(one):
            if all(code != one.code for code, _ in found[key]):
                found[key].append((one.code, cost))
    return found


def locality_keys(one: Locality) -> Iterable[tuple[str, float]]:
    """Each way of naming a municipality, and how far it is from its full name."""
    name, reading = _without_district(one)
    for exact in (one.prefecture + one.name, one.name, name, one.reading, reading):
        yield place_key(exact), EXACT
    if len(name) > 2 and name.endswith(_ENDINGS):
        yield place_key(name[:-1]), SHORT
        yield place_key(_short_reading(reading)), SHORT


def locality_keys_in_latin(one: Locality) -> Iterable[tuple[str, float]]:
    """The same for who types Latin letters."""
    _name, reading = _without_district(one)
    kind = _KINDS.get(one.name[-1:], "")
    for spelling in (romaji, spell):
        short = place_key(spelling(_short_reading(reading)))
        yield place_key(spelling(reading)), EXACT
        yield short + kind, EXACT
        yield short, SHORT


def _without_district(one: Locality) -> tuple[str, str]:
    """Name and reading without its 郡; 小郡市 has none."""
    bare, reading = one.name.partition("郡")[2], one.reading.partition("ぐん")[2]
    return (bare, reading) if bare and reading else (one.name, one.reading)


def _short_reading(reading: str) -> str:
    ending = next((one for one in _KANA_ENDINGS if reading.endswith(one)), "")
    return reading.removesuffix(ending)


def prefecture_cost(name: str, key: str, spoken: str) -> float | None:
    """How far a text is from the name of a prefecture; none if it is another one."""
    latin = prefecture_in_latin(name).casefold()
    if key == place_key(name) or spoken in {f"{latin}{end}" for end in _SPOKEN}:
        return EXACT
    is_short = key == place_key(name.rstrip("県府都")) or spoken == latin
    return PREFECTURE if is_short else None


def city_key(name: str) -> str:
    return place_key(name.partition("市")[0] + "市")


def as_read(named: tuple[str, str]) -> tuple[bool, str]:
    return not named[1], named[1] or named[0]
