"""A numbered map drawn from coordinates: where points and their numbers stand.

Flat enough for a prefecture: degrees become kilometres at the map's own latitude.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin

from offices.domain.distance import Point

SIZE = 360  # of the drawing, both ways: readable on the narrowest phone
EDGE = 28
MOST_DOTS = 120
ROOM = 18  # around a number: the middle of each can be pressed
RADIUS = 13  # of a number's circle
_KM_A_DEGREE = 111.32
_LETTER = 14  # how large a name is written
# How far a name may step aside, up or down, to be read.
_STEPS = (0, -20, 20, -32, 32, -46, 46, -60, 60, -80, 80)
_SCALES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number, where it is written, and the point that it stands for."""

    label: int
    x: float
    y: float
    at_x: float
    at_y: float

    @property
    def is_moved(self) -> bool:
        """Whether the number had to make room, so that a line leads to its point."""
        return hypot(self.x - self.at_x, self.y - self.at_y) > RADIUS / 2


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map."""

    text: str
    x: float
    y: float

    @property
    def anchor(self) -> str:
        """Which end of the name stands at `x`: at an edge it grows to the middle."""
        if self.x < SIZE / 4:
            return "start"
        return "end" if self.x > SIZE * 3 / 4 else "middle"

    @property
    def left(self) -> float:
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return self.x - share * self._width

    @property
    def right(self) -> float:
        return self.left + self._width

    @property
    def _width(self) -> float:
        wide = sum(0.55 if sign.isascii() else 1 for sign in self.text)
        return _LETTER * wide


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything to draw, in the units of the drawing; north is up."""

    marks: tuple[Mark, ...]
    dots: tuple[tuple[float, float], ...]
    labels: tuple[Label, ...]
    origin: tuple[float, float] | None
    scale_km: float
    scale_length: float

    @property
    def dots_path(self) -> str:
        """All dots as one path of points, which is short to send."""
        return "".join(f"M{x:.0f} {y:.0f}h0" for x, y in self.dots)

    @property
    def scale_text(self) -> str:
        return f"{self.scale_km:g}km"


def draw_overview(
    numbered: Mapping[int, Point],
    *,
    backdrop: Sequence[Point] = (),
    names: Mapping[str, Point] | None = None,
    origin: Point | None = None,
) -> Overview | None:
    """The map of `numbered`, or None when there is nothing to place.

    `backdrop` gives the land its shape, `names` say what is where; of both, what falls
    outside of the frame is left out.
    """
    if not numbered:
        return None
    framed = [*numbered.values(), *([origin] if origin else [])]
    project, unit = _projection(framed)
    where = {label: project(point) for label, point in numbered.items()}
    length = next((km for km in reversed(_SCALES) if km * unit <= SIZE / 3), _SCALES[0])
    marks = _spread(where, project(origin) if origin else None)
    dots = list(filter(_is_inside, map(project, backdrop)))
    return Overview(
        marks=marks,
        dots=tuple(dots[:: max(1, len(dots) // MOST_DOTS)]),
        labels=_labels({t: project(p) for t, p in (names or {}).items()}, marks),
        origin=project(origin) if origin else None,
        scale_km=length,
        scale_length=round(length * unit, 1),
    )


def _projection(
    points: Sequence[Point],
) -> tuple[Callable[[Point], tuple[float, float]], float]:
    """A function to the drawing, and how many of its units a kilometre has."""
    lats, lons = [p.lat for p in points], [p.lon for p in points]
    middle = Point((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
    shrink = cos(radians(middle.lat))
    tall = (max(lats) - min(lats)) * _KM_A_DEGREE
    wide = (max(lons) - min(lons)) * _KM_A_DEGREE * shrink
    unit = (SIZE - 2 * EDGE) / max(tall, wide, 0.5)

    def project(point: Point) -> tuple[float, float]:
        x = SIZE / 2 + (point.lon - middle.lon) * _KM_A_DEGREE * shrink * unit
        y = SIZE / 2 - (point.lat - middle.lat) * _KM_A_DEGREE * unit
        return round(x, 1), round(y, 1)

    return project, unit


def _labels(
    names: Mapping[str, tuple[float, float]], marks: Sequence[Mark]
) -> tuple[Label, ...]:
    """Each name where it meets no number and no other name, as near as there is."""
    placed: list[Label] = []
    for text, (x, y) in names.items():
        if _is_inside((x, y)):
            tried = [Label(text, x, y + step) for step in _STEPS]
            free = (one for one in tried if _is_free(one, marks, placed))
            placed.append(next(free, tried[0]))
    return tuple(placed)


def _is_free(label: Label, marks: Sequence[Mark], placed: Sequence[Label]) -> bool:
    """Whether nothing stands where the name would; letters are as wide as high."""
    left, right, middle = label.left, label.right, label.y - _LETTER / 3
    if not 2 * EDGE / 3 < label.y < SIZE - 4:
        return False
    for mark in marks:
        x = min(max(mark.x, left), right)
        if hypot(mark.x - x, mark.y - middle) < RADIUS + _LETTER / 2:
            return False
    return all(
        abs(label.y - other.y) > _LETTER or right < other.left or left > other.right
        for other in placed
    )


def _spread(
    where: Mapping[int, tuple[float, float]], origin: tuple[float, float] | None
) -> tuple[Mark, ...]:
    """Numbers that would cover each other or the origin step aside, always alike."""
    count = len(where)
    # Points in one place have no direction to part in: give each number its own.
    places = [
        [x + 0.01 * cos(2 * pi * turn / count), y + 0.01 * sin(2 * pi * turn / count)]
        for turn, (x, y) in enumerate(where.values())
    ]
    for _round in range(400):
        moved = _push_apart(places)
        if origin:
            moved = _push_from(origin, places) or moved
        if not moved:
            break
        for place in places:
            place[:] = [min(max(c, RADIUS + 1), SIZE - RADIUS - 1) for c in place]
    return tuple(
        Mark(label, round(x, 1), round(y, 1), *at)
        for (label, at), (x, y) in zip(where.items(), places, strict=True)
    )


def _push_apart(places: list[list[float]]) -> bool:
    """Move what is too near half of the way each; whether anything moved."""
    moved = False
    for first, one in enumerate(places):
        for other in places[first + 1 :]:
            dx, dy = _step(one, other)
            if dx or dy:
                one[:] = [one[0] - dx / 2, one[1] - dy / 2]
                other[:] = [other[0] + dx / 2, other[1] + dy / 2]
                moved = True
    return moved


def _push_from(fixed: tuple[float, float], places: list[list[float]]) -> bool:
    moved = False
    for place in places:
        dx, dy = _step(fixed, place)
        if dx or dy:
            place[:] = [place[0] + dx, place[1] + dy]
            moved = True
    return moved


def _step(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """How far `other` must go so that two circles do not meet."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    distance = hypot(dx, dy)
    lacking = 2 * ROOM + 2 - distance
    if lacking < 0.05:
        return 0.0, 0.0
    if distance == 0:
        return lacking, 0.0
    return dx / distance * lacking, dy / distance * lacking


def _is_inside(place: tuple[float, float]) -> bool:
    return all(4 <= part <= SIZE - 4 for part in place)
