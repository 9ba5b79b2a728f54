"""An Excel workbook as tables: what its cells show, as text, sheet by sheet."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string

from offices.importing.archive import refuse_bomb
from offices.importing.decoding import SAVE_AS
from offices.importing.refusal import Refused
from offices.importing.tables import HEAD_ROWS, Line

MAX_CELLS = 2_000_000
_NAMED = 20
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_NUMBER = re.compile(rb'\br="(\d+)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
# A formula of which no result was kept.
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_CELL = re.compile(rb'\br="([A-Z]+\d+)"')
_ZEROS = re.compile(r"0{2,}")


def sheets_of(content: bytes) -> list[SheetTable]:
    """The sheets of a workbook, those that are shown first; or raise `Refused`."""
    refuse_bomb(content)
    try:
        with _no_warnings():
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True
            )
            found = [SheetTable(sheet, content) for sheet in book.worksheets]
    except Exception as error:  # whatever a broken workbook makes of its parser
        raise _broken() from error
    return sorted(found, key=lambda sheet: sheet.is_hidden)


class SheetTable:
    """One sheet; its rows are read once they are asked for."""

    is_ragged = False

    def __init__(self, sheet: Any, content: bytes) -> None:
        self.sheet = sheet
        self.name: str = sheet.title
        self.content = content
        self.is_hidden = sheet.sheet_state != "visible"

    def head(self) -> list[Line]:
        return list(enumerate(self._read(HEAD_ROWS), start=1))

    def lines(self) -> Iterator[Line]:
        return iter(enumerate(self.rows, start=1))

    @cached_property
    def rows(self) -> list[tuple[str, ...]]:
        found = self._read(None)
        while found and not any(found[-1]):
            found.pop()
        self._fill_merged(found)
        return found

    def _read(self, limit: int | None) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        # One text for all cells that say the same: most say what others do.
        same: dict[str, str] = {}
        total = 0
        try:
            with _no_warnings():
                # What a workbook says of its own size is often wrong.
                self.sheet.reset_dimensions()
                for cells in islice(self.sheet.iter_rows(), limit):
                    total += len(cells) + 1
                    _refuse_many(total)
                    texts = [*map(_text, cells)]
                    found.append(tuple(map(same.setdefault, texts, texts)))
        except Refused:
            raise
        except Exception as error:  # as above
            raise _broken() from error
        return found

    # --- what the sheet shows otherwise than it is read --------------------------

    @cached_property
    def _marks(self) -> _Marks:
        path = str(self.sheet._worksheet_path)
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return _Marks.of(archive.read(path))

    def _fill_merged(self, rows: list[tuple[str, ...]]) -> None:
        """A cell that spans rows says the same in each of them."""
        for first, last, column in self._marks.merged:
            for row in range(first, min(last, len(rows))):
                cells = [*rows[row], *[""] * (column + 1 - len(rows[row]))]
                above = rows[first - 1]
                cells[column] = above[column] if column < len(above) else ""
                rows[row] = tuple(cells)

    @property
    def notes(self) -> tuple[str, ...]:
        marks, rows = self._marks, self.rows
        hidden = [n for n in marks.hidden_rows if n <= len(rows) and any(rows[n - 1])]
        found = []
        if hidden:
            found.append(
                f"かくれている行が{len(hidden):,}行あります（{_named(hidden)}行目）。"
                "かくれている行も読みました。"
            )
        if marks.has_hidden_columns:
            found.append("かくれている列があります。かくれている列も読みました。")
        if marks.merged:
            places = [first for first, _last, _column in marks.merged]
            found.append(
                f"たてに結合したセルがあります（{_named(places)}行目から）。"
                "同じ内容を、それぞれの行に入れました。"
            )
        if marks.unsaved:
            found.append(
                f"計算の結果が保存されていない式があります（{_named(marks.unsaved)}）。"
                "空として読みました。Excel で開いて、保存し直してください。"
            )
        return tuple(found)


@dataclass(frozen=True)
class _Marks:
    """What the XML of a sheet says besides its values."""

    hidden_rows: list[int]
    has_hidden_columns: bool
    # First and last row (from 1), column (from 0).
    merged: list[tuple[int, int, int]]
    unsaved: list[str]

    @classmethod
    def of(cls, xml: bytes) -> _Marks:
        hidden = [
            int(number[1])
            for row in _ROW.finditer(xml)
            if _HIDDEN.search(row[1]) and (number := _NUMBER.search(row[1]))
        ]
        merged = [
            (int(top), int(bottom), column_index_from_string(left.decode()) - 1)
            for left, top, _right, bottom in _MERGED.findall(xml)
            if int(bottom) > int(top)
        ]
        unsaved = [
            place[1].decode()
            for cell in _FORMULA.finditer(xml)
            # A formula whose result is an empty text is one of text.
            if b't="str"' not in cell[1] and (place := _CELL.search(cell[1]))
        ]
        is_hidden = any(_HIDDEN.search(one[1]) for one in _COLUMN.finditer(xml))
        return cls(hidden, is_hidden, merged, unsaved)


def _text(cell: Any) -> str:
    """What a cell shows, as far as that is the same wherever it is opened."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def _number(value: float, shown: str) -> str:
    """Zeros that only the format of a cell shows are kept: a number of ten figures."""
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    if _ZEROS.fullmatch(shown) and text.isdigit():
        return text.zfill(len(shown))
    if "000-0000" in shown and text.isdigit():
        return text.zfill(7)
    return text


def _moment(value: dt.datetime) -> str:
    if value.year <= 1900:
        # A time of day that reached 24:00 is the first day that Excel knows.
        return f"{24 * value.day + value.hour}:{value.minute:02}"
    if value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat(" ", "seconds")


def _refuse_many(cells: int) -> None:
    if cells > MAX_CELLS:
        raise Refused(
            "too_big",
            "Excel のシートが大きすぎます（200万セルまで）。"
            "一覧だけを新しいブックに写してください。",
        )


def _named(places: Sequence[object]) -> str:
    more = f"、ほか{len(places) - _NAMED}" if len(places) > _NAMED else ""
    return "、".join(map(str, places[:_NAMED])) + more


def _broken() -> Refused:
    return Refused("workbook_broken", f"Excel として読めません。{SAVE_AS}")


def _no_warnings() -> warnings.catch_warnings[None]:
    """Of what openpyxl says of styles and extensions nobody here makes use."""
    return warnings.catch_warnings(action="ignore")
