"""What is chosen for a handout, as a short code that stands in its address.

`s-b-gata.c-ikou~a-gata.ask`: parts in their order, each a word (`ask`) or a letter
and the code of a row. It can be read, typed from paper and kept as a template; it says
nothing of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

# As many as four sheets hold; nobody reads more at once.
MOST_ITEMS = 24
MOST_CHARACTERS = 1200


class Kind(Enum):
    """What a part of a handout is: those of a row begin with a letter."""

    SERVICE = "s"
    COMPARISON = "c"
    STEP = "p"
    OFFICE = "o"
    FAQ = "q"
    TERM = "t"
    VISIT = "v"
    STEPS = "steps"
    CAPS = "caps"
    ASK = "ask"
    NEXT = "next"
    MEMO = "memo"
    MYSELF = "me"
    BLANK_VISIT = "visit"

    @property
    def is_word(self) -> bool:
        return len(self.value) > 1


_WORDS = {kind.value: kind for kind in Kind if kind.is_word}
_LETTERS = {kind.value: kind for kind in Kind if not kind.is_word}
_OF_A_ROW = re.compile(r"([a-z])-([a-z0-9][a-z0-9_-]{0,59}(?:~[a-z0-9_-]{1,60})*)")


@dataclass(frozen=True, slots=True)
class BasketItem:
    """One part of a handout; a comparison has the codes of several services."""

    kind: Kind
    code: str = ""

    def __str__(self) -> str:
        return self.kind.value + (f"-{self.code}" if self.code else "")

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.code.split("~"))


def read_item(text: str) -> BasketItem | None:
    """`s-b-gata` or `ask` as an item; None where it is neither."""
    if text in _WORDS:
        return BasketItem(_WORDS[text])
    match = _OF_A_ROW.fullmatch(text)
    if match is None or match[1] not in _LETTERS:
        return None
    kind = _LETTERS[match[1]]
    if ("~" in match[2]) != (kind is Kind.COMPARISON):
        return None
    return BasketItem(kind, match[2])


@dataclass(frozen=True, slots=True)
class Basket:
    """The items in their order, and how much of the address made no sense."""

    items: tuple[BasketItem, ...] = ()
    unread: int = 0

    @property
    def code(self) -> str:
        return ".".join(map(str, self.items))

    @property
    def is_too_long(self) -> bool:
        return len(self.items) > MOST_ITEMS

    def __contains__(self, item: BasketItem) -> bool:
        return item in self.items

    def has(self, kind: Kind) -> bool:
        return any(item.kind is kind for item in self.items)

    def with_items(self, items: Iterable[BasketItem]) -> Basket:
        """The same with `items` at the end, each only once."""
        return Basket(tuple(dict.fromkeys([*self.items, *items])))

    def without(self, *items: BasketItem) -> Basket:
        return Basket(tuple(item for item in self.items if item not in items))

    def first(self, number: int) -> Basket:
        return Basket(self.items[:number])

    def moved(self, item: BasketItem, *, by: int) -> Basket:
        """The same with `item` that many places further; at an end it stays."""
        place = self.items.index(item)
        others = [other for other in self.items if other != item]
        others.insert(max(0, place + by), item)
        return Basket(tuple(others))


def read_basket(text: str) -> Basket:
    """The basket of an address: what cannot be read is counted, never an error."""
    parts = [part for part in text[:MOST_CHARACTERS].split(".") if part]
    if len(text) > MOST_CHARACTERS:
        parts = [*parts[:-1], "?"]  # the last may be cut off in its middle
    items = [read_item(part) for part in parts]
    known = tuple(dict.fromkeys(item for item in items if item))
    return Basket(known, unread=items.count(None))
