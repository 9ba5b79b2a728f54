"""What people choose by in a city's own list: its columns, read and written.

What staff wrote of a service is marked there, and stays; what a list said, the next one
says anew, or says no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from offices.domain.trait_cell import SaidCell, read_cell
from offices.importing.bulk import CHUNK, chunks
from offices.importing.list_columns import GENERIC
from offices.models import (
    OfficeService,
    SaidBy,
    Trait,
    TraitAnswer,
    TraitKind,
    trait_mark,
)

_OURS = "trait:"
MOST_WORDS = 200
# More is a slip: no year of pay, and no amount a month, is beyond these.
_YEARS = range(2006, 2101)
_MOST_YEN = 9_999_999


def trait_columns(kinds: Iterable[TraitKind]) -> dict[str, str]:
    """Our names for the columns, and how a list writes them."""
    return {_OURS + kind.code: kind.column for kind in kinds if kind.column}


def own_columns() -> dict[str, str]:
    """All columns that a city's own list may have, as its template writes them."""
    return GENERIC | trait_columns(TraitKind.objects.all())


def read_traits(
    cells: Mapping[str, str], kinds: Iterable[TraitKind]
) -> tuple[dict[str, SaidCell], list[str]]:
    """What a row says by the codes of kinds, and the names of unread cells."""
    said, unread = {}, []
    for kind in kinds:
        text = cells.get(_OURS + kind.code, "")
        try:
            cell = read_cell(text, form=kind.form, unit=kind.unit)
        except ValueError:
            unread.append(_OURS + kind.code)
            continue
        if cell is None:
            continue
        is_sound = (cell.amount or 0) <= _MOST_YEN and (cell.year or 2006) in _YEARS
        if is_sound:
            said[kind.code] = cell
        else:
            unread.append(_OURS + kind.code)
    return said, unread


def marked_traits(cells: Mapping[str, str], marks: Collection[str]) -> list[str]:
    """Our names of the columns in which a row says what staff wrote themselves."""
    return [
        name
        for name in cells
        if name.startswith(_OURS) and trait_mark(name.removeprefix(_OURS)) in marks
    ]


def traits_in_words(said: Mapping[str, SaidCell], kinds: Iterable[TraitKind]) -> str:
    """The same for the report, and to see whether a list says something else."""
    return "／".join(
        f"{kind.label}：{_in_words(said[kind.code])}"
        for kind in kinds
        if kind.code in said
    )


def renew_traits(
    told: Collection[tuple[OfficeService, Mapping[str, SaidCell], str]],
    kinds: Sequence[TraitKind],
) -> None:
    """Have services say what a list says of them, but for what staff wrote.

    `told` has each with what its row says, and the day it was checked, if any.
    """
    keys = {kind.code: kind.pk for kind in kinds}
    new = [
        Trait(
            listing=listing,
            kind_id=keys[code],
            answer=cell.answer,
            words=cell.words[:MOST_WORDS],
            amount=cell.amount,
            year=cell.year,
            said_on=date.fromisoformat(day),
            said_by=SaidBy.CITY,
            is_from_list=True,
        )
        for listing, said, day in told
        if day
        for code, cell in said.items()
        if trait_mark(code) not in listing.locked_fields
    ]
    said_anew = {(row.listing_id, row.kind_id) for row in new}
    for part in chunks(listing.pk for listing, _said, _day in told):
        rows = Trait.objects.filter(listing__in=part)
        gone = [
            row.pk
            for row in rows
            if row.is_from_list or (row.listing_id, row.kind_id) in said_anew
        ]
        rows.filter(pk__in=gone).delete()
    Trait.objects.bulk_create(new, batch_size=CHUNK)


def _in_words(cell: SaidCell) -> str:
    answer = TraitAnswer(cell.answer).label if cell.answer else ""
    amount = "" if cell.amount is None else f"{cell.amount}円"
    year = f"{cell.year}年度" if cell.year else ""
    return "、".join(filter(None, [answer, cell.words, amount, year]))
