"""What is known, of what people choose a place by, and what is left to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from facts.wording import bracketed, fiscal_year, joined, yen
from offices.models import OfficeService, SaidBy, Trait, TraitAnswer, TraitKind
from texts.held import while_unchanged


@while_unchanged()
def trait_kinds() -> tuple[TraitKind, ...]:
    """All that people choose by, in the order of staff."""
    return tuple(TraitKind.objects.all())


@dataclass(frozen=True, slots=True)
class SaidTrait:
    """What is said of one thing, by whom and when, and at which services."""

    row: Trait
    services: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """The short words of staff, and the amount."""
        row = self.row
        words = row.kind.no_words if row.answer == TraitAnswer.NO else ""
        words = row.kind.yes_words if row.answer == TraitAnswer.YES else words
        return joined(filter(None, [words, amount_in_words(row.kind, row)]))

    @property
    def since(self) -> str:
        """Who said so, and when: 事業所、2026年4月1日."""
        day = date_format(self.row.said_on, "DATE_FORMAT")
        return joined([SaidBy(self.row.said_by).label, day])


@dataclass(frozen=True, slots=True)
class KnownTrait:
    """One thing that is known of a place; services that say otherwise are named."""

    kind: TraitKind
    said: tuple[SaidTrait, ...]


def amount_in_words(kind: TraitKind, row: Trait) -> str:
    """月15,000円（2025年度）, 片道100円, or that it costs nothing."""
    if row.amount is None:
        return ""
    if kind.is_pay:
        return pay_in_words(row.amount, row.year)
    if row.amount == 0:
        return _("お金はいりません")
    return _("%(unit)s%(amount)s") % {"unit": kind.unit, "amount": yen(row.amount)}


def pay_in_words(amount: int, year: int | None) -> str:
    """月15,000円（2025年度）."""
    words = _("月%(amount)s") % {"amount": yen(amount)}
    return bracketed(words, fiscal_year(year)) if year else words


def known_traits(
    listings: Sequence[OfficeService], kinds: Iterable[TraitKind], *, on: date
) -> list[KnownTrait]:
    """What is known at the services of one place on the day `on`, kind by kind."""
    found = []
    for kind in kinds:
        asked = [row for row in listings if kind.is_asked_of(row)]
        said = _once(kind, listings, names_all=len(asked) > 1, on=on)
        if said:
            found.append(KnownTrait(kind, said))
    return found


def unknown_kinds(
    listings: Sequence[OfficeService],
    kinds: Iterable[TraitKind],
    known: Iterable[KnownTrait],
) -> list[TraitKind]:
    """What nobody has told of any service there; all, where no service is known."""
    told = {one.kind.pk for one in known}
    return [
        kind
        for kind in kinds
        if kind.pk not in told
        if not listings or any(map(kind.is_asked_of, listings))
    ]


def _once(
    kind: TraitKind, listings: Sequence[OfficeService], *, names_all: bool, on: date
) -> tuple[SaidTrait, ...]:
    """Equal sayings once; where there are several services, each is named."""
    first: dict[tuple, Trait] = {}
    names: dict[tuple, list[str]] = {}
    for listing in listings:
        for row in listing.all_traits:
            if row.kind_id == kind.pk and row.said_on >= kind.known_since(on=on):
                row.kind = kind
                said = (row.answer, row.words, row.amount, row.year)
                first.setdefault(said, row)
                names.setdefault(said, []).append(listing.type.name_here)
    return tuple(
        SaidTrait(row, tuple(names[said]) if names_all else ())
        for said, row in first.items()
    )
