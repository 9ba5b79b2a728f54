"""The shipped rows into an empty database: geography, then the published lists."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.core.exceptions import ValidationError

from offices.importing.run import Options, Upload, apply, last_applied
from offices.models import Municipality, PlaceName, PlaceNameKind, Town
from texts.domain.fold import display
from texts.domain.kana import hiragana

_NAME_COLUMNS = {"pref", "city", "kind", "name", "reading", "postcode", "towns"}
_TOWN_COLUMNS = {"pref", "city", "town", "koaza", "lat", "lng"}


class ShippedDataError(Exception):
    """A file for an empty database that cannot be read in: nothing is written."""


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
    for number, row in enumerate(_rows(path), start=2):
        if _TOWN_COLUMNS - row.keys():
            columns = "、".join(_TOWN_COLUMNS - row.keys())
            raise ShippedDataError(f"{path.name} に、{columns} の列がありません。")
        if row["lat"]:
            try:
                town = _town(row, codes)
            except (KeyError, InvalidOperation, ValidationError) as error:
                raise ShippedDataError(
                    f"{path.name} の {number} 行目が読めません。"
                    "市区町村の名前と、緯度・経度を確かめてください。"
                ) from error
            towns.setdefault((town.municipality_id, town.name, town.part), town)
    Town.objects.bulk_create(towns.values(), batch_size=500)


def _town(row: dict[str, str], codes: dict[tuple[str, str], str]) -> Town:
    town = Town(
        municipality_id=codes[row["pref"], row["city"]],
        name=display(row["town"]),
        part=display(row["koaza"]),
        lat=Decimal(row["lat"]),
        lon=Decimal(row["lng"]),
    )
    town.clean_fields(exclude=["municipality"])
    if not (20 <= town.lat <= 46 and 122 <= town.lon <= 154):
        raise ValidationError("outside of Japan")
    return town


def load_place_names(path: Path) -> None:
    """Postal towns, stations and spas of a list; their municipalities first."""
    codes = {(row.prefecture, row.name): row.code for row in Municipality.objects.all()}
    names: dict[tuple[str, ...], PlaceName] = {}
    for number, row in enumerate(_rows(path), start=2):
        if _NAME_COLUMNS - row.keys():
            columns = "、".join(sorted(_NAME_COLUMNS - row.keys()))
            raise ShippedDataError(f"{path.name} に、{columns} の列がありません。")
        try:
            one = _place_name(row, codes)
        except (KeyError, ValidationError) as error:
            raise ShippedDataError(
                f"{path.name} の {number} 行目が読めません。"
                "市区町村の名前と、しゅるい・よみがな・郵便番号を確かめてください。"
            ) from error
        key = (one.municipality_id, one.kind, one.name, one.postal_code)
        names.setdefault(key, one)
    PlaceName.objects.bulk_create(names.values(), batch_size=500)


def _place_name(row: dict[str, str], codes: dict[tuple[str, str], str]) -> PlaceName:
    name = PlaceName(
        municipality_id=codes[row["pref"], row["city"]],
        kind=PlaceNameKind(row["kind"]) if row["kind"] in PlaceNameKind else "",
        name=display(row["name"]),
        reading=row["reading"],
        postal_code=row["postcode"],
        towns=display(row["towns"]),
    )
    name.clean_fields(exclude=["municipality"])
    return name


def load_lists(
    uploads: Sequence[Upload], *, on: date, options: Options | None = None
) -> int:
    """Import published lists through the importer; how many rows came in."""
    if not uploads:
        return 0
    results = apply(
        uploads,
        options or Options(),
        on=on,
        base=last_applied(),
        progress=lambda line: None,
    )
    for report, _run in results:
        if report.is_refused:
            raise ShippedDataError(f"{report.name}: {report.gates[0].message}")
    return sum(report.counts()["new"] for report, _run in results)


def prefecture_reading(folder: Path, prefecture: str) -> str:
    """How a prefecture is read, in hiragana."""
    readings = {
        row["prefecture"]: row["prefecture_kana"]
        for row in _rows(folder / "municipalities.csv")
    }
    return hiragana(readings[prefecture])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        try:
            yield from csv.DictReader(lines)
        except UnicodeDecodeError as error:
            raise ShippedDataError(
                f"{path.name} が読めません。UTF-8 の CSV にしてください。"
            ) from error
