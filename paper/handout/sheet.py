"""One context for the sheet: preview, print and PDF are made of the same parts."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from guide.context import Frame
from paper.domain.basket import BasketItem, Kind
from paper.handout.blocks import Block, total_sheets
from paper.handout.forms import Look, Texts
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


@dataclass(frozen=True, slots=True)
class Documents:
    """Every document that the blocks stand on; those after `first` for the screen."""

    first: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What is shown, printed and made a PDF: finished parts, and how they look."""

    look: Look
    texts: Texts
    parts: tuple[Part, ...]
    states: tuple[tuple[Language, PageState], ...]
    sheets: int
    is_long: bool
    documents: tuple[tuple[Language, Documents], ...]

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
            frame = Frame(request)
            columns.append(
                [_side(block, language, texts, frame, number) for block in blocks]
            )
            documents.append((language, _documents(frame)))
        if not language.is_source:
            states.append((language, notes.state(language)))
    sheets, is_long = total_sheets(blocks, look)
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
            )
            for place, (block, *sides) in enumerate(zip(blocks, *columns, strict=True))
        ),
        tuple(states),
        sheets,
        is_long,
        tuple(
            (language, _fitting(names, language, is_short=sheets == 1))
            for language, names in documents
            if names
        ),
    )


def _documents(frame: Frame) -> list[str]:
    """The documents that the blocks stand on, those of most facts first."""
    found = sorted(frame.documents, key=lambda document: -len(document.checks))
    return [str(document.source) for document in found]


def _fitting(names: list[str], language: Language, *, is_short: bool) -> Documents:
    """The names of documents, parted where a single sheet has no more room."""
    room = _ROOM * (1 if language.is_japanese else 2) if is_short else sys.maxsize
    ends = list(accumulate(len(name) + 1 for name in names))
    number = max(1, sum(end <= room for end in ends))
    return Documents(tuple(names[:number]), tuple(names[number:]))


def _halves(blocks: list[Block]) -> set[int]:
    """The places of narrow blocks that stand beside another one."""
    halves: set[int] = set()
    for place, (one, other) in enumerate(pairwise(blocks)):
        if place not in halves and {one.item.kind, other.item.kind} <= _NARROW:
            halves |= {place, place + 1}
    return halves


def _side(
    block: Block, language: Language, texts: Texts, frame: Frame, number: int
) -> Side:
    context = {
        "block": block,
        "row": block.row,
        "texts": texts,
        "frame": frame,
        "is_sheet": True,
        "anchor": f"{block.item}-{number}".replace("~", "-"),
    }
    return Side(language, render_to_string(block.template, context))
