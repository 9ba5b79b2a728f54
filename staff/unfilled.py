"""What a site still lacks before readers find what they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Unfilled:
    """Something that nobody has written yet, and the form where it is written."""

    what: str
    address: str


@runtime_checkable
class TellsUnfilled(Protocol):
    """The admin of a model of which a site cannot do without some rows."""

    def unfilled(self) -> Iterable[Unfilled]:
        """What is lacking; nothing where all is there."""
