"""A file as records with our names: a CSV, a ZIP that holds one, or a workbook.

Anything else is refused with a sentence.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from offices.importing import list_columns
from offices.importing.archive import (
    MAX_BYTES,
    is_workbook,
    is_zip,
    refuse_size,
    unzip,
)
from offices.importing.decoding import decode, refuse_other_kinds
from offices.importing.refusal import Refused
from offices.importing.tables import Header, Table, csv_tables, find_header, fold
from offices.importing.workbook import SheetTable, sheets_of

__all__ = ["MAX_BYTES", "Record", "Refused", "SourceFile", "header_of", "read"]

_PERIOD = re.compile(r"(?<!\d)(20[0-9]{2}(?:0[1-9]|1[0-2]))(?!\d)")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{2}(?![0-9A-Za-z])")
_WAM_MEMBER = re.compile(r"csvdownload0(\d{2})")


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a file: its cells as they stand."""

    number: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SourceFile:
    """A file that could be read, before any of its rows is judged."""

    name: str
    sha256: str
    size: int
    encoding: str
    # What the names of the file, and of the CSV in a ZIP, say of month and service.
    periods: tuple[str, ...]
    codes_in_name: tuple[str, ...]
    header: tuple[str, ...]
    # Our name of each column, or nothing where the column is not ours.
    fields: tuple[str, ...]
    constants: Mapping[str, str]
    is_partial: bool
    unknown_columns: tuple[str, ...]
    table: Table
    # Which row of the table names the columns, from 1.
    header_at: int
    # What staff have to know of how it was read.
    notes: tuple[str, ...] = ()

    @property
    def period(self) -> str:
        """The month in its name, if just one is there."""
        return self.periods[0] if len(self.periods) == 1 else ""

    @property
    def code_in_name(self) -> str:
        """The service's number in its name, if just one is there."""
        return self.codes_in_name[0] if len(self.codes_in_name) == 1 else ""

    def column(self, name: str) -> Iterator[str]:
        """The cells of one of our columns, down the file."""
        for record in self.records():
            yield self.named(record).get(name, "")

    def records(self) -> Iterator[Record]:
        """The rows below the header that are not wholly empty."""
        width, is_ragged = len(self.header), self.table.is_ragged
        # One text for all cells that say the same: most say what others do.
        same: dict[str, str] = {}
        number = 0
        lines = self.table.lines()
        for _ in range(self.header_at):
            next(lines)
        for line, cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            number += 1
            if len(cells) != width:
                cells = _fitted(cells, width, is_ragged=is_ragged)
            yield Record(number, line, tuple(map(same.setdefault, cells, cells)))

    def named(self, record: Record) -> dict[str, str]:
        """The cells that mean something, by our names; empty ones are left out."""
        found = {
            name: list_columns.without_guard(cell) if cell[0] == "'" else cell
            for name, cell in zip(self.fields, record.cells, strict=False)
            if name and cell
        }
        return {**self.constants, **found}


def _fitted(cells: Sequence[str], width: int, *, is_ragged: bool) -> list[str]:
    """Blanks behind the last column say nothing; in a sheet nothing can be damaged."""
    fitted = list(cells)
    while len(fitted) > width and not fitted[-1].strip():
        fitted.pop()
    if is_ragged:
        return fitted
    return [*fitted[:width], *[""] * (width - len(fitted))]


def read(
    name: str,
    content: bytes,
    *,
    source: str = "wam",
    mapping: Mapping | None = None,
    besides: Mapping[str, str] = MappingProxyType({}),
) -> SourceFile:
    """Open `content`, or raise `Refused`.

    `mapping` tells a list of a city's own: header_line, columns {ours: theirs} and
    constants {ours: value}; `besides` are columns {ours: theirs} of which a list may
    have any.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    size = len(content)
    member, encoding, tables = _tables_of(name, content)
    generic = source != "wam"
    mapping = mapping or {}
    known = mapping.get("columns") or (
        list_columns.GENERIC if generic else list_columns.WAM
    )
    required: tuple[str, ...] = (
        list_columns.GENERIC_REQUIRED if generic else list_columns.WAM_REQUIRED
    )
    if known.get("address") == known.get("municipality"):
        # One column for all of an address: `OwnListReader` divides it row by row.
        known = {ours: theirs for ours, theirs in known.items() if ours != "address"}
        required = tuple(name for name in required if name != "address")
    # What the mapping says of a column counts.
    known = {**besides, **known}
    constants = dict(mapping.get("constants") or {})
    needed = [name for name in required if name not in constants]
    line = int(mapping.get("header_line", 1))
    table, header, others = _choose(tables, known, needed, line=line)
    _refuse_header(header, known, tables)
    own = {fold(column) for column in list_columns.REJECT_COLUMNS}
    return SourceFile(
        name=name,
        sha256=sha256,
        size=size,
        encoding=encoding,
        periods=tuple(
            dict.fromkeys([*_PERIOD.findall(name), *_PERIOD.findall(member)])
        ),
        codes_in_name=_codes_in(name) or _codes_in(member),
        header=header.names,
        fields=header.fields,
        constants=constants,
        is_partial=fold("理由コード") in map(fold, header.names),
        unknown_columns=tuple(
            column or "（名前のない列）"
            for column, field in zip(header.names, header.fields, strict=True)
            if not field and fold(column) not in own - {""}
        ),
        table=table,
        header_at=header.at,
        notes=(*_notes(table, header, others, line=line), *table.notes),
    )


def header_of(name: str, content: bytes, line: int) -> tuple[str, ...]:
    """The names of the columns of any list, or raise `Refused`."""
    _member, _encoding, tables = _tables_of(name, content)
    rows = [table.head()[line - 1 : line] for table in tables]
    found = [[cell.strip() for cell in row[0][1]] for row in rows if row]
    if not found:
        raise Refused("header", f"{line}行目に列の名前がありません。")
    # The sheet, or the sign between cells, that gives the most names.
    names = max(found, key=lambda names: len(set(names) - {""}))
    return tuple(names)


def order_in_name(name: str) -> tuple[str, str]:
    """By which files of one run are sorted: the month, then the service's number."""
    return "".join(_PERIOD.findall(name)[:1]), "".join(_codes_in(name)[:1])


def _tables_of(name: str, content: bytes) -> tuple[str, str, Sequence[Table]]:
    """The name of the list itself, how it was written, and what it may hold."""
    refuse_size(len(content))
    member = name
    refuse_other_kinds(content)
    if is_zip(name, content) and not is_workbook(content):
        member, content = unzip(content)
        refuse_size(len(content))
        refuse_other_kinds(content)
    if is_zip("", content) and is_workbook(content):
        return member, "xlsx", sheets_of(content)
    text, encoding = decode(content)
    return member, encoding, csv_tables(text)


def _choose(
    tables: Sequence[Table],
    known: Mapping[str, str],
    required: Sequence[str],
    *,
    line: int,
) -> tuple[Table, Header, list[Table]]:
    """The first table with all columns, else that with most; others that have all."""
    found = [
        (table, header)
        for table in tables
        if (header := find_header(table.head(), known, required, line=line))
    ]
    if not found:
        raise Refused("header", "1行目に列の名前がありません。")
    best = min(found, key=lambda pair: len(pair[1].missing))
    others = [
        table for table, header in found if table is not best[0] and not header.missing
    ]
    return *best, others


def _refuse_header(
    header: Header, known: Mapping[str, str], tables: Sequence[Table]
) -> None:
    if not header.missing:
        return
    told = "、".join(f"「{known.get(name, name)}」" for name in header.missing)
    sheets = [table.name for table in tables if isinstance(table, SheetTable)]
    hint = f"見たシート：{'、'.join(sheets)}。" if sheets else ""
    raise Refused(
        "header",
        f"列が足りません：{told}。{hint}ちがうファイルかもしれません。"
        "列の名前の行は、はじめの50行のなかに必要です。",
    )


def _notes(
    table: Table, header: Header, others: Sequence[Table], *, line: int
) -> Iterator[str]:
    """What was chosen, and what was left, where that is not plain."""
    if isinstance(table, SheetTable):
        shown = "かくれているシート" if table.is_hidden else "シート"
        yield f"{shown}「{table.name}」を読みました。"
        names = [f"「{one.name}」" for one in others if isinstance(one, SheetTable)]
        if names:
            yield (
                f"同じ列の名前があるシートを、ほかに読んでいません：{'、'.join(names)}。"
                "取り込むときは、べつのファイルに分けてください。"
            )
        beyond = [
            cells for _n, cells in table.lines() if any(cells[len(header.names) :])
        ]
        if beyond:
            yield (
                f"列の名前がないところに書いてある内容は、使いません（{len(beyond)}行）。"
            )
    if header.titles and header.at != line:
        yield (
            f"{header.at}行目を、列の名前として読みました。"
            "それより上（題名など）は使いません。"
        )


def _codes_in(name: str) -> tuple[str, ...]:
    """What may be numbers of services in a file's name."""
    found = _WAM_MEMBER.search(name)
    if found:
        return (found[1],)
    numbers = _NUMBER.findall(name.replace("_", " ").replace(".", " "))
    return tuple(dict.fromkeys(numbers))
