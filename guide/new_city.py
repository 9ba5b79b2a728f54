"""Another city on an empty database: what is known of it, and the rest as unknown.

Nothing is made up. From the list of municipalities come the names and their readings;
what only the city knows stays empty, and pages say that it is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from os.path import commonprefix
from pathlib import Path

from django.utils import translation

from facts.provenance import Certainty
from facts.wording import bracketed, together
from guide.first_content import CITIES, GEO, load_rows, mark_own
from guide.models import Page, SiteIdentity
from offices.domain.latin import municipality_in_latin, prefecture_in_latin
from offices.importing import shipped_lists
from offices.importing.options import Options, Upload
from offices.models import Municipality, Office, OfficeKind

# The columns of the languages that the shipped texts are in, with their locale.
_COLUMNS = {"ja": "ja", "ja_simple": "ja-simple", "en": "en"}
_UNKNOWN = {
    "ja": "名前はわかりません",
    "ja_simple": "名前はわかりません",
    "en": "name not known",
}
_NOTE = {
    "ja": "この相談先の名前と連絡先は、まだわかりません。"
    "[[site:city]] [[site:section]]に聞いてください。",
    "ja_simple": "名前と連絡先は、まだわかりません。"
    "[[site:city]] [[site:section]]に聞いてください。",
    "en": "We do not know its name and contact details yet. "
    "Ask [[site:city]], [[site:section]].",
}


class NoSuchMunicipalityError(Exception):
    """A code that no municipality of today has."""


@dataclass(frozen=True, slots=True)
class City:
    """A municipality, or a city with its wards, by what it calls itself."""

    prefecture: str
    name: str
    reading: str
    municipalities: tuple[Municipality, ...]

    @property
    def latin(self) -> str:
        return municipality_in_latin(self.name, self.reading)

    def name_in(self, column: str) -> str:
        return (self.latin or self.name) if column == "en" else self.name


def begin_city(
    code: str,
    *,
    neighbours: Sequence[str] = (),
    towns: Path | None = None,
    lists: Sequence[Upload] = (),
    on: date,
) -> tuple[City, int]:
    """Begin the site of the municipality of `code`; how many services were listed.

    `neighbours` are the codes of those that share its area of consultation. Of lists
    of the whole country, the rows of its prefecture are taken.
    """
    # First what may be wrong: it is told before the long loading.
    shipped_lists.load_municipalities(GEO)
    city = city_of(code)
    area = [city, *map(city_of, neighbours)]
    mark_own(city.municipalities)
    if towns:
        shipped_lists.load_towns(towns)
    for path in shipped_place_names(city.prefecture):
        shipped_lists.load_place_names(path)
    load_rows()
    _identity(city, area).save()
    for kind in OfficeKind.objects.filter(is_in_every_city=True):
        _unknown_body(kind, code, on=on).save()
    listed = shipped_lists.load_lists(lists, on=on, options=Options(scope=_scope(city)))
    Office.objects.all().refold()
    return city, listed


def shipped_place_names(prefecture: str) -> list[Path]:
    """The lists of postal towns and stations that are shipped of a prefecture."""
    return [
        path
        for path in sorted(CITIES.glob("*/place_names.csv"))
        if any(
            line.startswith(f"{prefecture},")
            for line in path.read_text(encoding="utf-8-sig").splitlines()
        )
    ]


def city_of(code: str) -> City:
    """What has the code: a municipality, or a city of which only wards are listed."""
    today = Municipality.objects.filter(valid_to=None)
    row = today.filter(code=code).first()
    if row:
        return City(row.prefecture, *_without_county(row), (row,))
    first = today.filter(code__gt=code, code__startswith=code[:3]).first()
    is_above = re.fullmatch(r"\d{4}0", code)
    name = first.name.partition("市")[0] + "市" if first and is_above else ""
    wards = [
        ward
        for ward in today.filter(code__startswith=code[:3], name__startswith=name)
        if name and ward.name.endswith("区")
    ]
    if not wards:
        raise NoSuchMunicipalityError(
            f"「{code}」という番号の市区町村はありません。"
            "5けたの数字で書いてください。例：13101（6けたのときは、終わりの1けたをとる）"
        )
    shared = commonprefix([ward.reading for ward in wards])
    reading = shared[: shared.rindex("し") + 1]
    return City(wards[0].prefecture, name, reading, tuple(wards))


def _without_county(row: Municipality) -> tuple[str, str]:
    """余市郡余市町 as 余市町: how a town calls itself."""
    county, _, name = row.name.partition("郡")
    if county and name and name[-1] in "町村":
        return name, row.reading.partition("ぐん")[2] or row.reading
    return row.name, row.reading


def _identity(city: City, area: Iterable[City]) -> SiteIdentity:
    home = Page.objects.get(view="guide:home")
    row = SiteIdentity(
        city_reading=city.reading,
        prefecture_reading=shipped_lists.prefecture_reading(GEO, city.prefecture),
    )
    for column, language in _COLUMNS.items():
        with translation.override(language):
            values = {
                "title": getattr(home, f"title_{column}"),
                "city": city.name_in(column),
                "prefecture": _prefecture_in(column, city.prefecture),
                "area": together(one.name_in(column) for one in area),
            }
        for name, value in values.items():
            setattr(row, f"{name}_{column}", value)
    return row


def _prefecture_in(column: str, name: str) -> str:
    """山口県 is Yamaguchi Prefecture; 東京都 and 北海道 are known without the word."""
    if column != "en":
        return name
    latin = prefecture_in_latin(name)
    return latin if name[-1] in "都道" else f"{latin} Prefecture"


def _unknown_body(kind: OfficeKind, code: str, *, on: date) -> Office:
    """A body of which only the kind is known; readers do not see it yet.

    Its kind's page says that nothing is known and whom to ask. Once staff have
    written its name, they publish it.
    """
    row = Office(
        code=f"{kind.code}-{code}",
        kind=kind,
        reading=f"{kind.reading}（なまえはわかりません）",
        source=kind.source,
        certainty=Certainty.GUIDE,
        checked_on=on,
        is_published=False,
    )
    for column, language in _COLUMNS.items():
        with translation.override(language):
            name = bracketed(getattr(kind, f"name_{column}"), _UNKNOWN[column])
        setattr(row, f"name_{column}", name)
        setattr(row, f"note_{column}", _NOTE[column])
        setattr(row, f"article_{column}", getattr(kind, f"article_{column}"))
    return row


def _scope(city: City) -> frozenset[str]:
    rows = Municipality.objects.filter(prefecture=city.prefecture)
    return frozenset(rows.values_list("code", flat=True))
