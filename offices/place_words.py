"""What a place is called, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from facts.wording import bracketed
from offices.domain.meaning import Meaning, Place
from offices.office_words import (
    full_municipality_in_words,
    municipality_in_words,
    prefecture_in_words,
)
from texts.domain.romaji import romaji
from texts.languages import current


def place_here(place: Place) -> str:
    """湯田温泉; for who does not read Japanese, as it is read before it."""
    if place.meaning is Meaning.PREFECTURE:
        return prefecture_in_words(place.name)
    if place.meaning is Meaning.MUNICIPALITY:
        return municipality_in_words(place.name, place.reading)
    if current().is_japanese or not place.reading:
        return place.name
    latin = romaji(place.reading).capitalize()
    if place.meaning is Meaning.STATION:
        latin = _("%(name)s駅") % {"name": latin}
    return bracketed(latin, place.name)


def place_within(place: Place) -> str:
    """湯田温泉（山口市）: names alone are not enough."""
    if place.meaning is Meaning.PREFECTURE or place.within is None:
        return place_here(place)
    city = place.within
    if place.meaning is Meaning.MUNICIPALITY:
        return full_municipality_in_words(city.prefecture, city.name, city.reading)
    detail = municipality_in_words(city.name, city.reading)
    return bracketed(place_here(place), detail)


def as_read(reading: str) -> str:
    """How a name is read, for who reads this page: やまぐちし, Yamaguchishi."""
    return reading if current().is_japanese else romaji(reading).capitalize()


def place_typed(place: Place) -> str:
    """What to type for just this meaning: 防府市本町."""
    city = place.within
    if place.is_area or city is None:
        return f"{city.prefecture if city else ''}{place.name}"
    if place.meaning is Meaning.TOWN:
        return f"{city.name}{place.name}"
    return place.name
