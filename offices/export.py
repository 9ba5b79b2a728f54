"""Results as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facts.wording import joined
from offices.directory import FoundOffice, OfficeSpan
from offices.found_traits import found_traits
from offices.models import TellsSection, TraitKind
from offices.office_words import period_in_words
from offices.section import Ways, ways_to
from texts.spreadsheet import csv_lines as table_lines


def csv_lines(
    results: Iterable[FoundOffice],
    *,
    url: Callable[[str], str],
    site: TellsSection,
    kinds: Sequence[TraitKind],
    on: date,
) -> Iterator[str]:
    """The lines of a CSV file; `url` makes an address of our own a full one."""
    head: list[object] = [*_columns(), *(kind.label for kind in kinds)]
    table = (
        [
            *_cells(result, ways_to(result.office, site), url),
            *_traits(result, kinds, on=on),
        ]
        for result in results
    )
    yield from table_lines(chain([head], table))


def _columns() -> list[str]:
    return [
        _("番号"), _("名前"), _("よみがな"), _("種類"), _("サービス"), _("定員"),
        _("事業所番号"), _("郵便番号"), _("住所"), _("電話"), _("FAX"), _("メール"),
        _("ホームページ"), _("平日"), _("土曜日"), _("運営"), _("距離（km）"),
        _("位置"), _("データの時点"), _("出典"), _("くわしいページ"),
    ]  # fmt: skip


def _cells(result: FoundOffice, ways: Ways, url: Callable[[str], str]) -> list[object]:
    office, listings = result.office, result.listings
    unknown = _("わかりません")
    source = office.imported_from
    periods = sorted({row.last_period for row in listings})
    capacities = [
        ngettext("%(service)s %(number)s人", "%(service)s %(number)s人", row.capacity)
        % {"service": row.type.name_here, "number": row.capacity}
        if row.capacity
        else _("%(service)s わかりません") % {"service": row.type.name_here}
        for row in listings
    ]
    phone = ways.phone
    if ways.is_main_phone:
        phone += _("（市役所の代表番号）")
    position = _("おおよその位置") if result.is_rough else _("公表データ")
    return [
        result.number,
        office.name,
        office.reading or unknown,
        office.kind.name,
        joined(row.type.name_here for row in listings) or office.kind.name,
        joined(capacities) or unknown,
        joined(dict.fromkeys(r.office_number for r in listings if r.office_number))
        or unknown,
        ways.postal_code or unknown,
        office.full_address or unknown,
        phone or unknown,
        ways.fax or unknown,
        ways.email or unknown,
        office.url or unknown,
        ways.hours or _span(result.weekday) or unknown,
        _span(result.saturday) or unknown,
        office.organization or unknown,
        "" if result.km is None else f"{result.km:.1f}",
        position if result.point else unknown,
        joined(map(period_in_words, periods)) or f"{office.checked_on:%Y-%m-%d}",
        source.attribution if source else "",
        url(reverse("offices:office", args=[office.code])),
    ]


def _traits(
    result: FoundOffice, kinds: Sequence[TraitKind], *, on: date
) -> list[object]:
    """What is known, of what people choose by; a column for each."""
    found = found_traits(result.listings, kinds, on=on)
    said = {kind.pk: [one.whole for one in found if one.kind is kind] for kind in kinds}
    return [joined(words) or _("わかりません") for words in said.values()]


def _span(span: OfficeSpan | None) -> str:
    if span is None:
        return ""
    text = joined(
        _("%(opens)s〜%(closes)s")
        % {"opens": f"{hours.opens:%H:%M}", "closes": f"{hours.closes:%H:%M}"}
        for hours in span.spans
    )
    return (
        _("%(hours)s（サービスによってちがう）") % {"hours": text}
        if span.varies
        else text
    )
