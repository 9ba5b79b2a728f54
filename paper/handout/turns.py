"""Where the sheets of a handout end: measured as its PDF is set, and held to in print.

A browser sets the same sheet a little otherwise. So the PDF leaves some millimetres
free at the foot of a sheet, which print has besides, and print begins each sheet with
the piece that begins it in the PDF: as many come out of both.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from html import escape

from django.conf import settings

from paper import pdf
from services.domain.memory import Memory
from texts.domain.ruby import RUBY_BEGINS

# What may begin a sheet: a part; and within it, what is not cut itself. A row of
# headings comes again on every sheet.
_PIECE = re.compile(
    r'<(?P<tag>section|tr|li|p|h3|div)(?P<rest>(?: class="(?P<class>[^"]*)")?)'
    r"(?=[ >])(?<!<thead><tr)"
)
_SIDE, _END = "handout__side", "handout__end"
# A reading hangs over its word and takes no room (document.css): only time.
_READING = re.compile(f"{RUBY_BEGINS}.*?</ruby>")


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How many sheets come out, and the names of the pieces that begin them."""

    sheets: int
    turns: frozenset[str]


# By a digest of what was measured, half a second each; never of what somebody typed.
_plans: Memory[SheetPlan] = Memory(500)


def plan_of(
    make: Callable[[], str], *, site: str, is_shared: bool = False
) -> SheetPlan | None:
    """The plan of a document with named pieces; None where it cannot be made now.

    With `is_shared`, where nothing is typed, it is kept for whoever chooses the same.
    """
    if not settings.PDF_PLAN_SECONDS:
        return None
    html = make()
    try:
        if not is_shared:
            return _measured(html, site)
        key = sha256(f"{site} {html}".encode()).digest()
        return _plans.recall(key, partial(_measured, html, site))
    except pdf.NoPdfError:
        return None


def _measured(html: str, site: str) -> SheetPlan:
    names = [*re.findall(r' id="(x[0-9-]+)"', html), "paper-heading"]
    with pdf.room():
        pages = pdf.measure(
            _READING.sub("</ruby>", html),
            names,
            site=site,
            seconds=settings.PDF_PLAN_SECONDS,
        )
    return SheetPlan(len(pages), turns_of(pages))


def with_names(body: str) -> str:
    """The sheet with a name for each piece: `x3`, a part; `x3-1-12`, a piece of a side.

    The number in the middle is that of the side, one language of a part.
    """
    part, side, number = 0, 0, 0

    def named(piece: re.Match[str]) -> str:
        nonlocal part, side, number
        kind = piece["class"] or ""
        if piece["tag"] == "section" or _END in kind:
            part, side, number = part + 1, 0, 0
            name = f"x{part}"
        elif piece["tag"] == "div":
            side += _SIDE in kind
            return piece[0]
        elif not part or not side:
            return piece[0]
        else:
            number += 1
            name = f"x{part}-{side}-{number}"
        return f'<{piece["tag"]}{piece["rest"]} id="{name}"'

    return _PIECE.sub(named, body)


def with_turns(body: str, turns: Collection[str]) -> str:
    """The named sheet, without the names, that begins a sheet at each of the turns."""

    def turned(name: re.Match[str]) -> str:
        return " data-turn" if name[1] in turns else ""

    body = re.sub(r' id="(x[0-9-]+)"', turned, body)
    # A box beside another one cannot begin a sheet: a line before both does.
    return re.sub(
        "<section[^>]* data-turn", r'<div class="handout__turn"></div>\g<0>', body
    )


def turns_of(pages: list[list[str]]) -> frozenset[str]:
    """The pieces that begin a sheet: a part, or the first new one of each open side."""
    seen: set[str] = set()
    turns: set[str] = set()
    for number, names in enumerate(pages):
        new = [name for name in names if name not in seen]
        if number and len(new) == len(names) and new:
            turns.add(new[0])  # nothing goes on: a part begins it
        elif number:
            turns |= _within(names, seen)
        seen.update(names)
    return frozenset(turns)


def _within(names: list[str], seen: set[str]) -> set[str]:
    """Of each side that has begun before, its first piece here, if none goes on."""
    open_sides = {_side_of(name) for name in seen} - {""}
    sides: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if _side_of(name) in open_sides:
            sides[_side_of(name)].append(name)
    if sides:
        return {found[0] for found in sides.values() if seen.isdisjoint(found)}
    pieces = [name for name in names if "-" in name]
    # The other language of a part, below the first.
    is_next = bool(pieces) and pieces[0].partition("-")[0] in seen
    return {pieces[0]} if is_next and seen.isdisjoint(pieces) else set()


def _side_of(name: str) -> str:
    """`x3-1` of `x3-1-12`; a part as a whole is of none."""
    return name.rpartition("-")[0]


def lacking(typed: Iterable[str], *, site: str) -> str:
    """The letters of what was typed that no font for PDFs has; none where none is rare.

    Every Japanese font has those of Shift JIS; only others are looked for.
    """
    letters = dict.fromkeys(letter for text in typed for letter in text)
    rare = "".join(filter(_is_rare, letters))
    if not rare or not settings.PDF_PLAN_SECONDS:
        return ""
    style = 'font-family: "BIZ UDPGothic", "Noto Sans CJK JP", "IPAexGothic"'
    html = f"<html lang=\"ja\"><title>-</title><p style='{style}'>{escape(rare)}</p>"
    try:
        with pdf.room():
            pdf.make(html, site=site, is_whole=True)
    except pdf.NoPdfError as reason:
        return reason.letters
    return ""


def _is_rare(letter: str) -> bool:
    try:
        letter.encode("cp932")
    except UnicodeEncodeError:
        return True
    return unicodedata.category(letter) == "Co"
