"""The blocks of a handout: what is chosen, with the rows that the pages show too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fees.caps import caps_table
from guide.held_rows import steps_now
from guide.models import Faq, GlossaryTerm
from offices.profile import profiles_of
from offices.whereabouts import name_here
from paper.domain.basket import Basket, BasketItem, Kind
from paper.handout.forms import Look
from services.catalogue import services_on
from services.comparison import compare
from texts.languages import Language

# How much of an A4 sheet a block fills in Japanese at 12 pt: measured, see the tests.
SHEETS = {
    Kind.SERVICE: 0.5,
    Kind.COMPARISON: 0.5,
    Kind.STEP: 0.4,
    Kind.OFFICE: 0.22,
    Kind.FAQ: 0.2,
    Kind.TERM: 0.15,
    Kind.VISIT: 0.7,
    Kind.STEPS: 0.65,
    Kind.CAPS: 1.5,
    Kind.ASK: 0.15,
    Kind.NEXT: 0.15,
    Kind.MEMO: 0.2,
    Kind.MYSELF: 0.5,
    Kind.BLANK_VISIT: 0.65,
}
# What every sheet has besides: its title, and what it says of itself at its end.
FRAME_SHEETS = 0.3
# More are hard to read at once: then there is advice.
MOST_SHEETS = 2
Finder = Callable[[list[str], date], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its item and its row, None where it needs none."""

    item: BasketItem
    row: object = None

    @property
    def template(self) -> str:
        return f"paper/handout/blocks/{self.item.kind.name.lower()}.html"

    @property
    def sheets(self) -> float:
        # A comparison grows with its columns.
        columns = len(self.item.codes) / 2
        is_table = self.item.kind is Kind.COMPARISON
        return SHEETS[self.item.kind] * (columns if is_table else 1)

    @property
    def title(self) -> str:
        """What the block is called, in the language that is being spoken."""
        return _TITLES[self.item.kind](self.row)


_TITLES: dict[Kind, Callable[..., str]] = {
    Kind.SERVICE: lambda service: service.name,
    Kind.COMPARISON: lambda table: _("くらべる表（%(names)s）")
    % {"names": "・".join(one.short_name for one in table.services)},
    Kind.STEP: lambda step: _("手順%(number)s　%(title)s")
    % {"number": step.number, "title": step.title},
    Kind.OFFICE: lambda profile: name_here(profile.office),
    Kind.FAQ: lambda faq: faq.question,
    Kind.TERM: lambda term: term.name,
    Kind.VISIT: lambda profile: _("見学シート（%(name)s）")
    % {"name": name_here(profile.office)},
    Kind.STEPS: lambda steps: _("使うまでの流れ"),
    Kind.CAPS: lambda table: _("1か月にはらう額の上限"),
    Kind.ASK: lambda row: _("市役所で聞くこと"),
    Kind.NEXT: lambda row: _("つぎの予定"),
    Kind.MEMO: lambda row: _("メモ"),
    Kind.MYSELF: lambda row: _("自分のことシート"),
    Kind.BLANK_VISIT: lambda row: _("見学シート"),
}


@dataclass(frozen=True, slots=True)
class FoundBlocks:
    """The blocks of a basket in its order, and the items for which there is no row."""

    blocks: tuple[Block, ...]
    missing: tuple[BasketItem, ...]

    @property
    def basket(self) -> Basket:
        return Basket(tuple(block.item for block in self.blocks))

    @property
    def sheets(self) -> float:
        return sum(block.sheets for block in self.blocks) + FRAME_SHEETS


def blocks_of(basket: Basket, *, on: date) -> FoundBlocks:
    """The blocks of `basket` as of that day; a few queries for each kind in it."""
    wanted: dict[Kind, list[str]] = {}
    for item in basket.items:
        wanted.setdefault(item.kind, []).append(item.code)
    rows = {
        kind: _FINDERS[kind](codes, on)
        for kind, codes in wanted.items()
        if kind in _FINDERS
    }
    blocks, missing = [], []
    for item in basket.items:
        if item.kind not in _FINDERS:
            blocks.append(Block(item))
        elif row := rows[item.kind].get(item.code):
            blocks.append(Block(item, row))
        else:
            missing.append(item)
    return FoundBlocks(tuple(blocks), tuple(missing))


def _services(slugs: list[str], day: date) -> Mapping[str, object]:
    rows = services_on(day=day)
    return {service.slug: service for service in rows if service.slug in slugs}


def _comparisons(codes: list[str], day: date) -> Mapping[str, object]:
    """Only what differs: a table of all fifteen questions is a page of its own."""
    tables = {code: compare(code.split("~"), on=day) for code in codes}
    return {code: table for code, table in tables.items() if table.is_enough}


def _steps(codes: list[str], day: date) -> Mapping[str, object]:
    return {step.code: step for step in steps_now() if step.code in codes}


def _all_steps(codes: list[str], day: date) -> Mapping[str, object]:
    return {"": list(steps_now())}


def _profiles(codes: list[str], day: date) -> Mapping[str, object]:
    return {profile.office.code: profile for profile in profiles_of(codes, on=day)}


def _faqs(codes: list[str], day: date) -> Mapping[str, object]:
    rows = Faq.objects.published().filter(code__in=codes)
    return {faq.code: faq for faq in rows.select_related("source")}


def _terms(codes: list[str], day: date) -> Mapping[str, object]:
    rows = GlossaryTerm.objects.published().filter(code__in=codes)
    return {term.code: term for term in rows.select_related("source")}


def _caps(codes: list[str], day: date) -> Mapping[str, object]:
    return {"": caps_table(on=day)}


_FINDERS: dict[Kind, Finder] = {
    Kind.SERVICE: _services,
    Kind.COMPARISON: _comparisons,
    Kind.STEP: _steps,
    Kind.STEPS: _all_steps,
    Kind.OFFICE: _profiles,
    Kind.VISIT: _profiles,
    Kind.FAQ: _faqs,
    Kind.TERM: _terms,
    Kind.CAPS: _caps,
}


def total_sheets(blocks: Iterable[Block], look: Look) -> tuple[int, bool]:
    """About how many sheets, and whether that is more than two."""
    one = sum(height(block, look) for block in blocks)
    whole = max(1, round(one + FRAME_SHEETS * _growth(look) + 0.2))
    return whole, whole > MOST_SHEETS


def height(block: Block, look: Look) -> float:
    """About how much of a sheet a block fills as it is to look.

    Measured: readings make lines a third higher, and room grows with the letters by
    less than their square, because much of a sheet is not text.
    """
    length = sum(_length(language) for language in look.languages)
    return block.sheets * length * _growth(look)


def _growth(look: Look) -> float:
    return (1.35 if look.furigana else 1) * (look.size / 12) ** 1.4


def _length(language: Language) -> float:
    """How long a text is, compared with the Japanese."""
    if language.is_source:
        return 1
    return 1.2 if language.is_japanese else 1.5
