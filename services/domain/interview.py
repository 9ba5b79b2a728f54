"""Which question to ask next: computed from the rules, never drawn as a chart.

A question is asked only while its answer can still change what is found, now or at a
later moment; so there is no dead end, and whatever a person does not know, the
interview ends. A question comes only after those that it presupposes, and only if they
were answered so; one that stands in for others is asked in their place.

The short way asks only what is for everyone, and of a service no more once it waits
for what only the city, a board or an office tells. It asks at most `MOST_ASKED`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from services.domain.implied import Implications, Limits
from services.domain.memory import Memory
from services.domain.moments import Calendar
from services.domain.outcome import is_settled
from services.domain.rule import Answers, Criterion, Requirement, Rule
from services.domain.verdict import Verdict

_MOST_WEIGHTS = 50_000
_MOST_NEXT = 5_000
MOST_ASKED = 8


@dataclass(frozen=True)
class Interview:
    """The questions asked so far, in order, and the one to ask now.

    `told` holds only the answers to questions that were asked on this path: what an
    earlier answer has made irrelevant is gone; `answers` has what they imply, too.
    `unknown` were asked and not known.
    """

    asked: tuple[str, ...]
    answers: Mapping[str, str]
    unknown: tuple[str, ...]
    next: str | None
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Standing:
    """Where somebody stands: told, not known, what that implies, what it lets ask.

    `turns` remembers for each question which one would be asked for its sake.
    """

    told: Answers
    skipped: Collection[str]
    known: Answers
    limits: Limits
    turns: dict[str, str | None] = field(default_factory=dict)


@dataclass
class Interviewer:
    """Asks by `rules`; `order` (staff's) decides between equally telling questions.

    `everyone` are the questions of the short way; None asks them all, and goes on from
    where the interview of `before` ends. `calendar` says what choices imply, and what
    they become.
    """

    rules: Sequence[Rule]
    order: Sequence[str]
    everyone: frozenset[str] | None = None
    calendar: Calendar = field(default_factory=Calendar)
    before: Interviewer | None = None
    _next: Memory[str | None] = field(
        default_factory=partial(Memory, _MOST_NEXT), repr=False, compare=False
    )
    _weights: Memory[float] = field(
        default_factory=partial(Memory, _MOST_WEIGHTS), repr=False, compare=False
    )

    def interview(self, given: Answers, unknown: Collection[str] = ()) -> Interview:
        """Go through the questions with the answers that were given."""
        start = self.before.interview(given, unknown) if self.before else None
        if start and start.next is not None:
            return start
        asked = [*start.asked] if start else []
        told = {**start.told} if start else {}
        skipped = [*start.unknown] if start else []
        while (question := self.next_question(told, skipped)) is not None:
            if question in given and self._is_left(question, given, told):
                told[question] = given[question]
            elif question in unknown:
                skipped.append(question)
            else:
                break
            asked.append(question)
        answers = self._implications.close(told)
        return Interview(tuple(asked), answers, tuple(skipped), question, told)

    def next_question(self, told: Answers, skipped: Collection[str]) -> str | None:
        """The question that decides most, or None when nothing more can be decided.

        Whoever answers one question goes through all those before it once more: that
        way is remembered, without anybody who went it.
        """
        if self.everyone is not None and len(told) + len(skipped) >= MOST_ASKED:
            return None
        so_far = (tuple(told), tuple(told.values()), tuple(skipped))
        return self._next.recall(so_far, lambda: self._find_next(told, skipped))

    def _find_next(self, told: Answers, skipped: Collection[str]) -> str | None:
        weights: dict[str, float] = {}
        standing = self._standing(told, skipped)
        for place, moment in enumerate(self.calendar.moments(told)):
            for requirement in self._open_requirements(moment.answers, standing):
                turns = self._turns(requirement, moment.answers, standing)
                for turn, weight in turns.items():
                    weights[turn] = weights.get(turn, 0.0) + weight / (1 + place)
        return min(
            weights,
            key=lambda question: (-round(weights[question], 6), self._place(question)),
            default=None,
        )

    @property
    def _implications(self) -> Implications:
        return self.calendar.implications

    def _standing(self, told: Answers, skipped: Collection[str]) -> _Standing:
        implied = self._implications
        return _Standing(told, skipped, implied.close(told), implied.limits(told))

    def _is_left(self, question: str, given: Answers, told: Answers) -> bool:
        """Whether what was said to it once still goes with the answers before it."""
        left = self._implications.limits(told).get(question)
        return left is None or given[question] in left

    def _turns(
        self, requirement: Requirement, answers: Answers, standing: _Standing
    ) -> dict[str, float]:
        """What can be asked for `requirement`, and how much that would decide."""
        turns = {
            question: self._turn(question, standing)
            for question in requirement.open_questions(answers)
        }
        never = {question for question, turn in turns.items() if turn is None}
        weights: dict[str, float] = {}
        for question, turn in turns.items():
            if turn is not None:
                weight = self._weight(requirement, question, answers, never)
                weights[turn] = max(weight, weights.get(turn, 0.0))
        return {turn: weight for turn, weight in weights.items() if weight > 0}

    def _turn(self, question: str, standing: _Standing) -> str | None:
        """The question to ask for the sake of `question`; None where none will be."""
        if question not in standing.turns:
            standing.turns[question] = self._find_turn(question, standing)
        return standing.turns[question]

    def _find_turn(self, question: str, standing: _Standing) -> str | None:
        known, skipped = standing.known, standing.skipped
        if question in skipped or question in known:
            return None
        for need in self._needs.get(question, ()):
            if need.glance(known) is Verdict.NO:
                return None
            if need.question not in known:
                return self._turn(need.question, standing)
        instead = self._implications.in_place_of(question)
        for other in instead:
            is_open = other not in standing.told and other not in skipped
            if is_open and self._is_asked(other):
                return self._turn(other, standing)
        is_named = not instead or question in standing.limits
        return question if self._is_asked(question, is_named=is_named) else None

    def _is_asked(self, question: str, *, is_named: bool = True) -> bool:
        """Whether this way asks it: the short one what is for all and named before."""
        return self.everyone is None or (question in self.everyone and is_named)

    @cached_property
    def _needs(self) -> Mapping[str, tuple[Criterion, ...]]:
        """What each question presupposes."""
        requirements = [item for rule in self.rules for item in rule.requirements]
        return {
            name: needs for item in requirements for name, needs in item.needs.items()
        }

    def _open_requirements(
        self, answers: Answers, standing: _Standing
    ) -> Iterator[Requirement]:
        for rule in self.rules:
            if is_settled(rule, answers):
                continue
            still = [
                item
                for item in rule.requirements
                if item.judge(answers) is Verdict.UNKNOWN
            ]
            if not any(self._waits(item, answers, standing) for item in still):
                yield from still

    def _waits(
        self, requirement: Requirement, answers: Answers, standing: _Standing
    ) -> bool:
        """Whether the answers have led to what the short way never asks.

        What a person cannot estimate, or did not know when asked more closely, he
        cannot tell either: that is for the city.
        """
        if self.everyone is None or any(self._turns(requirement, answers, standing)):
            return False
        limits = standing.limits
        skips = [name for name in requirement.questions if name in standing.skipped]
        is_beyond = requirement.is_estimate or not limits.keys().isdisjoint(skips)
        if skips:
            return is_beyond
        return requirement.waits_for_city(answers, limits)

    def _weight(
        self,
        requirement: Requirement,
        question: str,
        answers: Answers,
        never: Collection[str],
    ) -> float:
        """How much of `requirement` the answer can decide: 0 for nothing."""
        known = {
            name: answers[name] for name in requirement.questions if name in answers
        }
        unknown = tuple(name for name in requirement.questions if name in never)
        key = (id(requirement), question, tuple(known.items()), unknown)
        return self._weights.recall(
            key, lambda: _weigh(requirement, question, known, unknown)
        )

    def _place(self, question: str) -> tuple[int, str]:
        known = question in self.order
        return (self.order.index(question) if known else len(self.order), question)


def _weigh(
    requirement: Requirement, question: str, known: Answers, unknown: Collection[str]
) -> float:
    """The share of choices that settle the requirement, and a little for the rest."""
    if not requirement.depends_on(question, known, unknown):
        return 0.0
    choices = requirement.questions[question]
    told = [{**known, question: choice} for choice in choices]
    settled = sum(
        requirement.judge(answers) is not Verdict.UNKNOWN
        or requirement.is_doubtful(answers)
        for answers in told
    )
    return 0.1 + settled / len(choices)
