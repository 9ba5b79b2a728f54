"""What a text about where can mean: a place, and the rows that places are known by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from offices.domain.distance import Point


class Meaning(Enum):
    """What kind of place a text can mean."""

    PREFECTURE = "prefecture"
    MUNICIPALITY = "municipality"
    TOWN = "town"
    STATION = "station"
    LANDMARK = "landmark"


@dataclass(frozen=True, slots=True)
class Locality:
    """A municipality, as its row says."""

    code: str
    prefecture: str
    name: str
    reading: str


@dataclass(frozen=True, slots=True)
class TownMiddle:
    """A town of a municipality and where it lies."""

    code: str
    name: str
    point: Point


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name that people know: a postal town, a station. It lies in `towns`."""

    code: str
    meaning: Meaning
    name: str
    reading: str = ""
    postcode: str = ""
    towns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One meaning of a text: where to look, and what it is called."""

    meaning: Meaning
    name: str
    reading: str = ""
    # Of municipalities; two figures are a prefecture.
    codes: tuple[str, ...] = ()
    # The municipality or prefecture it lies in, where its name alone is not enough.
    within: Locality | None = None
    point: Point | None = None
    towns: tuple[str, ...] = ()
    # Town and number of an address, as `numbered_key` folds them.
    number: str = ""
    # What of the text is not known; the place is only the municipality it names.
    rest: str = ""

    @property
    def is_area(self) -> bool:
        """Whether offices lie in it, rather than near it."""
        return self.meaning in {Meaning.PREFECTURE, Meaning.MUNICIPALITY}


def middle(points: Sequence[Point]) -> Point | None:
    """The point amid several; none amid none."""
    if not points:
        return None
    number = len(points)
    return Point(
        sum(point.lat for point in points) / number,
        sum(point.lon for point in points) / number,
    )


def station_name(one: NamedPlace) -> str:
    """新山口駅; a landmark keeps its name."""
    is_bare = one.meaning is Meaning.STATION and not one.name.endswith("駅")
    return f"{one.name}駅" if is_bare else one.name
