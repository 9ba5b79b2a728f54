"""What one answer tells about other questions, so that those need not be asked.

A choice may imply answers to other questions: one choice of a question is then its
answer, several are those that it can still be. A question with such choices stands in
for the others: it is asked in their place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from services.domain.rule import Answers

Limits = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Implications:
    """What choices imply: question, choice, other question, what that can be."""

    by_choice: Mapping[str, Mapping[str, Limits]] = field(
        default_factory=dict, hash=False
    )

    def limits(self, told: Answers) -> Limits:
        """What the answers leave open of other questions."""
        found: dict[str, frozenset[str]] = {}
        for question, choice in told.items():
            implied = self.by_choice.get(question, {}).get(choice, {})
            for other, left in implied.items():
                found[other] = found[other] & left if other in found else left
        return found

    def close(self, told: Answers) -> dict[str, str]:
        """The answers and what they imply; what is implied outweighs what was told."""
        limits = self.limits(told)
        kept = {
            question: choice
            for question, choice in told.items()
            if question not in limits or choice in limits[question]
        }
        single = {name: min(left) for name, left in limits.items() if len(left) == 1}
        return {**kept, **single}

    def stands_for(self, question: str) -> frozenset[str]:
        """The other questions that some choice of `question` tells about."""
        implied = self.by_choice.get(question, {}).values()
        return frozenset(other for limits in implied for other in limits)

    def in_place_of(self, question: str) -> tuple[str, ...]:
        """The questions that stand in for `question`."""
        return self._in_place.get(question, ())

    @cached_property
    def _in_place(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name in self.by_choice:
            for other in self.stands_for(name):
                found[other] = (*found.get(other, ()), name)
        return found

    def consistent(self, question: str, whole: Answers) -> tuple[str, ...]:
        """The choices of `question` that go with what is known of everything else."""
        return tuple(
            choice
            for choice, limits in self.by_choice.get(question, {}).items()
            if all(whole.get(other) in {None, *left} for other, left in limits.items())
        )


def possible(choices: Collection[str], limits: Limits, question: str) -> list[str]:
    """The `choices` of `question` that are left, in their order."""
    left = limits.get(question)
    return [choice for choice in choices if left is None or choice in left]
