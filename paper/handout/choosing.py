"""What can be chosen for a handout, in groups, and the choice that a form sends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from guide.held_rows import faq_groups_now, steps_now, terms_now
from offices.directory import FoundOffices
from offices.models import Office
from offices.profile import Profile
from offices.whereabouts import name_here
from paper.domain.basket import Basket, BasketItem, Kind, read_item
from paper.handout.blocks import SHEETS, Block
from services.models import ServiceType
from texts.held import while_unchanged

_PAPERS = (Kind.ASK, Kind.NEXT, Kind.MEMO, Kind.MYSELF, Kind.BLANK_VISIT)


@dataclass(frozen=True, slots=True)
class BlockChoice:
    """One box to tick, with how much of a sheet it fills."""

    item: BasketItem
    name: str
    is_chosen: bool

    @property
    def sheets(self) -> float:
        return SHEETS[self.item.kind]


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Boxes under a heading; a long list is folded until something in it is chosen."""

    code: str
    title: str
    choices: tuple[BlockChoice, ...]
    is_folded: bool = False

    @property
    def is_open(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Compared:
    """One service to compare, ticked where the comparison has it."""

    service: ServiceType
    is_chosen: bool


def groups(basket: Basket, services: Iterable[ServiceType]) -> list[ChoiceGroup]:
    """Everything but the offices and the comparison, in the order of a handout."""

    def boxes(kind: Kind, rows: Iterable[tuple[str, str]]) -> tuple[BlockChoice, ...]:
        items = [(BasketItem(kind, code), name) for code, name in rows]
        return tuple(BlockChoice(item, name, item in basket) for item, name in items)

    def words(*kinds: Kind) -> tuple[BlockChoice, ...]:
        items = [BasketItem(kind) for kind in kinds]
        return tuple(
            BlockChoice(item, Block(item).title, item in basket) for item in items
        )

    steps = [(step.code, f"{step.number} {step.title}") for step in steps_now()]
    faqs = [
        (faq.code, faq.question)
        for group in faq_groups_now()
        for faq in group.faqs.all()
    ]
    terms = [(term.code, term.name) for term in terms_now().values()]
    named = [(service.slug, service.name) for service in services]
    return [
        ChoiceGroup("services", _("サービス"), boxes(Kind.SERVICE, named)),
        ChoiceGroup("papers", _("書きこむ紙"), words(*_PAPERS)),
        ChoiceGroup("money", _("お金と流れ"), words(Kind.CAPS, Kind.STEPS)),
        ChoiceGroup(
            "steps", _("手順を1つずつ"), boxes(Kind.STEP, steps), is_folded=True
        ),
        ChoiceGroup("faq", _("よくある質問"), boxes(Kind.FAQ, faqs), is_folded=True),
        ChoiceGroup(
            "terms", _("ことばの説明"), boxes(Kind.TERM, terms), is_folded=True
        ),
    ]


def compared(basket: Basket, services: Iterable[ServiceType]) -> list[Compared]:
    """The services that can be compared."""
    chosen = {
        code
        for item in basket.items
        if item.kind is Kind.COMPARISON
        for code in item.codes
    }
    return [Compared(service, service.slug in chosen) for service in services]


@while_unchanged(by_language=True)
def _written_by_staff() -> tuple[Office, ...]:
    """In the order of their names in the language of the page."""
    rows = Office.objects.published().written_by_staff()
    return tuple(rows.order_by("order", "name"))


def offices(
    basket: Basket, chosen: Iterable[Block], found: FoundOffices | None
) -> tuple[BlockChoice, ...]:
    """The offices of the basket, those that staff wrote, and those that were found."""
    names = {
        block.item.code: name_here(block.row.office)
        for block in chosen
        if isinstance(block.row, Profile)
    }
    names |= {office.code: name_here(office) for office in _written_by_staff()}
    if found is not None:
        names |= {one.office.code: name_here(one.office) for one in found.results}
    return tuple(
        BlockChoice(item, name, item in basket)
        for code, name in names.items()
        for item in [BasketItem(Kind.OFFICE, code)]
    )


def visits(basket: Basket, listed: Iterable[BlockChoice]) -> tuple[BlockChoice, ...]:
    """A sheet for a visit to each office of the basket."""
    codes = [choice for choice in listed if choice.is_chosen]
    codes += [
        choice
        for choice in listed
        if BasketItem(Kind.VISIT, choice.item.code) in basket and choice not in codes
    ]
    return tuple(
        BlockChoice(item, choice.name, item in basket)
        for choice in codes
        for item in [BasketItem(Kind.VISIT, choice.item.code)]
    )


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a form sent: the basket that it makes, and whether one service is alone."""

    basket: Basket
    is_lonely: bool


def ticked(given: QueryDict, before: Basket) -> Ticked:
    """Those ticked before keep their order, new ones come after them."""
    items = [item for text in given.getlist("i") if (item := read_item(text))]
    slugs = list(dict.fromkeys(given.getlist("c")))
    table = read_item(f"c-{'~'.join(slugs)}") if len(slugs) > 1 else None
    if table:
        items.append(table)
    kept = [
        table if item.kind is Kind.COMPARISON and table else item
        for item in before.items
        if item in items or (table and item.kind is Kind.COMPARISON)
    ]
    basket = Basket(tuple(dict.fromkeys(kept))).with_items(items)
    return Ticked(basket, is_lonely=len(slugs) == 1)
