"""Which texts link to a row's place on the site, so that no link is broken unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from staff.quoted import NamingPlace, places_with

_LINK = re.compile(r"\]\(\s*(/[^)\s]*)")


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where readers meet one row: its address and the key that stands in it."""

    address: str
    key: str

    @property
    def page(self) -> str:
        """The address without a place within it."""
        return self.address.partition("#")[0]

    @property
    def has_page(self) -> bool:
        """Whether it is a page, and not a place on one."""
        return "#" not in self.address

    def is_meant_by(self, link: str) -> bool:
        """Whether a link leads here, to a part of it, or by its former anchor."""
        path, _, anchor = link.partition("#")
        path = path.partition("?")[0]
        family = self.address.split("/")[1]
        is_here = path.startswith(self.page) if self.has_page else False
        return is_here or (anchor == self.key and path.split("/")[1] == family)


def places_linking(places: Iterable[OwnPlace]) -> list[NamingPlace]:
    """The texts of all languages that link to one of `places`."""
    wanted = list(places)
    if not wanted:
        return []
    return [
        found
        for found in places_with({place.key for place in wanted})
        if any(
            place.is_meant_by(link)
            for link in _LINK.findall(found.text)
            for place in wanted
        )
    ]
