"""Every listed office, held in memory in the order of its name until something changes.

What a condition fits is one number whose bits are the offices: to join conditions, to
count and to turn to a page then costs nothing at the size of the country, where the
database would go through 50,000 rows for each. Words are looked for in the texts as
they are held; what only rows can tell is asked of them once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import cos, hypot, radians

from django.db.models import Q

from offices.domain.distance import KM_A_DEGREE, Point, box_around
from offices.models import Office
from offices.places import Doubt, Places
from texts.held import Holder

_MOST_REMEMBERED = 200
_COMMON = 5_000  # of a word that is found so often, each text is looked at


class Roll:
    """The offices of one version of the content, those of the site's own city first."""

    def __init__(self, known: Places) -> None:
        self.version, own = known.version, known.gazetteer.own
        columns = ("pk", "municipality", "kind__code", "search_text", "operator")
        rows = list(
            Office.objects.listed().order_by("sort_key", "pk").values_list(*columns)
        )
        rows.sort(key=lambda row: row[1] not in own)
        self.pks = [row[0] for row in rows]
        self._place = {pk: place for place, pk in enumerate(self.pks)}
        self._text = "\n".join(row[3] for row in rows)
        self._starts = array("L", accumulate((len(r[3]) + 1 for r in rows), initial=0))
        self._within = self._by(row[1] for row in rows)
        self._of_kind = self._by(row[2] for row in rows)
        self._operators = _alike((row[4], row[1] or "", row[0]) for row in rows)
        self._remembered: dict[Hashable, int] = {}
        self.all = (1 << len(rows)) - 1
        self._set_points(known.doubts)

    # --- what fits --------------------------------------------------------------------

    def within(self, codes: Iterable[str]) -> int:
        """Those in any of the municipalities."""
        found = 0
        for code in codes:
            found |= self._within.get(code, 0)
        return found

    def of_kind(self, code: str) -> int:
        return self._of_kind.get(code, 0)

    def of_operator(self, operator: int | None) -> Sequence[int]:
        """The keys of all that one legal person runs, by municipality and name."""
        return self._operators.get(operator, ())

    def holding(self, key: str) -> int:
        """Those whose text holds the key."""
        return self._once(("text", key), lambda: self._look_for(key))

    def _look_for(self, key: str) -> int:
        text, starts = self._text, self._starts
        places: list[int] = []
        at = text.find(key)
        while at >= 0 and len(places) < _COMMON:
            place = bisect_right(starts, at) - 1
            places.append(place)
            at = text.find(key, starts[place + 1])
        if at < 0:
            return _bits(places)
        lines = text.split("\n")
        return _bits(place for place, line in enumerate(lines) if key in line)

    def of(self, pks: Iterable[int]) -> int:
        """Those of the keys that are listed."""
        place = self._place
        return _bits(place[pk] for pk in pks if pk in place)

    def having(self, name: Hashable, rule: Callable[[], Q]) -> int:
        """Those that a rule of the database fits; it is asked once under its name."""
        return self._once(
            ("rule", name),
            lambda: self.of(
                Office.objects.listed()
                .filter(rule())
                .order_by()
                .values_list("pk", flat=True)
            ),
        )

    def _once(self, key: Hashable, find: Callable[[], int]) -> int:
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered = {}
            found = self._remembered[key] = find()
        return found

    def _by(self, values: Iterable[str | None]) -> dict[str | None, int]:
        places: dict[str | None, list[int]] = defaultdict(list)
        for place, value in enumerate(values):
            places[value].append(place)
        return {value: _bits(its) for value, its in places.items()}

    # --- where they are ---------------------------------------------------------------

    def _set_points(self, doubts: Mapping[int, Doubt]) -> None:
        """Every known position from south to north.

        One that contradicts its town counts as the middle of the town.
        """
        rows = Office.objects.listed().filter(lat__isnull=False, lon__isnull=False)
        points = [
            (float(lat or 0), float(lon or 0), pk)
            for pk, lat, lon in rows.order_by().values_list("pk", "lat", "lon")
            if pk not in doubts
        ]
        points += [
            (doubt.instead.lat, doubt.instead.lon, pk)
            for pk, doubt in doubts.items()
            if pk in self._place
        ]
        points.sort()
        self._lats = array("d", (point[0] for point in points))
        self._lons = array("d", (point[1] for point in points))
        self._pks_north = array("q", (point[2] for point in points))

    def near(self, origin: Point, km: float) -> dict[int, float]:
        """How far each office within reach is, in kilometres.

        On a plane that is as wide as the earth half of the way to it: within 50 km
        that differs by metres from the great circle.
        """
        box = box_around(origin, km)
        first = bisect_left(self._lats, box.south)
        last = bisect_right(self._lats, box.north)
        middle, east = radians(origin.lat) / 2, origin.lon
        half = radians(1) / 2
        found = {
            pk: hypot(lat - origin.lat, (lon - east) * cos(middle + lat * half))
            for pk, lat, lon in zip(
                self._pks_north[first:last],
                self._lats[first:last],
                self._lons[first:last],
                strict=True,
            )
            if box.west <= lon <= box.east
        }
        reach = km / KM_A_DEGREE
        return {pk: far * KM_A_DEGREE for pk, far in found.items() if far <= reach}

    # --- in order ---------------------------------------------------------------------

    def keys(self, found: int) -> Iterator[int]:
        """The keys of those that were found, by name."""
        return (self.pks[place] for place in _places(found))

    def keys_by_area(self, found: int) -> Iterator[int]:
        """The same by municipality, then by name; those of no municipality first."""
        for code in sorted(self._within, key=lambda code: code or ""):
            if its := found & self._within[code]:
                yield from self.keys(its)

    def holder(self, found: int) -> Callable[[int], bool]:
        """Whether an office, by its key, is among those that were found."""
        digits = found.to_bytes(len(self.pks) // 8 + 1, "little")

        def holds(pk: int) -> bool:
            place = self._place.get(pk)
            return place is not None and bool(digits[place >> 3] >> (place & 7) & 1)

        return holds


def _alike(
    rows: Iterable[tuple[int | None, str, int]],
) -> dict[int | None, tuple[int, ...]]:
    """Of each operator with several places, their keys by municipality."""
    found: dict[int | None, list[tuple[str, int]]] = defaultdict(list)
    for operator, municipality, pk in rows:
        if operator is not None:
            found[operator].append((municipality, pk))
    return {
        operator: tuple(pk for _, pk in sorted(its, key=lambda one: one[0]))
        for operator, its in found.items()
        if len(its) > 1
    }


def _bits(places: Iterable[int]) -> int:
    places = list(places)
    digits = bytearray(max(places, default=0) // 8 + 1)
    for place in places:
        digits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(digits, "little")


def _places(found: int) -> Iterator[int]:
    """The bits that are set, the first first."""
    digits = f"{found:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


_held: Holder[Roll] = Holder()


def roll_of(known: Places) -> Roll:
    """The roll of the version that `known` is of."""
    return _held.get(known.version, lambda: Roll(known))
