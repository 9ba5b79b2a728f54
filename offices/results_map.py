"""The numbered map of one page of results, from our own coordinates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from offices.conditions import Asked
from offices.directory import FoundOffice
from offices.domain.distance import Point
from offices.domain.overview import Overview, draw_overview


def overview_of(results: Sequence[FoundOffice], asked: Asked) -> Overview | None:
    """Where the results lie; those whose position is not known are not on it."""
    placed = {
        result.number: point
        for result in results
        if (point := result.office.point) is not None
    }
    origin = asked.origin.point if asked.origin else None
    return draw_overview(
        placed,
        backdrop=[town.point for town in asked.choices.towns.values() if town.point],
        names=_municipalities(results),
        origin=origin,
    )


def _municipalities(results: Sequence[FoundOffice]) -> Mapping[str, Point]:
    """A name amid the points of each municipality, where there are several."""
    points = defaultdict(list)
    for result in results:
        if result.office.municipality and result.office.point:
            points[result.office.municipality.short_name_here].append(
                result.office.point
            )
    if len(points) < 2:
        return {}
    return {
        name: Point(
            sum(point.lat for point in its) / len(its),
            sum(point.lon for point in its) / len(its),
        )
        for name, its in points.items()
    }
