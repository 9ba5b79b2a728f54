"""A record of a file as it will be imported."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from offices.domain.distance import Point
from offices.domain.normalise import place_key
from offices.importing.list_columns import PLACES

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A record that can be imported."""

    record: int
    line: int
    type: str
    source_no: str
    office_number: str
    values: Values
    # What stood in the file, as two tuples: half the size of a dictionary.
    columns: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def raw(self) -> dict[str, str]:
        return dict(zip(self.columns, self.cells, strict=True))

    @property
    def key(self) -> tuple[str, str, str]:
        return self.type, self.source_no, self.office_number

    def __getitem__(self, name: str) -> str:
        return self.values[PLACES[name]]

    @property
    def hash(self) -> str:
        return fingerprint(self.values)

    @property
    def point(self) -> Point | None:
        """Where the data say it is; a town's middle is too rough to compare."""
        if self["geo_source"] != "data":
            return None
        return Point(float(self["lat"]), float(self["lon"]))

    @property
    def address_key(self) -> str:
        return self["municipality"] + place_key(self["address"])


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row, before and after."""

    field: str
    old: str
    new: str


def fingerprint(values: Values) -> str:
    """By which it is seen whether a row says what it said."""
    text = "\x1f".join(values)
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
