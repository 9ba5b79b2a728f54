"""What lists of a city's own say otherwise than published data do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from offices.importing.cells import CellReader
from offices.importing.issues import Rejected
from offices.importing.lookups import Lookups, municipality_key
from offices.importing.trait_columns import MOST_WORDS, read_traits, traits_in_words
from offices.models import TraitKind
from texts.domain.fold import display, hyphens
from texts.domain.written_day import read_day, read_serial_day

# Before there were lists of this kind.
_FIRST_DAY = date(2000, 1, 1)


class OwnListReader(CellReader):
    """Reads municipalities by their short names, and the columns of such lists."""

    def __init__(
        self,
        lookups: Lookups,
        *,
        is_wam: bool,
        headers: Mapping[str, str],
        on: date | None,
        kinds: Sequence[TraitKind],
    ) -> None:
        super().__init__(lookups, headers)
        self.kinds = kinds
        self.is_wam = is_wam
        self.day = on

    def _split(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """A cell with a whole address as municipality and the rest."""
        text = display(cells.get("municipality", ""))
        if not text or self._codes(text):
            return cells
        ends = [end for end in range(len(text), 1, -1) if self._codes(text[:end])]
        if not ends:
            return cells
        city, rest = text[: ends[0]], text[ends[0] :].strip()
        address = display(cells.get("address", ""))
        if address:
            self._warn("municipality_split", "municipality", text)
        if rest in address:
            return {**cells, "municipality": city}
        return {**cells, "municipality": city, "address": f"{rest}{address}"}

    def _codes(self, text: str) -> frozenset[str]:
        """The municipalities that `text` may name; one at most of published data."""
        key = municipality_key(text)
        code = self.lookups.municipalities.get(key)
        if code or self.is_wam:
            return frozenset(filter(None, [code]))
        return self.lookups.short_names.get(key, frozenset())

    def _code(self, text: str) -> str | None:
        codes = self._codes(text)
        if len(codes) < 2:
            return next(iter(codes), None)
        near = {code for code in codes if code[:2] == self.lookups.own_prefecture}
        if len(near) != 1:
            raise Rejected("municipality_unclear", "municipality", text)
        [code] = near
        told = f"{text}：{self.lookups.names[code]}"
        self._warn("municipality_guessed", "municipality", told)
        return code

    # --- what only lists of a city's own have -----------------------------------

    def _of_a_city(self, cells: Mapping[str, str]) -> dict[str, str]:
        day = self._checked_on(cells)
        return {
            "postal_code": self._postal_code(cells),
            "areas": ";".join(sorted(set(self._areas(cells)))),
            "checked_on": day,
            "traits": self._traits(cells, day) if self.kinds else "",
        }

    def _traits(self, cells: Mapping[str, str], day: str) -> str:
        """What people choose by, in words; each needs the day on which it was so."""
        said, unread = read_traits(cells, self.kinds)
        for column in unread:
            self._warn("trait_unread", column, cells[column])
        if said and not day:
            self._warn("trait_without_day", "checked_on")
            return ""
        for cell in said.values():
            self._cut(cell.words, "traits", MOST_WORDS)
        return traits_in_words(said, self.kinds)

    def _postal_code(self, cells: Mapping[str, str]) -> str:
        text = display(cells.get("postal_code", ""))
        digits = re.sub(r"[-〒\s]", "", hyphens(text))
        if re.fullmatch(r"[0-9]{7}", digits):
            return f"{digits[:3]}-{digits[3:]}"
        if text:
            self._warn("postal_code_invalid", "postal_code", text)
        return ""

    def _areas(self, cells: Mapping[str, str]) -> Iterator[str]:
        for name in re.split(r"[;；、,，\n]", cells.get("areas", "")):
            if not name.strip():
                continue
            try:
                code = self._code(name)
            except Rejected:
                code = None
            if code:
                yield code
            else:
                self._warn("area_unknown", "areas", name)

    def _checked_on(self, cells: Mapping[str, str]) -> str:
        """The day, or nothing where none is given; a wrong one is not replaced."""
        text = display(cells.get("checked_on", ""))
        if not text:
            if "checked_on" in self.headers:
                self._warn("checked_on_missing", "checked_on")
            return ""
        day = read_day(text)
        if day is None and (day := read_serial_day(text)):
            self._warn("checked_on_serial", "checked_on", f"{text}：{day}")
        if day is None or day < _FIRST_DAY:
            raise Rejected("checked_on_unreadable", "checked_on", text)
        if self.day and day > self.day:
            raise Rejected("checked_on_future", "checked_on", text)
        return day.isoformat()
