"""Eligibility rules as values: Rule > Requirement > Route > Criterion.

A rule holds when all its requirements are met, a requirement when any of its routes
is open, a route when all its criteria are met; a criterion is one question and the
answers to it that qualify. `answers` maps question codes to choice codes; a question
that is not in it is not yet answered.

`glance` is Kleene's logic: quick, and at times open although the rest no longer
matters (two routes that together accept every answer). `judge` is exact: a verdict
is open exactly while some answer to the open questions could still change it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from services.domain.verdict import Verdict, all_of, any_of

Answers = Mapping[str, str]
_MOST_REMEMBERED = 20_000


@dataclass(frozen=True)
class Criterion:
    """One question, all the choices that it offers, and those that qualify."""

    question: str
    accepted: frozenset[str]
    choices: frozenset[str]

    def glance(self, answers: Answers) -> Verdict:
        if self.question not in answers:
            return Verdict.UNKNOWN
        return Verdict.YES if answers[self.question] in self.accepted else Verdict.NO


@dataclass(frozen=True)
class Route:
    """One way to meet a requirement: all its criteria."""

    criteria: tuple[Criterion, ...]
    confirmed_by_city: bool = False

    def glance(self, answers: Answers) -> Verdict:
        return all_of(criterion.glance(answers) for criterion in self.criteria)


class _Judged:
    """What can be judged exactly, by trying what the open questions could bring."""

    def glance(self, answers: Answers) -> Verdict:
        raise NotImplementedError

    def all_criteria(self) -> Iterable[Criterion]:
        raise NotImplementedError

    @cached_property
    def questions(self) -> Mapping[str, tuple[str, ...]]:
        """Each question with one choice for each way in which choices differ here.

        Choices that no criterion tells apart are tried once; those that qualify most
        often come first, so that a way to YES is found early.
        """
        accepting: dict[str, list[frozenset[str]]] = {}
        choices: dict[str, frozenset[str]] = {}
        for criterion in self.all_criteria():
            accepting.setdefault(criterion.question, []).append(criterion.accepted)
            choices[criterion.question] = criterion.choices
        return {
            question: _one_of_each_kind(choices[question], accepted)
            for question, accepted in accepting.items()
        }

    def open_questions(self, answers: Answers) -> Iterator[str]:
        """The questions of this that are not answered yet, in order."""
        return (question for question in self.questions if question not in answers)

    def judge(self, answers: Answers) -> Verdict:
        """The verdict; open exactly while a further answer could change it."""
        known = {name: answers[name] for name in self.questions if name in answers}
        key = tuple(known.items())
        if key not in self._judged:
            if len(self._judged) >= _MOST_REMEMBERED:
                self._judged.clear()
            reached = self._reachable(known)
            self._judged[key] = reached.pop() if len(reached) == 1 else Verdict.UNKNOWN
        return self._judged[key]

    @cached_property
    def _judged(self) -> dict[tuple[tuple[str, str], ...], Verdict]:
        """What was judged before: an interview judges the same thing many times."""
        return {}

    def depends_on(
        self, question: str, answers: Answers, unknown: Collection[str] = ()
    ) -> bool:
        """Whether, for some answers to the rest, this question makes a difference.

        Questions in `unknown` will stay unanswered: what matters only together with
        one of them makes no difference.
        """
        looks = {
            self.judge({**answers, question: choice})
            for choice in self.questions.get(question, ())
        }
        rest = {question, *unknown}
        others = (name for name in self.open_questions(answers) if name not in rest)
        other = next(others, None)
        is_plain = {Verdict.YES, Verdict.NO} <= looks or Verdict.UNKNOWN not in looks
        if is_plain or other is None:
            return len(looks) > 1
        return any(
            self.depends_on(question, {**answers, other: choice}, unknown)
            for choice in self.questions[other]
        )

    def _reachable(self, answers: Answers) -> set[Verdict]:
        """The settled verdicts that some completion of `answers` brings."""
        look = self.glance(answers)
        if look is not Verdict.UNKNOWN:
            return {look}
        question = self._most_telling(answers)
        reached: set[Verdict] = set()
        for choice in self.questions[question]:
            reached |= self._reachable({**answers, question: choice})
            if len(reached) == 2:
                break
        return reached

    def _most_telling(self, answers: Answers) -> str:
        """An open question on a way that is still open."""
        return next(self.open_questions(answers))


@dataclass(frozen=True)
class Requirement(_Judged):
    """One thing that the law asks for; any route to it is enough.

    `way_in` names the service that opens the way for who does not meet it.
    """

    code: str
    routes: tuple[Route, ...]
    confirmed_by_city: bool = False
    way_in: str | None = None

    def glance(self, answers: Answers) -> Verdict:
        return any_of(route.glance(answers) for route in self.routes)

    def all_criteria(self) -> Iterable[Criterion]:
        return (criterion for route in self.routes for criterion in route.criteria)

    def is_confirmed_by_city(self, answers: Answers) -> bool:
        """Whether a YES still waits for the city: itself, or every open route."""
        met = [route for route in self.routes if route.glance(answers) is Verdict.YES]
        return self.confirmed_by_city or all(route.confirmed_by_city for route in met)

    def _most_telling(self, answers: Answers) -> str:
        return next(
            criterion.question
            for route in self.routes
            if route.glance(answers) is Verdict.UNKNOWN
            for criterion in route.criteria
            if criterion.question not in answers
        )


@dataclass(frozen=True)
class Rule(_Judged):
    """Who may use a service: whoever meets every requirement."""

    requirements: tuple[Requirement, ...]

    def glance(self, answers: Answers) -> Verdict:
        return all_of(requirement.glance(answers) for requirement in self.requirements)

    def all_criteria(self) -> Iterable[Criterion]:
        return (
            criterion
            for requirement in self.requirements
            for criterion in requirement.all_criteria()
        )

    def _most_telling(self, answers: Answers) -> str:
        return next(
            requirement._most_telling(answers)
            for requirement in self.requirements
            if requirement.glance(answers) is Verdict.UNKNOWN
        )


def _one_of_each_kind(
    choices: frozenset[str], accepting: list[frozenset[str]]
) -> tuple[str, ...]:
    """One choice for each set of criteria that choices satisfy, fullest first."""
    kinds: dict[tuple[bool, ...], str] = {}
    for choice in sorted(choices):
        kinds.setdefault(tuple(choice in accepted for accepted in accepting), choice)
    return tuple(kinds[kind] for kind in sorted(kinds, key=sum, reverse=True))
