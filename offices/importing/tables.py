"""Rows of cells, from whatever kind of file, and where among them the header is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from offices.importing.refusal import Refused
from texts.domain.fold import search_key

# A header is looked for among so many rows, and so many characters.
HEAD_ROWS = 50
_HEAD_CHARACTERS = 200_000
_DELIMITERS = ",\t;"
_SEPARATOR = re.compile(r"\"?sep=([^\w\s\"']|\t)\"?[,;\t]*\r?\n", re.IGNORECASE)

Line = tuple[int, Sequence[str]]


class Table(Protocol):
    """Rows of cells, each with the number of the line where it begins."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What staff have to know of how it was read."""

    @property
    def is_ragged(self) -> bool:
        """Whether a row of another length is damaged, and not just short."""

    def head(self) -> list[Line]:
        """The first rows, as far as they can be read."""

    def lines(self) -> Iterator[Line]:
        """All rows; raises `Refused` where they can be read no further."""


@dataclass(frozen=True)
class CsvTable:
    """Cells between commas, or whatever else."""

    text: str
    delimiter: str = ","
    # Lines before `text` that are none of the table's.
    before: int = 0
    notes: tuple[str, ...] = ()
    is_ragged: bool = True

    def head(self) -> list[Line]:
        found: list[Line] = []
        with suppress(Refused):
            for line in islice(self._lines(self.text[:_HEAD_CHARACTERS]), HEAD_ROWS):
                found.append(line)
        return found

    def lines(self) -> Iterator[Line]:
        return self._lines(self.text)

    def _lines(self, text: str) -> Iterator[Line]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter)
        line = self.before
        try:
            for cells in reader:
                begins, line = line + 1, reader.line_num + self.before
                yield begins, cells
        except csv.Error as error:
            raise Refused(
                "not_csv", f"{reader.line_num}行目が、表として読めません（{error}）。"
            ) from error


def csv_tables(text: str) -> list[CsvTable]:
    """`text` with each sign that may stand between cells; as `sep=` says, if it does.

    Excel writes and hides a first line `sep=;`.
    """
    found = _SEPARATOR.match(text)
    if found:
        return [CsvTable(text[found.end() :], found[1], before=1)]
    return [CsvTable(text, delimiter) for delimiter in _DELIMITERS]


@dataclass(frozen=True, slots=True)
class Header:
    """A row that names columns: which it is (from 1), and what of ours they are."""

    at: int
    names: tuple[str, ...]
    # Our name of each column, or nothing where the column is not ours.
    fields: tuple[str, ...]
    missing: tuple[str, ...]
    # Rows above it in which something stands.
    titles: int = 0


def find_header(
    rows: Iterable[Line],
    known: Mapping[str, str],
    required: Iterable[str],
    *,
    line: int,
) -> Header | None:
    """The row at `line` if it names all that is required, else the first that does.

    Where none does, the one that lacks least; None where there is no row at all.
    """
    required = tuple(required)
    found = [
        _header(at, cells, known, required)
        for at, (_line, cells) in enumerate(rows, start=1)
    ]
    titles = 0
    for n, header in enumerate(found):
        found[n] = Header(
            header.at, header.names, header.fields, header.missing, titles
        )
        titles += any(header.names)
    first = found[line - 1 : line] if line > 0 else []
    best = min([*first, *found], key=lambda header: len(header.missing), default=None)
    return None if best is None or not any(best.names) else best


def _header(
    at: int, cells: Sequence[str], known: Mapping[str, str], required: tuple[str, ...]
) -> Header:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    # Our name of each column; of two with one name the first counts.
    ours = {fold(column): name for name, column in known.items()}
    fields = tuple(ours.pop(fold(name), "") if name else "" for name in names)
    missing = tuple(name for name in required if name not in fields)
    return Header(at, tuple(names), fields, missing)


def fold(column: str) -> str:
    """The name of a column, however it is written; a star says that it is needed."""
    return search_key(column.strip().strip("*＊"))
