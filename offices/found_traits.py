"""What is known of traits in a list of offices: fetched with its services, no query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from facts.wording import bracketed, joined, named
from offices.joined_texts import JoinedTexts, Line
from offices.models import OfficeService, SaidBy, Trait, TraitAnswer, TraitKind
from offices.traits import SaidTrait, amount_in_words

# Signs that no text of staff holds, between rows and between their parts.
_ROW, _PART = "\x1e", "\x1f"


@dataclass(frozen=True, slots=True)
class FoundTrait:
    """What is known of one thing at one service, and that it holds on the day."""

    kind: TraitKind
    row: Trait
    service: str

    @property
    def short(self) -> str:
        """As a card says it: 送り迎えあり, 工賃 月15,000円（2025年度）, パンを作る."""
        if self.kind.is_pay:
            return f"{self.kind.yes_words} {amount_in_words(self.kind, self.row)}"
        if self.row.answer == TraitAnswer.YES:
            return self.kind.yes_words
        return "" if self.row.answer else self.row.words

    @property
    def whole(self) -> str:
        """As a cell of a table says it, with who said so and when."""
        said = SaidTrait(self.row, ())
        words = joined(filter(None, [said.in_words, self.row.words]))
        return named(self.service, bracketed(words, said.since))


def said_traits() -> Subquery:
    """The traits of each service as one text, which `found_traits` reads."""
    amounts = [
        Coalesce(Cast(name, CharField()), Value("")) for name in ("amount", "year")
    ]
    names = "kind", "said_on", "said_by", "answer"
    said = JoinedTexts(Line(*names, *amounts, "words", between=_PART), between=_ROW)
    rows = Trait.objects.filter(listing=OuterRef("pk")).order_by()
    return Subquery(rows.values("listing").annotate(said=said).values_list("said"))


def found_traits(
    listings: Sequence[OfficeService], kinds: Sequence[TraitKind], *, on: date
) -> list[FoundTrait]:
    """What is known of the services of an office, in the order of the kinds."""
    told = [(listing, row) for listing in listings for row in _read(listing, kinds)]
    return [
        FoundTrait(kind, row, listing.type.name_here)
        for kind in kinds
        for listing, row in told
        if row.kind_id == kind.pk and row.said_on >= kind.known_since(on=on)
    ]


def on_card(found: Iterable[FoundTrait]) -> list[str]:
    """What a card says of them, each saying once; only what there is."""
    words = (one.short for one in found if one.kind.on_card)
    return list(dict.fromkeys(filter(None, words)))


def _read(listing: OfficeService, kinds: Iterable[TraitKind]) -> Iterator[Trait]:
    by_key = {kind.pk: kind for kind in kinds}
    for text in (listing.told_traits or "").split(_ROW):
        if text:
            kind, day, by, answer, amount, year, words = text.split(_PART)
            yield Trait(
                kind=by_key.get(int(kind)),
                said_on=date.fromisoformat(day),
                said_by=SaidBy(by),
                answer=answer,
                amount=int(amount) if amount else None,
                year=int(year) if year else None,
                words=words,
            )
