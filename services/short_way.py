"""How much the short way asks, for each service and over all: every path walked."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from services.domain.interview import Interviewer
from services.domain.walk import Lengths, lengths, paths
from services.eligibility import interviewer
from services.rulebook import (
    all_choices,
    calendar,
    questions_for_everyone,
    rules_as_values,
    rules_in_force,
)

_Choices = tuple[tuple[str, tuple[str, ...]], ...]


def lengths_by_service(*, on: date) -> dict[str, Lengths]:
    """How many questions tell of one service alone, by its slug."""
    in_force = rules_in_force(on)
    rules = rules_as_values(in_force.values())
    everyone, changes, offered = questions_for_everyone(), calendar(), _offered()
    order = tuple(code for code, _ in offered)
    return {
        slug: _measured(Interviewer((rules[pk],), order, everyone, changes), offered)
        for slug, pk in in_force.items()
    }


def lengths_of_all(*, on: date) -> Lengths:
    """How many questions tell of every service at once; takes seconds."""
    return _measured(interviewer(on=on), _offered())


def _offered() -> _Choices:
    return tuple((code, tuple(sorted(codes))) for code, codes in all_choices().items())


def _measured(asker: Interviewer, offered: _Choices) -> Lengths:
    key = (tuple(asker.rules), tuple(asker.order), asker.everyone, asker.calendar)
    return _remembered(_Asker(key, asker), offered)


class _Asker:
    """An interviewer that is the same as another one with the same rules."""

    def __init__(self, key: object, asker: Interviewer) -> None:
        self.key, self.asker = key, asker

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asker) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=16)
def _remembered(asker: _Asker, offered: _Choices) -> Lengths:
    return lengths(paths(asker.asker, dict(offered)))
