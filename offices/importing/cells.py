"""What single cells say, in a canonical form; what cannot be read is empty and told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from offices.domain.distance import Point, kilometres
from offices.domain.hours import Hours, HoursFault, ends_at_midnight, read_hours
from offices.domain.normalise import check_digit, phone_display, place_key
from offices.importing.issues import Issue
from offices.importing.list_columns import LABELS, WAM
from offices.importing.lookups import Lookups, TownPoint
from texts.domain.fold import display, search_key
from texts.domain.kana import is_reading

FAR_KM = 10

_NONE = {"", "なし", "無し", "無", "-", "ー", "―"}

# As a spreadsheet leaves a number: figures only, and none of them a 0 in front.
_LOST_ZERO = re.compile(r"[1-9][0-9]{8,9}")
_PART_OF_DAY = re.compile(r"0\.[0-9]+")

_PLAIN_URL = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?:/[!-~]{0,150})?"
)

_url_is_valid = URLValidator(schemes=["http", "https"])


class CellReader:
    """Reads the cells of a row one by one, collecting what is odd about each."""

    def __init__(self, lookups: Lookups, headers: Mapping[str, str]) -> None:
        self.lookups = lookups
        self.headers = headers
        self.issues: list[Issue] = []
        self._where = (0, 0)

    def header_of(self, column: str) -> str:
        """How the file names one of our columns."""
        named = self.headers or WAM
        return named.get(column) or LABELS.get(column, column)

    def _has(self, column: str) -> bool:
        """Whether the file has a column; what it has not is not told row by row."""
        return not self.headers or column in self.headers

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
        return self._cut(half or text, "address", 200)

    def _position(
        self, cells: Mapping[str, str], municipality: str, address: str
    ) -> tuple[str, str, str]:
        """Latitude, longitude and where they are from; a town's middle at worst."""
        texts = [display(cells.get(name, "")) for name in ("lat", "lon")]
        towns = self.lookups.towns.get(municipality, ())
        try:
            lat, lon = (round(float(text), 6) for text in texts)
        except (ValueError, OverflowError):
            if self._has("lat"):
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

    def _reading(self, cells: Mapping[str, str], column: str) -> str:
        text = self._text(cells, column, 160)
        if is_reading(text):
            return text
        self._warn("reading_invalid", column, text)
        return ""

    def _phone(self, cells: Mapping[str, str], column: str, code: str) -> str:
        text = cells.get(column, "").strip()
        shown = phone_display(text)
        if shown or text in _NONE:
            return shown
        if _LOST_ZERO.fullmatch(text) and (shown := phone_display(f"0{text}")):
            self._warn("phone_zero_added", column, text)
            return shown
        self._warn(code, column, text)
        return ""

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
            opens, closes = (
                self._clock(cells, f"{day}_{side}") for side in ("opens", "closes")
            )
            text = f"{opens}-{closes}" if opens or closes else ""
        found = read_hours(text)
        if isinstance(found, HoursFault):
            self._warn(found.value, day, text)
        elif found and ends_at_midnight(text):
            self._warn("hours_midnight", day, text)
        return str(found) if isinstance(found, Hours) else ""

    def _clock(self, cells: Mapping[str, str], column: str) -> str:
        """A time of day; as a part of the day where Excel keeps it so."""
        text = display(cells.get(column, ""))
        if not _PART_OF_DAY.fullmatch(text):
            return text
        self._warn("hours_serial", column, text)
        minutes = round(float(text) * 24 * 60)
        return f"{minutes // 60}:{minutes % 60:02}"

    def _corporate_number(self, cells: Mapping[str, str]) -> str:
        text = display(cells.get("corporate_number", ""))
        if not text:
            if self._has("corporate_number"):
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

    def _text(self, cells: Mapping[str, str], column: str, length: int) -> str:
        return self._cut(display(cells.get(column, "")), column, length)

    def _cut(self, text: str, column: str, length: int) -> str:
        """What a column of the database holds of `text`; the rest is told."""
        if len(text) > length:
            self._warn("text_cut", column, f"{length}字まで：「{text}」")
        return text[:length]

    def _warn(self, code: str, column: str = "", value: str = "") -> None:
        self.issues.append(Issue(*self._where, code, self.header_of(column), value))


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
