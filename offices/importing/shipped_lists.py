"""The shipped rows into an empty database: geography, then the published lists."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from offices.importing.run import Options, Upload, apply, last_applied
from offices.models import Municipality, Town
from texts.domain.fold import display
from texts.domain.kana import hiragana


class ShippedDataError(Exception):
    """A shipped file that cannot be read in: a fault of ours, not of staff."""


def load_municipalities(folder: Path) -> None:
    """The municipalities of the country, and those that are no more."""
    for name in ("municipalities.csv", "abolished.csv"):
        Municipality.objects.bulk_create(
            [
                Municipality(
                    code=row["code5"],
                    code6=row["code6"],
                    prefecture=row["prefecture"],
                    name=row["city"],
                    reading=hiragana(row["city_kana"]),
                    valid_to=row.get("valid_to") or None,
                    successor_id=row.get("successor") or None,
                )
                for row in _rows(folder / name)
            ],
            batch_size=500,
        )


def load_towns(path: Path) -> None:
    """The towns of a list that gives their positions; their municipalities first."""
    codes = {(row.prefecture, row.name): row.code for row in Municipality.objects.all()}
    towns: dict[tuple[str, str, str], Town] = {}
    for row in _rows(path):
        if not row["lat"]:
            continue
        town = Town(
            municipality_id=codes[row["pref"], row["city"]],
            name=display(row["town"]),
            part=display(row["koaza"]),
            lat=Decimal(row["lat"]),
            lon=Decimal(row["lng"]),
        )
        towns.setdefault((town.municipality_id, town.name, town.part), town)
    Town.objects.bulk_create(towns.values(), batch_size=500)


def load_lists(folder: Path, *, on: date) -> int:
    """Import every shipped list through the importer; how many rows came in."""
    uploads = [
        Upload(path.name, path.read_bytes()) for path in sorted(folder.glob("*.csv"))
    ]
    if not uploads:
        return 0
    results = apply(
        uploads, Options(), on=on, base=last_applied(), progress=lambda line: None
    )
    for report, _run in results:
        if report.is_refused:
            raise ShippedDataError(f"{report.name}: {report.gates[0].message}")
    return sum(report.counts()["new"] for report, _run in results)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)
