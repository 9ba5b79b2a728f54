"""Which texts link to a row's place on the site, so that no link is broken unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from facts.published import OwnPlace
from staff.quoted import NamingPlace, places_with

_LINK = re.compile(r"\]\(\s*(/[^)\s]*)")


def places_linking(places: Iterable[OwnPlace]) -> list[NamingPlace]:
    """The texts of all languages that link to one of `places`."""
    wanted = list(places)
    if not wanted:
        return []
    return [
        found
        for found in places_with({place.key for place in wanted})
        if any(leads_to(place, found) for place in wanted)
    ]


def leads_to(place: OwnPlace, text: NamingPlace) -> bool:
    """Whether a link of `text` leads to `place`."""
    return any(map(place.is_meant_by, _LINK.findall(text.text)))
