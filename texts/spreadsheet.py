"""Tables for a spreadsheet: every cell is text that stays text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

BOM = "\ufeff"
# What a spreadsheet takes for a formula (OWASP), also after leading blanks.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """`text` that no spreadsheet takes for a formula."""
    starts = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if starts else text


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(table: Iterable[Iterable[object]]) -> Iterator[str]:
    """The lines of a CSV file as Excel opens it, one by one; the first is the head."""
    writer = csv.writer(_Echo())
    mark = BOM
    for cells in table:
        yield mark + writer.writerow([safe_cell(str(cell)) for cell in cells])
        mark = ""
