"""The numbered map of one page of results, from our own coordinates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from offices.conditions import Asked
from offices.directory import FoundOffice
from offices.domain.distance import Point
from offices.domain.meaning import middle
from offices.domain.overview import Overview, draw_overview


def overview_of(results: Sequence[FoundOffice], asked: Asked) -> Overview | None:
    """Where the results lie; those whose position is not known are not on it."""
    placed = {
        result.number: point
        for result in results
        if (point := result.point) is not None
    }
    known = asked.places.gazetteer
    codes = {result.office.municipality_id or "" for result in results}
    return draw_overview(
        placed,
        backdrop=[point for code in sorted(codes) for point in known.middles(code)],
        names=_municipalities(results),
        origin=asked.origin.point if asked.origin else None,
    )


def _municipalities(results: Sequence[FoundOffice]) -> Mapping[str, Point]:
    """The name of each municipality amid its points on the map."""
    points = defaultdict(list)
    for result in results:
        if result.office.municipality and result.point:
            points[result.office.municipality.short_name_here].append(result.point)
    return {name: place for name, its in points.items() if (place := middle(its))}
