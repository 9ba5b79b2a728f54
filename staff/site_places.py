"""Where on the site a row stands, beside a page of its own: told by those who show it.

An app above registers in its admin modules what it knows:

    @tells_places
    def on_sheets(rows: Sequence[Model]) -> Iterable[tuple[Model, SitePlace]]:
        yield rows[0], SitePlace(PlaceKind.TABLE, "くらべる表", "/compare/")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import Model


class PlaceKind(Enum):
    """What a place is, in the order and the words in which staff are told."""

    PAGE = "ページ"
    TABLE = "表"
    FIGURES = "計算と確認"
    PAPER = "しおりと紙"


@dataclass(frozen=True, slots=True)
class SitePlace:
    """A part of the site that shows a row: its name, and the address in Japanese."""

    kind: PlaceKind
    name: str
    address: str


Telling = Callable[[Sequence[Model]], Iterable[tuple[Model, SitePlace]]]
_tellings: dict[str, Telling] = {}


def tells_places(telling: Telling) -> Telling:
    """Register a function that knows where some of the rows stand."""
    _tellings[f"{telling.__module__}.{telling.__qualname__}"] = telling
    return telling


def site_places(rows: Sequence[Model]) -> dict[Model, list[SitePlace]]:
    """The places of each row, those of a kind together, each address once.

    What is not published stands nowhere.
    """
    found: dict[Model, dict[str, SitePlace]] = {row: {} for row in rows}
    shown = [row for row in rows if getattr(row, "is_published", True)]
    for _, telling in sorted(_tellings.items()):
        for row, place in telling(shown):
            found[row].setdefault(place.address, place)
    order = [*PlaceKind]
    return {
        row: sorted(its.values(), key=lambda place: order.index(place.kind))
        for row, its in found.items()
    }
