"""How far two points are from each other, and the box around one."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
KM_A_DEGREE = radians(1) * EARTH_KM


@dataclass(frozen=True, slots=True)
class Point:
    """A place on earth, in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in degrees that hold every point within a distance."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, point: Point) -> bool:
        return (
            self.south <= point.lat <= self.north
            and self.west <= point.lon <= self.east
        )


def kilometres(a: Point, b: Point) -> float:
    """The great-circle distance (haversine)."""
    up, along = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    chord = sin(up) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(along) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))


def box_around(centre: Point, km: float) -> Box:
    """The box to ask the database for; a hair wider than `km`."""
    up = km / KM_A_DEGREE * 1.01
    along = up / max(0.01, cos(radians(abs(centre.lat) + up)))
    return Box(centre.lat - up, centre.lat + up, centre.lon - along, centre.lon + along)
