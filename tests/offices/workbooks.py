"""Workbooks as clerks keep them, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


def workbook(
    *rows: Sequence[object],
    name: str = "一覧",
    change: Callable[[Worksheet], object] | None = None,
    others: dict[str, Iterable[Sequence[object]]] | None = None,
) -> bytes:
    """A workbook with `rows` in its first sheet, and `others` behind it."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = name
    for sheet, cells in [(first, rows), *_sheets(book, others or {})]:
        for row in cells:
            sheet.append(row)
    if change:
        change(first)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheets(book: openpyxl.Workbook, others: dict) -> list:
    return [(book.create_sheet(name), rows) for name, rows in others.items()]


def replaced(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook of which one part says something else."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for item in given.infolist():
            data = given.read(item)
            if item.filename == part:
                assert old in data
                data = data.replace(old, new)
            made.writestr(item.filename, data)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    """A ZIP; in the names of its members __ stands for a point."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()
