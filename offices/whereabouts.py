"""What an office is called and where it is, in the language of the page.

Who reads no Japanese gets Latin letters, and the Japanese beside them for the taxi.
"""

from __future__ import annotations

from offices.domain.latin import municipality_in_latin, prefecture_in_latin
from offices.domain.latin_names import (
    address_in_latin,
    name_in_latin,
    town_of,
    without_japanese,
)
from offices.models import Office
from texts.languages import current
from texts.readings import readings


def name_here(office: Office) -> str:
    """The name; for who reads no Japanese as registered, else as it is read."""
    if current().is_japanese:
        return office.name
    own = without_japanese(office.name)
    return own or name_in_latin(office.name, office.reading, readings()) or office.name


def name_at_the_door(office: Office) -> str:
    """The Japanese name where the page says another one; empty where it does not."""
    name = office.name_ja or ""
    return "" if current().is_japanese or name == name_here(office) else name


def address_here(office: Office) -> str:
    """The address; for who reads no Japanese, from the number to the city."""
    if current().is_japanese or not office.address:
        return office.full_address
    own = without_japanese(office.address)
    return own or _address_in_latin(office) or office.full_address


def address_at_the_door(office: Office) -> str:
    """The Japanese one where the page says another one; empty where it does not."""
    address = office.with_municipality(office.address_ja or "")
    is_said = current().is_japanese or address == address_here(office)
    return "" if is_said else address


def town_here(office: Office) -> str:
    """Its town, without what only a driver needs: 山口市小郡平成町."""
    place = office.municipality
    if place is None or not office.address:
        return place.name_here if place else address_here(office)
    own = office.address.removeprefix(place.prefecture).removeprefix(place.name)
    if current().is_japanese:
        return f"{place.name}{town_of(own)}"
    latin = address_in_latin(town_of(own), place.name, readings())
    return ", ".join(filter(None, [latin, place.name_here]))


def _address_in_latin(office: Office) -> str:
    """Empty where not even the municipality is known."""
    place = office.municipality
    city = municipality_in_latin(place.name, place.reading) if place else ""
    if place is None or not city:
        return ""
    own = office.address.removeprefix(place.prefecture)
    parts = [
        address_in_latin(own, place.name, readings()),
        city,
        prefecture_in_latin(place.prefecture),
        office.postal_code,
    ]
    return ", ".join(filter(None, parts))
