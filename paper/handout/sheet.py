"""One context for the sheet: preview, print and PDF are made of the same parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from guide.context import Frame
from paper.domain.basket import BasketItem, Kind
from paper.handout.blocks import MOST_SHEETS, Block, height, total_sheets
from paper.handout.ends import SaidOnce
from paper.handout.forms import Look, Texts
from paper.handout.turns import SheetPlan
from texts.languages import Language, speaking
from texts.requests import Request
from texts.translations import PageState, noting

# Blocks that need no more than half of the width: of these, two stand side by side.
_NARROW = {Kind.ASK, Kind.NEXT, Kind.MEMO}
# Blocks that can be read in half of the width: of these, two languages do. A table of
# several columns cannot, nor anything in the largest letters.
_BESIDE = {*_NARROW, Kind.SERVICE, Kind.OFFICE, Kind.FAQ, Kind.TERM}
_LARGE = 18
# How many letters of documents a single sheet has room for: measured, see the tests.
_ROOM = 70
# A part that fills more of a sheet goes on over two: else the one before is empty.
_TALL = 0.6
# Of several sheets: eight lines at most; the site names all of them.
_ROOM_OF_MANY = 400


@dataclass(frozen=True, slots=True)
class Side:
    """A part in one of the sheet's languages."""

    language: Language
    html: SafeString


@dataclass(frozen=True, slots=True)
class Part:
    """A block in every language of the sheet: side by side, or one after the other."""

    kind: str
    sides: tuple[Side, ...]
    is_half: bool = False
    is_beside: bool = False
    is_tall: bool = False


@dataclass(frozen=True, slots=True)
class Documents:
    """Every document that the blocks stand on; those after `first` for the screen.

    `ends` is what its blocks say once for all, `unknown` what nobody knows of a place.
    """

    first: tuple[str, ...]
    others: tuple[str, ...]
    ends: SaidOnce
    unknown: str


@dataclass
class Sheet:
    """What is shown, printed and made a PDF: finished parts, and how they look.

    `plan` comes when the finished sheet has been measured; before, and where it cannot
    be, the number of sheets is an `estimate`.
    """

    look: Look
    texts: Texts
    parts: tuple[Part, ...]
    states: tuple[tuple[Language, PageState], ...]
    estimate: int
    documents: tuple[tuple[Language, Documents], ...]
    plan: SheetPlan | None = None

    @property
    def sheets(self) -> int:
        return self.plan.sheets if self.plan else self.estimate

    @property
    def is_long(self) -> bool:
        return self.sheets > MOST_SHEETS

    @property
    def is_double(self) -> bool:
        return len(self.look.languages) > 1

    @cached_property
    def notes(self) -> list[tuple[Language, PageState]]:
        """The translations of which a reader must know something."""
        return [(one, state) for one, state in self.states if not state.is_current]


def sheet_of(
    blocks: Iterable[Block], look: Look, texts: Texts, request: Request
) -> Sheet:
    """Every block in every language; an appointment that was typed is always there."""
    blocks = list(blocks)
    kinds = {block.item.kind for block in blocks}
    if texts.has_appointment and Kind.NEXT not in kinds:
        blocks.insert(0, Block(BasketItem(Kind.NEXT)))
    if texts.questions and Kind.ASK not in kinds:
        blocks.append(Block(BasketItem(Kind.ASK)))
    columns, states, documents = [], [], []
    for number, language in enumerate(look.languages):
        with speaking(language), noting() as notes:
            around = _InLanguage(language, texts, Frame(request), number)
            columns.append([_side(block, around) for block in blocks])
            ends = around.ends
            names = _documents(around.frame)
            documents.append((language, names, ends, ends.unknown_words))
        if not language.is_source:
            states.append((language, notes.state(language)))
    sheets, _ = total_sheets(blocks, look)
    is_double, is_large = len(columns) > 1, look.size >= _LARGE
    halves = set() if is_double or is_large else _halves(blocks)
    return Sheet(
        look,
        texts,
        tuple(
            Part(
                block.item.kind.name.lower(),
                tuple(sides),
                is_half=place in halves,
                is_beside=is_double and not is_large and block.item.kind in _BESIDE,
                is_tall=height(block, look) > _TALL,
            )
            for place, (block, *sides) in enumerate(zip(blocks, *columns, strict=True))
        ),
        tuple(states),
        sheets,
        tuple(
            (language, _fitting(names, ends, words, language, is_short=sheets == 1))
            for language, names, ends, words in documents
            # Two kinds of Japanese name the same documents: once is enough.
            if (names or ends.has_any)
            and (language.is_source or not language.is_japanese or not is_double)
        ),
    )


def _documents(frame: Frame) -> list[str]:
    """The documents that the blocks stand on, those of most facts first."""
    found = sorted(frame.documents, key=lambda document: -len(document.checks))
    return [str(document.source) for document in found]


def _fitting(
    names: list[str],
    ends: SaidOnce,
    unknown: str,
    language: Language,
    *,
    is_short: bool,
) -> Documents:
    """The names of documents, parted where paper has no more room for them."""
    room = (_ROOM if is_short else _ROOM_OF_MANY) * (1 if language.is_japanese else 2)
    lengths = list(accumulate(len(name) + 1 for name in names))
    number = max(1, sum(length <= room for length in lengths))
    return Documents(tuple(names[:number]), tuple(names[number:]), ends, unknown)


def _halves(blocks: list[Block]) -> set[int]:
    """The places of narrow blocks that stand beside another one."""
    halves: set[int] = set()
    for place, (one, other) in enumerate(pairwise(blocks)):
        if place not in halves and {one.item.kind, other.item.kind} <= _NARROW:
            halves |= {place, place + 1}
    return halves


@dataclass(frozen=True, slots=True)
class _InLanguage:
    """What all blocks of one language have in common; `ends` is said at the end."""

    language: Language
    texts: Texts
    frame: Frame
    number: int
    ends: SaidOnce = field(default_factory=SaidOnce)


def _side(block: Block, around: _InLanguage) -> Side:
    context = {
        "block": block,
        "row": block.row,
        "texts": around.texts,
        "frame": around.frame,
        "ends": around.ends,
        "is_sheet": True,
        "anchor": f"{block.item}-{around.number}".replace("~", "-"),
    }
    return Side(around.language, render_to_string(block.template, context))
