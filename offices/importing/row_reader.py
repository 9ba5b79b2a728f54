"""One record judged: a row that can be imported, or why it cannot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import repeat
from types import MappingProxyType

from offices.importing.coverage import Coverage
from offices.importing.issues import Rejected
from offices.importing.list_columns import LABELS
from offices.importing.lookups import Lookups, municipality_key
from offices.importing.own_list import OwnListReader
from offices.importing.source_row import SourceRow, Values
from offices.models import TraitKind
from texts.domain.fold import display, search_key

_EXPONENT = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")

_DATE_LIKE = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{4}[/-]\d{1,2}[/-]\d{1,2}|[A-Z][a-z]{2}-\d{1,2}|\d{1,2}-[A-Z][a-z]{2}"
)

_TEST = re.compile(r"テスト用|ダミー|テスト事業所|テストデータ")


_ANY = Coverage()
# What a cell says whose formula failed, or whose column was too narrow when saved.
_ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)", re.IGNORECASE
)
# Nobody can do without these.
_NEEDED = frozenset("source_no type name office_number municipality address".split())
# Beside U+FFFD, characters that only one machine knew.
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff]")


class RowReader(OwnListReader):
    """Judges the records of one file, collecting what is odd about each."""

    def __init__(
        self,
        lookups: Lookups,
        *,
        coverage: Coverage = _ANY,
        scope: frozenset[str] | None = None,
        is_wam: bool = True,
        headers: Mapping[str, str] = MappingProxyType({}),
        on: date | None = None,
        kinds: Sequence[TraitKind] = (),
    ) -> None:
        """`headers` name our columns in the file; no day after `on` has been yet."""
        super().__init__(lookups, is_wam=is_wam, headers=headers, on=on, kinds=kinds)
        self.coverage = coverage
        self.scope = scope

    def read(
        self, record: int, line: int, cells: Mapping[str, str]
    ) -> SourceRow | None:
        """A row, or None where it is out of scope; raises `Rejected`."""
        self._where = (record, line)
        # What is odd about a row that is rejected after all is not told.
        mark = len(self.issues)
        try:
            cells = self._without_errors(cells)
            if not self.is_wam:
                cells = self._split(cells)
            municipality = self._municipality(cells)
            if municipality is None:
                del self.issues[mark:]
                return None
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
        if len(source_no) > 80:
            raise Rejected("source_no_too_long", "source_no", source_no)
        if not source_no:
            source_no = f"{name_key(name)}|{municipality}"
        if number and not municipality.startswith(number[:2]):
            self._warn("prefecture_mismatch", "office_number", number)
        for column in ("name", "organization", "address"):
            text = cells.get(column, "").strip()
            if text.startswith(("=", "+", "-", "@")):
                self._warn("formula_like", column, text)
        if _UNREADABLE.search("".join(cells.values())):
            for column, text in cells.items():
                if _UNREADABLE.search(text):
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

    def _without_errors(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        wrong = [
            column
            for column, text in cells.items()
            if text[:1] == "#" and _ERROR.fullmatch(text.strip())
        ]
        for column in wrong:
            if column in _NEEDED:
                raise Rejected("cell_error", column, cells[column])
            self._warn("cell_error_emptied", column, cells[column])
        return {k: v for k, v in cells.items() if k not in wrong} if wrong else cells

    def _municipality(self, cells: Mapping[str, str]) -> str | None:
        text = cells.get("municipality", "")
        code = self._code(text)
        if code is None:
            if self.scope is not None and self._is_elsewhere(text):
                return None
            reason = "municipality_unknown" if text.strip() else "municipality_missing"
            raise Rejected(reason, "municipality", text)
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
        if slug not in self.coverage:
            raise Rejected(self.coverage.reason, "type", text)
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
            "reading": self._reading(cells, "reading"),
            "organization": self._text(cells, "organization", 100),
            "municipality": municipality,
            "address": address,
            "lat": lat,
            "lon": lon,
            "geo_source": geo,
            "phone": self._phone(cells, "phone", "phone_invalid"),
            "fax": self._phone(cells, "fax", "fax_invalid"),
            "url": self._url(cells, "url"),
            "designated_by": self._text(cells, "designated_by", 20),
            "capacity": self._capacity(cells),
            "closed_days": self._text(cells, "closed_days", 100),
            "hours_note": self._text(cells, "hours_note", 100),
            "organization_reading": self._reading(cells, "organization_reading"),
            "corporate_number": self._corporate_number(cells),
            "organization_municipality": self._organization_municipality(cells),
            "organization_address": self._text(cells, "organization_address", 200),
            "organization_phone": self._phone(
                cells, "organization_phone", "phone_invalid"
            ),
            "organization_url": self._url(cells, "organization_url"),
        }
        for day in ("weekday", "sat", "sun", "holiday"):
            values[day] = self._hours(cells, day)
        if not self.is_wam:
            values |= self._of_a_city(cells)
        return values

    def _organization_municipality(self, cells: Mapping[str, str]) -> str:
        text = cells.get("organization_municipality", "")
        code = self.lookups.municipalities.get(municipality_key(text), "")
        if text.strip() and not code:
            column = "organization_municipality"
            self._warn("organization_municipality_unknown", column, text)
        return code


def name_key(name: str) -> str:
    """By which a row without a number is known, with its municipality."""
    return search_key(name)[:60]


def read_again(reader: RowReader, raw: Mapping[str, str]) -> Values | None:
    try:
        row = reader.read(0, 0, raw)
    except Rejected:
        return None
    return row.values if row else None
