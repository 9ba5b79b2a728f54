"""Later moments: what a person's answers become, one change after the other.

「卒業したら」「18歳になったら」「入って6か月たったら」: each is a choice that becomes
other answers. Changes follow each other as far as they lead somewhere new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from services.domain.implied import Implications
from services.domain.rule import Answers

_MOST_STEPS = 4


@dataclass(frozen=True)
class Turn:
    """The answers that hold once `choice` of `question` has changed."""

    question: str
    choice: str
    then: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class Moment:
    """The answers after some changes; none for now.

    `told` are what a person would then say, `answers` with what that implies.
    """

    changes: tuple[Turn, ...]
    told: Answers
    answers: Answers

    @property
    def named_by(self) -> tuple[Turn, ...]:
        """The changes that name it: not those that a later one begins from."""
        return tuple(
            change
            for place, change in enumerate(self.changes)
            if not any(
                change.then.get(later.question) == later.choice
                for later in self.changes[place + 1 :]
            )
        )


@dataclass(frozen=True)
class Calendar:
    """All changes that there are, and what choices imply."""

    changes: tuple[Turn, ...] = ()
    implications: Implications = field(default_factory=Implications)

    def moments(self, told: Answers) -> list[Moment]:
        """Now, then each later moment once, by the number of changes to it."""
        found = [Moment((), told, self.implications.close(told))]
        for moment in found:
            if len(moment.changes) < _MOST_STEPS:
                found.extend(self._next(moment, found))
        return found

    def _next(self, moment: Moment, found: list[Moment]) -> Iterator[Moment]:
        known = [item.answers for item in found]
        for change in self.changes:
            if moment.told.get(change.question) != change.choice:
                continue
            told = self._after(moment.told, change)
            answers = self.implications.close(told)
            if answers not in known:
                known.append(answers)
                yield Moment((*moment.changes, change), told, answers)

    def _after(self, told: Answers, change: Turn) -> dict[str, str]:
        """What is told of the same thing in another way is no longer told."""
        gone = {change.question, *self.implications.in_place_of(change.question)}
        for name in (change.question, *change.then):
            gone |= self.implications.stands_for(name)
        kept = {name: choice for name, choice in told.items() if name not in gone}
        return {**kept, **change.then}
