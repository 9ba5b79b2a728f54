"""Which question to ask next: computed from the rules, never drawn as a chart.

A question is asked only while its answer can still change what is found; so there is
no dead end, and whatever a person does not know, the interview ends. A question comes
only after those that it presupposes, and only if they were answered so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from services.domain.outcome import is_settled
from services.domain.rule import Answers, Criterion, Requirement, Rule
from services.domain.verdict import Verdict

_MOST_REMEMBERED = 50_000


@dataclass(frozen=True)
class Interview:
    """The questions asked so far, in order, and the one to ask now.

    `answers` holds only the answers to questions that were asked on this path: what
    an earlier answer has made irrelevant is gone. `unknown` were asked and not known.
    """

    asked: tuple[str, ...]
    answers: Mapping[str, str]
    unknown: tuple[str, ...]
    next: str | None


@dataclass
class Interviewer:
    """Asks by `rules`; `order` (staff's) decides between equally telling questions."""

    rules: Sequence[Rule]
    order: Sequence[str]
    _memory: dict[tuple[object, ...], float] = field(default_factory=dict, repr=False)

    def interview(self, given: Answers, unknown: Collection[str] = ()) -> Interview:
        """Go through the questions with the answers that were given."""
        asked: list[str] = []
        answers: dict[str, str] = {}
        skipped: list[str] = []
        while (question := self.next_question(answers, skipped)) is not None:
            if question in given:
                answers[question] = given[question]
            elif question in unknown:
                skipped.append(question)
            else:
                break
            asked.append(question)
        return Interview(tuple(asked), answers, tuple(skipped), question)

    def next_question(self, answers: Answers, skipped: Collection[str]) -> str | None:
        """The question that decides most, or None when nothing more can be decided."""
        weights: dict[str, float] = {}
        for requirement in self._open_requirements(answers):
            for question in requirement.open_questions(answers):
                if question not in skipped and not self._lacks(question, skipped):
                    weight = self._weight(requirement, question, answers, skipped)
                    weights[question] = weights.get(question, 0.0) + weight
        telling = [question for question, weight in weights.items() if weight > 0]
        best = min(
            telling,
            key=lambda question: (-round(weights[question], 6), self._place(question)),
            default=None,
        )
        return best and self._needed_first(best, answers)

    def _needed_first(self, question: str, answers: Answers) -> str:
        """What `question` presupposes and was not asked yet, or itself."""
        for need in self._needs.get(question, ()):
            if need.question not in answers:
                return self._needed_first(need.question, answers)
        return question

    @cached_property
    def _needs(self) -> Mapping[str, tuple[Criterion, ...]]:
        """What each question presupposes."""
        requirements = [item for rule in self.rules for item in rule.requirements]
        return {
            name: needs for item in requirements for name, needs in item.needs.items()
        }

    def _lacks(self, question: str, skipped: Collection[str]) -> bool:
        """Whether it presupposes what the person does not know."""
        return any(
            need.question in skipped or self._lacks(need.question, skipped)
            for need in self._needs.get(question, ())
        )

    def _open_requirements(self, answers: Answers) -> Iterable[Requirement]:
        return (
            requirement
            for rule in self.rules
            if not is_settled(rule, answers)
            for requirement in rule.requirements
            if requirement.judge(answers) is Verdict.UNKNOWN
        )

    def _weight(
        self,
        requirement: Requirement,
        question: str,
        answers: Answers,
        skipped: Collection[str],
    ) -> float:
        """How much of `requirement` the answer can decide: 0 for nothing."""
        known = {
            name: answers[name] for name in requirement.questions if name in answers
        }
        unknown = tuple(name for name in requirement.questions if name in skipped)
        key = (id(requirement), question, tuple(known.items()), unknown)
        # Other threads may clear the memory at any moment: it is asked only once.
        weight = self._memory.get(key)
        if weight is None:
            weight = _weigh(requirement, question, known, unknown)
            if len(self._memory) >= _MOST_REMEMBERED:
                self._memory.clear()
            self._memory[key] = weight
        return weight

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
