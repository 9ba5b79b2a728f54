"""Rows that were left out: written to be corrected, and not let in before they are."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from offices.importing.coverage import Coverage
from offices.importing.issues import BY_PLACE, BY_SERVICE, Issue, Rejected
from offices.importing.list_columns import (
    COLUMN,
    MARK,
    REASON,
    REJECT_COLUMNS,
    VALUE,
    formula_safe,
    without_guard,
)
from offices.importing.reader import Record, SourceFile
from offices.importing.tables import fold

_OWN = frozenset(map(fold, REJECT_COLUMNS))


@dataclass
class Rejection:
    """A record that was left out, as it stood."""

    record: Record
    issue: Issue
    named: Mapping[str, str]


def rejects_csv(file: SourceFile, rejections: Iterable[Rejection]) -> str:
    """The rows left out, with why: correct them, and read the file in again."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    kept = [n for n, column in enumerate(file.header) if fold(column) not in _OWN]
    writer.writerow([*(file.header[n] for n in kept), *REJECT_COLUMNS])
    for item in rejections:
        cells = item.record.cells
        row = [cells[n] if n < len(cells) else "" for n in kept]
        issue = item.issue
        told = [str(issue.record), str(issue.line), issue.code, issue.message,
                issue.column, issue.value, _mark(item.named)]  # fmt: skip
        writer.writerow([formula_safe(cell) for cell in [*row, *told]])
    return "\ufeff" + out.getvalue()


def refuse_uncorrected(
    file: SourceFile, record: Record, named: Mapping[str, str], covers: Coverage
) -> None:
    """Reject a row of such a file again where it stands as it was written.

    Only what was wrong with where it stood: all else is judged by what it says. Whoever
    takes the reason away says that the row is well.
    """
    if not file.is_partial:
        return
    cells = {
        fold(column): without_guard(cell)
        for column, cell in zip(file.header, record.cells, strict=False)
    }
    reason, mark = cells.get(fold(REASON), ""), cells.get(fold(MARK), "")
    is_lasting = reason in BY_PLACE or (reason in BY_SERVICE and covers.is_guess)
    if is_lasting and (not mark or mark == _mark(named)):
        raise Rejected(reason, cells.get(fold(COLUMN), ""), cells.get(fold(VALUE), ""))


def _mark(named: Mapping[str, str]) -> str:
    """The same for a row that a spreadsheet only opened and saved."""
    text = "\x1f".join(f"{name}={_plain(named[name])}" for name in sorted(named))
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=6)
    # Never like a number with an exponent.
    return f"m-{digest.hexdigest()}"


def _plain(cell: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", cell).split())
    text = re.sub(r"(?<![\d.])0+(?=\d)", "", text)
    return re.sub(r"(?<=\.)(\d*?)0+$", r"\1", text).rstrip(".")
