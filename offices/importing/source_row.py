"""One record judged: what it says in a canonical form, and what is odd about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import repeat
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from offices.domain.distance import Point, kilometres
from offices.domain.hours import Hours, HoursFault, read_hours
from offices.domain.normalise import check_digit, phone_display, place_key
from offices.importing.columns import LABELS, PLACES, WAM
from offices.importing.issues import Issue, Rejected
from texts.domain.fold import display, search_key

FAR_KM = 10
Values = tuple[str, ...]
_EXPONENT = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
_DATE_LIKE = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{4}[/-]\d{1,2}[/-]\d{1,2}|[A-Z][a-z]{2}-\d{1,2}|\d{1,2}-[A-Z][a-z]{2}"
)
_TEST = re.compile(r"テスト用|ダミー|テスト事業所|テストデータ")
_NONE = {"", "なし", "無し", "無", "-", "ー", "―"}
_PLAIN_URL = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?:/[!-~]{0,150})?"
)
_url_is_valid = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class TownPoint:
    """A town's name as a key, and where it lies."""

    key: str
    point: Point


@dataclass(frozen=True)
class Lookups:
    """The tables that rows are judged by."""

    municipalities: Mapping[str, str]  # key of the full name -> code
    names: Mapping[str, str]  # code -> full name
    types: Mapping[str, str]  # key of a name or alias -> slug
    codes: Mapping[str, str]  # slug -> WAM number or nothing
    orders: Mapping[str, int]  # slug -> which row names the place
    towns: Mapping[str, Sequence[TownPoint]] = field(default_factory=dict)

    @cached_property
    def prefectures(self) -> frozenset[str]:
        """The first three characters of each, which are enough to tell them apart."""
        return frozenset(name[:3] for name in self.names.values())


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
        text = "\x1f".join(self.values)
        return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()

    @property
    def point(self) -> Point | None:
        """Where the data say it is; a town's middle is too rough to compare."""
        if self["geo_source"] != "data":
            return None
        return Point(float(self["lat"]), float(self["lon"]))

    @property
    def address_key(self) -> str:
        return self["municipality"] + place_key(self["address"])


@lru_cache(maxsize=4_096)
def municipality_key(name: str) -> str:
    return "".join(display(name).split()).replace("ヶ", "ケ")


class RowReader:
    """Judges the records of one file, collecting what is odd about each."""

    def __init__(
        self,
        lookups: Lookups,
        *,
        code_in_name: str = "",
        scope: frozenset[str] | None = None,
        is_wam: bool = True,
    ) -> None:
        self.lookups = lookups
        self.code_in_name = (
            code_in_name if code_in_name in lookups.codes.values() else ""
        )
        self.scope = scope
        self.is_wam = is_wam
        self.issues: list[Issue] = []
        self._where = (0, 0)

    def read(
        self, record: int, line: int, cells: Mapping[str, str]
    ) -> SourceRow | None:
        """A row, or None where it is out of scope; raises `Rejected`."""
        self._where = (record, line)
        municipality = self._municipality(cells)
        if municipality is None:
            return None
        # What is odd about a row that is rejected after all is not told.
        mark = len(self.issues)
        try:
            return self._row(cells, municipality)
        except Rejected:
            del self.issues[mark:]
            raise

    def _row(self, cells: Mapping[str, str], municipality: str) -> SourceRow:
        kind = self._type(cells)
        number = self._office_number(cells)
        name = self._name(cells)
        if _TEST.search(name) or (number and not number[2:].strip("0")):
            raise Rejected("test_record", "name", name)
        source_no = display(cells.get("source_no", ""))
        if not source_no and self.is_wam:
            raise Rejected("source_no_missing", "source_no")
        if not source_no:
            source_no = f"{search_key(name)[:60]}|{municipality}"
        if number and not municipality.startswith(number[:2]):
            self._warn("prefecture_mismatch", "office_number", number)
        for column in ("name", "organization", "address"):
            text = cells.get(column, "").strip()
            if text.startswith(("=", "+", "-", "@")):
                self._warn("formula_like", column, text)
        if "\ufffd" in "".join(cells.values()):
            for column, text in cells.items():
                if "\ufffd" in text:
                    self._warn("replacement_char", column, text)
        values = self._values(cells, name, municipality)
        return SourceRow(
            *self._where,
            kind,
            source_no,
            number,
            tuple(map(values.get, LABELS, repeat(""))),
            tuple(cells),
            tuple(cells.values()),
        )

    # --- what a row needs -----------------------------------------------------

    def _municipality(self, cells: Mapping[str, str]) -> str | None:
        text = cells.get("municipality", "")
        code = self.lookups.municipalities.get(municipality_key(text))
        if code is None:
            if self.scope is not None and self._is_elsewhere(text):
                return None
            raise Rejected("municipality_unknown", "municipality", text)
        return code if self.scope is None or code in self.scope else None

    def _is_elsewhere(self, text: str) -> bool:
        """Whether `text` begins with a prefecture that the scope has no part of."""
        ours = {self.lookups.names[code][:3] for code in self.scope or ()}
        begin = display(text)[:3]
        return begin in self.lookups.prefectures and begin not in ours

    def _type(self, cells: Mapping[str, str]) -> str:
        text = cells.get("type") or cells.get("kind") or ""
        slug = self.lookups.types.get(search_key(text))
        if slug is None:
            raise Rejected("service_unknown", "type", text)
        if self.code_in_name and self.lookups.codes[slug] != self.code_in_name:
            raise Rejected("service_mismatch", "type", text)
        return slug

    def _office_number(self, cells: Mapping[str, str]) -> str:
        text = display(cells.get("office_number", ""))
        corporate = display(cells.get("corporate_number", ""))
        if _EXPONENT.fullmatch(corporate):
            raise Rejected("excel_damage", "corporate_number", corporate)
        if _DATE_LIKE.fullmatch(display(cells.get("address", ""))):
            raise Rejected("excel_damage", "address", cells["address"])
        if re.fullmatch(r"[0-9]{10}", text) or (not text and not self.is_wam):
            return text
        if _EXPONENT.fullmatch(text) or re.fullmatch(r"[1-9][0-9]{8}(\.0+)?", text):
            raise Rejected("excel_damage", "office_number", text)
        raise Rejected("office_number_format", "office_number", text)

    def _name(self, cells: Mapping[str, str]) -> str:
        name = display(cells.get("name", ""))
        if not name:
            raise Rejected("name_missing", "name")
        if len(name) > 100:
            raise Rejected("name_too_long", "name", name)
        return name

    # --- what a row says ------------------------------------------------------

    def _values(
        self, cells: Mapping[str, str], name: str, municipality: str
    ) -> dict[str, str]:
        address = self._address(cells, municipality)
        lat, lon, geo = self._position(cells, municipality, address)
        values = {
            "name": name,
            "reading": _text(cells, "reading", 160),
            "organization": _text(cells, "organization", 100),
            "municipality": municipality,
            "address": address,
            "lat": lat,
            "lon": lon,
            "geo_source": geo,
            "phone": self._phone(cells, "phone", "phone_invalid"),
            "fax": self._phone(cells, "fax", "fax_invalid"),
            "url": self._url(cells, "url"),
            "designated_by": _text(cells, "designated_by", 20),
            "capacity": self._capacity(cells),
            "closed_days": _text(cells, "closed_days", 100),
            "hours_note": _text(cells, "hours_note", 100),
            "organization_reading": _text(cells, "organization_reading", 160),
            "corporate_number": self._corporate_number(cells),
            "organization_municipality": self.lookups.municipalities.get(
                municipality_key(cells.get("organization_municipality", "")), ""
            ),
            "organization_address": _text(cells, "organization_address", 200),
            "organization_phone": phone_display(cells.get("organization_phone", "")),
            "organization_url": self._quiet_url(cells.get("organization_url", "")),
        }
        for day in ("weekday", "sat", "sun", "holiday"):
            values[day] = self._hours(cells, day)
        if not self.is_wam:
            values |= self._of_a_city(cells)
        return values

    def _of_a_city(self, cells: Mapping[str, str]) -> dict[str, str]:
        """What only lists of a city's own have."""
        postal = re.sub(r"\D", "", display(cells.get("postal_code", "")))
        areas = re.split(r"[;；、,]", cells.get("areas", ""))
        codes = [self.lookups.municipalities.get(municipality_key(a)) for a in areas]
        day = display(cells.get("checked_on", "")).replace("/", "-")
        try:
            checked = date.fromisoformat(day).isoformat() if day else ""
        except ValueError:
            checked = ""
        return {
            "postal_code": f"{postal[:3]}-{postal[3:]}" if len(postal) == 7 else "",
            "areas": ";".join(sorted(filter(None, codes))),
            "checked_on": checked,
        }

    def _address(self, cells: Mapping[str, str], municipality: str) -> str:
        text = given = display(cells.get("address", ""))
        full = self.lookups.names[municipality]
        city = full[4 if full[3:4] == "県" else 3 :]
        for prefix in (full, city, re.sub(r"^.+?郡", "", city)):
            if prefix and text.startswith(prefix) and len(text) > len(prefix):
                text = text[len(prefix) :].strip()
                self._warn("address_prefix_stripped", "address", given)
                break
        if text.endswith("なし"):
            text = text.removesuffix("なし").strip()
            self._warn("address_nashi_stripped", "address", given)
        half = _half_of_doubled(text)
        if half:
            self._warn("address_doubled", "address", given)
        return (half or text)[:200]

    def _position(
        self, cells: Mapping[str, str], municipality: str, address: str
    ) -> tuple[str, str, str]:
        """Latitude, longitude and where they are from; a town's middle at worst."""
        texts = [display(cells.get(name, "")) for name in ("lat", "lon")]
        towns = self.lookups.towns.get(municipality, ())
        try:
            lat, lon = (round(float(text), 6) for text in texts)
        except (ValueError, OverflowError):
            self._warn("latlon_missing", "lat", ",".join(texts))
        else:
            if not (20 <= lat <= 46 and 122 <= lon <= 154):
                self._warn("latlon_out_of_japan", "lat", ",".join(texts))
            elif _is_far(Point(lat, lon), towns):
                self._warn("latlon_far_from_municipality", "lat", ",".join(texts))
            else:
                return f"{lat:.6f}", f"{lon:.6f}", "data"
        key = search_key(address)
        town = max(
            (town for town in towns if key.startswith(town.key)),
            key=lambda town: len(town.key),
            default=None,
        )
        if town is None:
            return "", "", "none"
        return f"{town.point.lat:.6f}", f"{town.point.lon:.6f}", "town"

    def _phone(self, cells: Mapping[str, str], column: str, code: str) -> str:
        text = cells.get(column, "").strip()
        shown = phone_display(text)
        if not shown and text not in _NONE:
            self._warn(code, column, text)
        return shown

    def _url(self, cells: Mapping[str, str], column: str) -> str:
        text = cells.get(column, "")
        if not text.strip() or text.strip() in _NONE:
            return ""
        url = self._quiet_url(text)
        if not url:
            self._warn("url_invalid", column, text)
        elif url != text:
            self._warn("url_repaired", column, text)
        return url

    def _quiet_url(self, text: str) -> str:
        """The first address in `text` that a browser can open, or nothing."""
        if not text or (_PLAIN_URL.fullmatch(text) and text.count("http") == 1):
            return text
        words = re.split(r"[\s、,]+", display(text))
        url = re.sub(r"(?<=.)https?://.*$", "", words[0])
        try:
            host = urlsplit(url).hostname or ""
            _url_is_valid(url)
        except (ValueError, ValidationError):
            return ""
        return url if "." in host and len(url) <= 200 else ""

    def _capacity(self, cells: Mapping[str, str]) -> str:
        text = display(cells.get("capacity", ""))
        if not text or text in _NONE:
            return ""
        if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) > 999:
            self._warn("capacity_invalid", "capacity", text)
            return ""
        if int(text) == 0:
            self._warn("capacity_zero", "capacity", text)
            return ""
        return str(int(text))

    def _hours(self, cells: Mapping[str, str], day: str) -> str:
        text = cells.get(day, "")
        if not text:
            opens, closes = cells.get(f"{day}_opens"), cells.get(f"{day}_closes")
            text = f"{opens}-{closes}" if opens or closes else ""
        found = read_hours(text)
        if isinstance(found, HoursFault):
            self._warn(found.value, day, text)
        return str(found) if isinstance(found, Hours) else ""

    def _corporate_number(self, cells: Mapping[str, str]) -> str:
        text = display(cells.get("corporate_number", ""))
        if not text:
            self._warn("corporate_number_missing", "corporate_number")
            return ""
        if re.fullmatch(r"[0-9]{12}", text):
            # A register number: the corporate number is its check digit before it.
            self._warn("corporate_number_invalid", "corporate_number", text)
            return check_digit(text) + text
        if not re.fullmatch(r"[0-9]{13}", text):
            self._warn("corporate_number_invalid", "corporate_number", text)
            return ""
        if check_digit(text[1:]) != text[0]:
            self._warn("corporate_number_checkdigit", "corporate_number", text)
            return ""
        return text

    def _warn(self, code: str, column: str = "", value: str = "") -> None:
        self.issues.append(Issue(*self._where, code, WAM.get(column, column), value))


def _text(cells: Mapping[str, str], name: str, length: int) -> str:
    return display(cells.get(name, ""))[:length]


def _half_of_doubled(text: str) -> str:
    """The address that `text` writes twice in a row, or nothing."""
    start = text.find(text[:2], 2) if len(text) >= 6 else -1
    while start > 0:
        first, second = text[:start].strip(), text[start:].strip()
        if place_key(first) == place_key(second):
            return first
        start = text.find(text[:2], start + 1)
    return ""


def _is_far(point: Point, towns: Iterable[TownPoint]) -> bool:
    """Whether no town of the municipality is near; unknown towns say nothing."""
    towns = list(towns)
    if not towns:
        return False
    return all(kilometres(point, town.point) > FAR_KM for town in towns)
