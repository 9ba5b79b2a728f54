"""Where there is something, for whom nothing was found: near places, how many."""

from __future__ import annotations

from dataclasses import dataclass, replace

from offices.conditions import Asked
from offices.domain.distance import kilometres
from offices.matching import matching
from offices.place_words import place_here
from offices.roll import roll_of

_MOST = 5


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A municipality with what was looked for, and the query that finds it there."""

    name: str
    number: int
    query: str


def neighbours(asked: Asked) -> list[Neighbour]:
    """The nearest in the same prefecture; those with the most where none is known."""
    if asked.is_for_nothing:
        return []
    known = asked.places.gazetteer
    around = asked.town or asked.place
    codes = around.codes if around else known.own
    if not codes:
        return []
    anywhere = replace(
        asked,
        place=None,
        town=None,
        unknown_place="",
        conditions=replace(asked.conditions, place=None, area="", near=""),
    )
    (fitting, _may), roll = matching(anywhere), roll_of(asked.places)
    found = {}
    for code in known.codes_in(codes[0][:2]):
        number = (fitting & roll.within([code])).bit_count()
        if number and code not in codes[:1]:
            found[code] = number
    here = (around.point if around else None) or known.middle_of(codes[0])

    def far(code: str) -> tuple[float, int]:
        there = known.middle_of(code)
        away = kilometres(here, there) if here and there else float("inf")
        return away, -found[code]

    return [
        Neighbour(
            place_here(place),
            found[code],
            asked.conditions.query(
                place="", near="", area=code, is_near=False, sort="name"
            ),
        )
        for code in sorted(found, key=far)[:_MOST]
        if (place := known.of_code(code))
    ]
