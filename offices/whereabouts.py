"""What an office is called and where it is, in the language of the page.

Who reads no Japanese gets Latin letters, and the Japanese beside them for the taxi.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from offices.domain.latin import municipality_in_latin, prefecture_in_latin
from offices.domain.latin_names import (
    address_in_latin,
    name_in_latin,
    town_of,
    without_japanese,
)
from offices.models import Office
from texts.domain.ruby import Readings
from texts.languages import current


def name_here(office: Office) -> str:
    """The name; for who reads no Japanese as registered, else as it is read."""
    if current().is_japanese:
        return office.name
    own = without_japanese(office.name)
    return own or name_in_latin(office.name, office.reading) or office.name


def name_at_the_door(office: Office) -> str:
    """The Japanese name where the page says another one; empty where it does not."""
    name = office.name_ja or ""
    return "" if current().is_japanese or name == name_here(office) else name


@dataclass(frozen=True, slots=True)
class Address:
    """Where a place is; `at_the_door` is the Japanese where `here` is another one."""

    here: str
    at_the_door: str = ""


def address_of(office: Office, known: Callable[[], Readings]) -> Address:
    """For who reads no Japanese, from the number to the city.

    `known` gives the readings of towns; it is asked only where Latin letters need it.
    """
    japanese = office.with_municipality(office.address_ja or "")
    if current().is_japanese or not office.address:
        return Address(office.full_address)
    latin = without_japanese(office.address) or _address_in_latin(office, known())
    return Address(latin, japanese) if latin else Address(office.full_address)


def town_here(office: Office) -> str:
    """Its town, without what only a driver needs: 山口市小郡平成町."""
    place = office.municipality
    if place is None:
        return without_japanese(office.address) or office.address
    if not current().is_japanese:
        return place.name_here
    own = office.address.removeprefix(place.prefecture).removeprefix(place.name)
    return f"{place.name}{town_of(own)}"


def _address_in_latin(office: Office, known: Readings) -> str:
    """Empty where not even the municipality is known."""
    place = office.municipality
    city = municipality_in_latin(place.name, place.reading) if place else ""
    if place is None or not city:
        return ""
    own = office.address.removeprefix(place.prefecture)
    parts = [
        address_in_latin(own, place.name, known),
        city,
        prefecture_in_latin(place.prefecture),
        office.postal_code,
    ]
    return ", ".join(filter(None, parts))
