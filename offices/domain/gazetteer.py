"""Which place a text means: municipalities, towns, stations, postcodes, addresses.

Pure and in memory: a few thousand names are found faster here than by any query. The
best meaning comes first, and the others are offered.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from os.path import commonprefix

from offices.domain.distance import Point, kilometres
from offices.domain.meaning import (
    Locality,
    Meaning,
    NamedPlace,
    Place,
    TownMiddle,
    middle,
    station_name,
)
from offices.domain.normalise import place_key
from offices.domain.place_keys import (
    EXACT,
    as_read,
    bare_keys,
    base_key,
    by_key,
    city_key,
    latin_keys,
    locality_keys,
    locality_keys_in_latin,
    name_keys,
    prefecture_cost,
)
from offices.domain.place_text import (
    PlaceText,
    base_and_block,
    postcode_in,
    read_place,
    without_station,
)
from texts.domain.kana import KANJI
from texts.domain.romaji import romaji

# What was a municipality of its own is a part of a city now: 阿東町, 小郡町.
_FORMER = re.compile(r"(?<=..)(?:町|村|ちょう|まち|そん|むら)$")
KANJI_IN = re.compile(f"[{KANJI}]")


@dataclass(slots=True)
class _Town:
    """What is known of a town: its points, those of each 丁目, its reading."""

    code: str
    name: str
    reading: str = ""
    points: list[Point] = field(default_factory=list)
    blocks: dict[str, list[Point]] = field(default_factory=dict)


# How far a meaning is from what was typed; a city of ours is nearer than another's.
_TOWN, _STATION = 0.2, 0.3
_BEGINS, _HOLDS, _ONLY_ITS_CITY = 1.0, 3.0, 9.0
_ELSEWHERE_IN_PREFECTURE, _ELSEWHERE = 2.0, 4.0
# A town's points lie this near to where its offices are, in kilometres.
_TOWN_KM = 3.0
_MOST_MEANINGS = 6
_MOST_SPELLINGS = 12


class Gazetteer:
    """Every name of a place that the site knows."""

    def __init__(
        self,
        localities: Iterable[Locality] = (),
        towns: Iterable[TownMiddle] = (),
        named: Iterable[NamedPlace] = (),
        own: Collection[str] = (),
    ) -> None:
        self.localities = {one.code: one for one in localities}
        self.own = tuple(code for code in self.localities if code in own)
        self._own_prefectures = {code[:2] for code in self.own}
        self._towns: dict[str, dict[str, _Town]] = defaultdict(dict)
        self._postcodes: dict[str, list[NamedPlace]] = defaultdict(list)
        self._landmarks: dict[str, list[NamedPlace]] = defaultdict(list)
        for point in towns:
            self._add_point(point)
        for one in named:
            self._add_name(one)

    # --- what is known ----------------------------------------------------------------

    def _add_point(self, given: TownMiddle) -> None:
        base, block = base_and_block(given.name.removeprefix("大字"))
        town = self._town(given.code, base)
        town.points.append(given.point)
        if block:
            town.blocks.setdefault(block, []).append(given.point)

    def _add_name(self, one: NamedPlace) -> None:
        if one.postcode:
            self._postcodes[one.postcode.replace("-", "")].append(one)
        if one.meaning is Meaning.TOWN and one.name:
            base, _block = base_and_block(one.name.removeprefix("大字"))
            town = self._town(one.code, base)
            town.reading = town.reading or one.reading
        elif one.name:
            for key in name_keys(one.name, one.reading):
                self._landmarks[without_station(key)].append(one)

    def _town(self, code: str, base: str) -> _Town:
        towns = self._towns[code]
        return towns.setdefault(place_key(base), _Town(code, base))

    @cached_property
    def _municipalities(self) -> dict[str, list[tuple[str, float]]]:
        """Codes and how near, by each way of naming a municipality."""
        return by_key(self.localities.values(), locality_keys)

    @cached_property
    def _municipalities_in_latin(self) -> dict[str, list[tuple[str, float]]]:
        return by_key(self.localities.values(), locality_keys_in_latin)

    @cached_property
    def _prefectures(self) -> dict[str, str]:
        """The two figures of each prefecture by its name."""
        return {one.prefecture: code[:2] for code, one in self.localities.items()}

    @cached_property
    def _by_name(self) -> dict[str, list[_Town]]:
        """Towns by their name and by how they are read."""
        found: dict[str, list[_Town]] = defaultdict(list)
        for town in self._every_town():
            for key in name_keys(town.name, town.reading):
                found[key].append(town)
        return found

    @cached_property
    def _by_latin(self) -> dict[str, list[_Town]]:
        found: dict[str, list[_Town]] = defaultdict(list)
        for town in self._every_town():
            for key in latin_keys(town.reading):
                found[key].append(town)
        return found

    @cached_property
    def _landmarks_by_latin(self) -> dict[str, list[NamedPlace]]:
        found: dict[str, list[NamedPlace]] = defaultdict(list)
        every = {id(one): one for ones in self._landmarks.values() for one in ones}
        for one in every.values():
            for key in latin_keys(one.reading):
                found[key].append(one)
        return found

    def _every_town(self) -> Iterable[_Town]:
        return (town for towns in self._towns.values() for town in towns.values())

    # --- what a text means ------------------------------------------------------------

    def find(self, text: str) -> tuple[Place, ...]:
        """Every meaning of `text`, the likeliest first; none where it has none."""
        if postcode := postcode_in(text):
            return self._of_postcode(postcode)
        typed = read_place(text)
        if not typed.key:
            return ()
        found = self._meanings(typed)
        if not found and (name := _FORMER.sub("", text)) != text:
            found = self._meanings(read_place(name))
        return _best(found)

    def _meanings(self, typed: PlaceText) -> list[tuple[float, Place]]:
        return [*self._areas(typed), *self._named(typed), *self._in_towns(typed)]

    def of_code(self, code: str) -> Place | None:
        """The municipality of a code of five figures, the prefecture of one of two."""
        if code in self.localities:
            one = self.localities[code]
            return Place(Meaning.MUNICIPALITY, one.name, one.reading, (code,), one)
        for name, number in self._prefectures.items():
            if number == code:
                return Place(Meaning.PREFECTURE, name, codes=(code,))
        return None

    def codes_in(self, prefecture: str) -> list[str]:
        """The municipalities of a prefecture, which two figures name."""
        return [code for code in self.localities if code[:2] == prefecture]

    def middles(self, code: str) -> list[Point]:
        """Where the towns of a municipality lie."""
        towns = self._towns.get(code, {}).values()
        return [point for town in towns for point in town.points]

    def middle_of(self, code: str) -> Point | None:
        """The middle of a municipality's towns; none where their places are unknown."""
        return middle(self.middles(code))

    def of_town(self, code: str, name: str) -> Place | None:
        """The town of a municipality by its name, as older addresses name it."""
        base, block = base_and_block(name.removeprefix("大字"))
        town = self._towns.get(code, {}).get(place_key(base))
        return self._place_of(town, block=block, name=name) if town else None

    def town_of(self, code: str, address: str) -> Place | None:
        """The town that an address within a municipality begins with."""
        towns = self._towns.get(code)
        if not towns:
            return None
        key = place_key(address)
        name = self.localities[code].name if code in self.localities else ""
        for before in (place_key(self._prefecture_of(code) + name), place_key(name)):
            key = key.removeprefix(before) if before else key
        for end in range(len(key), 0, -1):
            if town := towns.get(key[:end]):
                return self._place_of(town)
        return None

    def doubt(self, code: str, address: str, point: Point) -> float | None:
        """How far a point is from the town of its address, if that is too far."""
        place = self.town_of(code, address)
        if place is None or place.point is None:
            return None
        town = self._towns[code][place_key(base_and_block(place.name)[0])]
        away = min(kilometres(point, one) for one in town.points)
        return away if away > _TOWN_KM else None

    def like(self, text: str) -> list[str]:
        """Names that are written nearly so."""
        key = read_place(text).key
        names: dict[str, str] = {}
        for code in self.own or tuple(self._towns):
            for town in self._towns.get(code, {}).values():
                for one in name_keys(town.name, town.reading):
                    names.setdefault(one, town.name)
        for place in self.localities.values():
            if place.code[:2] in self._own_prefectures or not self._own_prefectures:
                for one in name_keys(place.name, place.reading):
                    names[one] = place.name
        close = get_close_matches(key, names, n=4, cutoff=0.6)
        return list(dict.fromkeys(names[one] for one in close))

    def spellings(self, word: str) -> list[tuple[str, str]]:
        """What is read so, as it is written: おごおり is 小郡, やまぐちし is 山口市.

        Towns with the code of their municipality, municipalities with none; only for
        words in kana or Latin letters.
        """
        typed = read_place(word)
        if len(typed.key) < 2 or KANJI_IN.search(typed.key):
            return []
        names, cities = self._by_name, self._municipalities
        if typed.is_latin:
            names, cities = self._by_latin, self._municipalities_in_latin
        found = [
            ("", self.localities[code].name)
            for code, cost in cities.get(typed.key, ())
            if cost == EXACT
        ]
        for _cost, place in self._beginning(typed.key, (), names):
            if len(place.name) > 1 and place.name in place.towns[0]:
                found.append((place.codes[0], place.name))
            else:
                found += [(place.codes[0], town) for town in place.towns]
        return found[:_MOST_SPELLINGS]

    def suggestions(self, *, with_towns: bool = True) -> list[tuple[str, str]]:
        """Names to type with how they are read, of the own municipality first."""
        names = [
            (one.name, one.reading)
            for code, one in self.localities.items()
            if code[:2] in self._own_prefectures
        ]
        stations = {
            (station_name(one), one.reading)
            for places in self._landmarks.values()
            for one in places
            if one.code in self.own
        }
        first = [*sorted(names, key=as_read), *sorted(stations, key=as_read)]
        if not with_towns:
            return [(name, "") for name, _reading in first]
        own = (town for code in self.own for town in self._towns[code].values())
        towns = {(town.name, town.reading) for town in own}
        return [*first, *sorted(towns, key=as_read)]

    # --- the kinds of meaning ---------------------------------------------------------

    def _of_postcode(self, postcode: str) -> tuple[Place, ...]:
        found = []
        for one in self._postcodes.get(postcode, ()):
            place = self._place_of_name(one) if one.name else self.of_code(one.code)
            if place:
                found.append((self._elsewhere(one.code), place))
        return _best(found)

    def _areas(self, typed: PlaceText) -> Iterable[tuple[float, Place]]:
        known = self._municipalities
        if typed.is_latin:
            known = self._municipalities_in_latin
        for code, cost in known.get(typed.key, ()):
            if locality := self.of_code(code):
                yield cost + self._elsewhere(code), locality
        spoken = romaji(typed.key).replace("県", "ken")
        for name, code in self._prefectures.items():
            away = prefecture_cost(name, typed.key, spoken)
            if away is not None:
                place = Place(Meaning.PREFECTURE, name, codes=(code,))
                is_near = code in self._own_prefectures
                yield away + (0 if is_near else _ELSEWHERE_IN_PREFECTURE), place
        yield from self._cities_of_wards(typed)

    def _cities_of_wards(self, typed: PlaceText) -> Iterable[tuple[float, Place]]:
        """札幌市: all of its wards."""
        if not typed.text.endswith("市") or typed.key in self._municipalities:
            return
        wards = [
            one
            for one in self.localities.values()
            if one.name.endswith("区")
            and typed.key in (city_key(one.name), city_key(one.prefecture + one.name))
        ]
        if wards:
            codes = tuple(one.code for one in wards)
            name = wards[0].name.partition("市")[0] + "市"
            yield (
                self._elsewhere(codes[0]),
                Place(Meaning.MUNICIPALITY, name, codes=codes, within=wards[0]),
            )

    def _named(self, typed: PlaceText) -> Iterable[tuple[float, Place]]:
        """Stations and whatever else has a name of its own."""
        known = self._landmarks_by_latin if typed.is_latin else self._landmarks
        for key in dict.fromkeys(map(without_station, bare_keys(typed.key, typed))):
            for one in known.get(key, ()):
                cost = EXACT if typed.is_station else _STATION
                yield cost + self._elsewhere(one.code), self._place_of_name(one)

    def _in_towns(self, typed: PlaceText) -> Iterable[tuple[float, Place]]:
        """Towns by name, by an address, by how they begin, by what they hold."""
        key, codes = self._within(typed.key)
        names = self._by_latin if typed.is_latin else self._by_name
        found = list(self._addresses(key, codes, names))
        for spelling in bare_keys(key, typed):
            found += self._beginning(spelling, codes, names)
        held = self.own if found and not codes else codes
        if not any(place.codes[0] in self.own for _, place in found):
            for spelling in bare_keys(key, typed):
                if not found or held:
                    found += self._holding(spelling, held, names)
        yield from found
        for code in codes:
            if not found and (city := self.of_code(code)):
                yield _ONLY_ITS_CITY, replace(city, rest=key)

    def _within(self, key: str) -> tuple[str, tuple[str, ...]]:
        """What is left of an address after its municipality, and which that is."""
        for name in self._prefectures:
            rest = key.removeprefix(place_key(name))
            if rest and rest != key:
                key = rest
                break
        for end in range(len(key) - 1, 1, -1):
            codes = [
                code
                for code, cost in self._municipalities.get(key[:end], ())
                if cost == EXACT
            ]
            if codes:
                return key[end:], tuple(codes)
        return key, ()

    def _addresses(
        self, key: str, codes: tuple[str, ...], names: Mapping[str, list[_Town]]
    ) -> Iterable[tuple[float, Place]]:
        """The longest name of a town that `key` begins with, and its number."""
        for end in range(len(key), 0, -1):
            rest = key[end:]
            if rest and (end == 1 or not rest[0].isdigit()):
                continue
            towns = names.get(key[:end], ())
            chosen = [town for town in towns if not codes or town.code in codes]
            for town in chosen:
                block = rest.partition("-")[0]
                place = self._place_of(
                    town, block=block if block in town.blocks else ""
                )
                number = f"{place_key(town.name)}{rest}-" if rest else ""
                yield _TOWN + self._elsewhere(town.code), replace(place, number=number)
            if chosen:
                return

    def _beginning(
        self, key: str, codes: tuple[str, ...], names: Mapping[str, list[_Town]]
    ) -> Iterable[tuple[float, Place]]:
        groups: dict[str, list[_Town]] = defaultdict(list)
        if len(key) > 1:
            for name, towns in names.items():
                if name.startswith(key):
                    for town in towns:
                        if not codes or town.code in codes:
                            groups[town.code].append(town)
        for code, group in groups.items():
            yield _BEGINS + self._elsewhere(code), self._together(key, group)

    def _holding(
        self, key: str, codes: tuple[str, ...], names: Mapping[str, list[_Town]]
    ) -> Iterable[tuple[float, Place]]:
        if len(key) < 2:
            return
        for name, towns in names.items():
            if key in name:
                for town in towns:
                    if not codes or town.code in codes:
                        yield _HOLDS + self._elsewhere(town.code), self._place_of(town)

    # --- places -----------------------------------------------------------------------

    def _place_of(self, town: _Town, *, block: str = "", name: str = "") -> Place:
        points = town.blocks.get(block) or town.points
        shown = name or (f"{town.name}{block}丁目" if block else town.name)
        return Place(
            Meaning.TOWN,
            shown,
            town.reading,
            (town.code,),
            self.localities.get(town.code),
            middle(points),
            (town.name,),
        )

    def _together(self, key: str, towns: Sequence[_Town]) -> Place:
        """Towns that begin alike as one place: 小郡 of 小郡上郷, 小郡下郷 …"""
        towns = list({town.name: town for town in towns}.values())
        if len(towns) == 1:
            return self._place_of(towns[0])
        names = [town.name for town in towns]
        name = commonprefix(names) or "・".join(names[:2])
        readings = [town.reading for town in towns if town.reading]
        return Place(
            Meaning.TOWN,
            name,
            commonprefix(readings) if len(readings) == len(towns) else "",
            (towns[0].code,),
            self.localities.get(towns[0].code),
            middle([point for town in towns for point in town.points]),
            tuple(names),
        )

    def _place_of_name(self, one: NamedPlace) -> Place:
        names = one.towns or (one.name,)
        known = self._towns.get(one.code, {})
        towns = [known[key] for name in names if (key := base_key(name)) in known]
        return Place(
            one.meaning,
            station_name(one),
            one.reading,
            (one.code,),
            self.localities.get(one.code),
            middle([point for town in towns for point in town.points]),
            tuple(town.name for town in towns),
        )

    def _elsewhere(self, code: str) -> float:
        if code in self.own:
            return 0
        is_near = code[:2] in self._own_prefectures
        return _ELSEWHERE_IN_PREFECTURE if is_near else _ELSEWHERE

    def _prefecture_of(self, code: str) -> str:
        one = self.localities.get(code)
        return one.prefecture if one else ""


def _best(found: Iterable[tuple[float, Place]]) -> tuple[Place, ...]:
    """Each meaning once, the nearest first."""
    ordered = sorted(found, key=lambda pair: pair[0])
    kept: dict[tuple[str, tuple[str, ...]], Place] = {}
    for _cost, place in ordered:
        kept.setdefault((place.name, place.codes), place)
    return tuple(kept.values())[:_MOST_MEANINGS]
