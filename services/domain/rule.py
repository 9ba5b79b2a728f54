"""Eligibility rules as values: Rule > Requirement > Route > Criterion.

A rule holds when all its requirements are met, a requirement when any of its routes
is open, a route when all its criteria are met; a criterion is one question and the
answers to it that qualify. `answers` maps question codes to choice codes; a question
that is not in it is not yet answered.

A question may need others: whoever answered those otherwise is not asked it, and does
not qualify by it. What was answered all the same is taken as it was given.

A requirement that is only a guide (めやす) is never failed: where every route is shut
it stays UNKNOWN, for the city to tell.

`glance` is Kleene's logic: quick, and at times open although the rest no longer
matters (two routes that together accept every answer). `judge` is exact: a verdict
is open exactly while some answer to the open questions could still change it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from services.domain.memory import Memory
from services.domain.verdict import Verdict, all_of, any_of

Answers = Mapping[str, str]
_MOST_JUDGED = 20_000
_MOST_OPEN = 2_000


@dataclass(frozen=True)
class Criterion:
    """One question, all the choices that it offers, and those that qualify.

    `needs` are what it presupposes of the answers to other questions.
    """

    question: str
    accepted: frozenset[str]
    choices: frozenset[str]
    needs: tuple[Criterion, ...] = ()

    def glance(self, answers: Answers) -> Verdict:
        if self.question in answers:
            is_met = answers[self.question] in self.accepted
            return Verdict.YES if is_met else Verdict.NO
        return Verdict.UNKNOWN if self.applies(answers) else Verdict.NO

    def applies(self, answers: Answers) -> bool:
        """Whether it can be asked of who gave these answers."""
        return all(need.glance(answers) is not Verdict.NO for need in self.needs)

    def with_needs(self) -> Iterator[Criterion]:
        """Itself and all that it presupposes, however far."""
        yield self
        for need in self.needs:
            yield from need.with_needs()


@dataclass(frozen=True)
class Route:
    """One way to meet a requirement: all its criteria."""

    criteria: tuple[Criterion, ...]
    confirmed_by_city: bool = False

    def glance(self, answers: Answers) -> Verdict:
        return all_of(criterion.glance(answers) for criterion in self.criteria)

    def is_left(self, limits: Mapping[str, frozenset[str]]) -> bool:
        """Whether it is open to who can only answer within `limits`."""
        return all(
            not limits[criterion.question].isdisjoint(criterion.accepted)
            for criterion in self.criteria
            if criterion.question in limits
        )


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
        for criterion in self._criteria_with_needs():
            accepting.setdefault(criterion.question, []).append(criterion.accepted)
            choices[criterion.question] = criterion.choices
        return {
            question: _one_of_each_kind(choices[question], accepted)
            for question, accepted in accepting.items()
        }

    @cached_property
    def needs(self) -> Mapping[str, tuple[Criterion, ...]]:
        """What each question presupposes."""
        found: dict[str, tuple[Criterion, ...]] = {}
        for criterion in self._criteria_with_needs():
            found[criterion.question] = found.get(criterion.question) or criterion.needs
        return found

    def open_questions(self, answers: Answers) -> Iterator[str]:
        """The questions of this that can be asked and are not answered, in order."""
        return (
            question
            for question in self.questions
            if question not in answers and self._applies(question, answers)
        )

    def judge(self, answers: Answers) -> Verdict:
        """The verdict; open exactly while a further answer could change it."""
        return self._judged.recall(self._told(answers), lambda: self._judge(answers))

    @cached_property
    def _judged(self) -> Memory[Verdict]:
        """What was judged before: an interview judges the same thing many times."""
        return Memory(_MOST_JUDGED)

    def _told(self, answers: Answers) -> tuple[str | None, ...]:
        """What was answered to each of its questions: nothing else is judged by."""
        return tuple(map(answers.get, self.questions))

    def _judge(self, answers: Answers) -> Verdict:
        known = {name: answers[name] for name in self.questions if name in answers}
        reached = self._reachable(known)
        return reached.pop() if len(reached) == 1 else Verdict.UNKNOWN

    def depends_on(
        self, question: str, answers: Answers, unknown: Collection[str] = ()
    ) -> bool:
        """Whether, for some answers to the rest, this question makes a difference.

        Questions in `unknown` will stay unanswered: what matters only together with
        one of them makes no difference.
        """
        if question in self.questions and not self._applies(question, answers):
            return False
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
        other = self._needed_first(other, answers, rest)
        return any(
            self.depends_on(question, {**answers, other: choice}, unknown)
            for choice in self._possible(other, answers)
        )

    def _reachable(self, answers: Answers) -> set[Verdict]:
        """The settled verdicts that some completion of `answers` brings."""
        look = self.glance(answers)
        if look is not Verdict.UNKNOWN:
            return {look}
        telling = self._most_telling(answers)
        if telling is None:
            return {look}
        question = self._needed_first(telling, answers)
        reached: set[Verdict] = set()
        for choice in self._possible(question, answers):
            reached |= self._reachable({**answers, question: choice})
            if len(reached) == 2:
                break
        return reached

    def _most_telling(self, answers: Answers) -> str | None:
        """An open question on a way that is still open; None where none is open."""
        raise NotImplementedError

    def _criteria_with_needs(self) -> Iterator[Criterion]:
        for criterion in self.all_criteria():
            yield from criterion.with_needs()

    def _applies(self, question: str, answers: Answers) -> bool:
        needs = self.needs[question]
        return all(need.glance(answers) is not Verdict.NO for need in needs)

    def _needed_first(
        self, question: str, answers: Answers, leave_out: Collection[str] = ()
    ) -> str:
        """What `question` presupposes and is not answered yet, or itself."""
        for need in self.needs[question]:
            if need.question not in answers and need.question not in leave_out:
                return self._needed_first(need.question, answers, leave_out)
        return question

    def _possible(self, question: str, answers: Answers) -> tuple[str, ...]:
        """The choices that go with what was answered; all where none does."""
        presupposed = [
            need.accepted
            for name in answers
            for direct in self.needs.get(name, ())
            for need in direct.with_needs()
            if need.question == question
        ]
        choices = self.questions[question]
        possible = tuple(
            choice
            for choice in choices
            if all(choice in accepted for accepted in presupposed)
        )
        return possible or choices


@dataclass(frozen=True)
class Requirement(_Judged):
    """One thing that the law asks for; any route to it is enough.

    `way_in` names the service that opens the way for who does not meet it. It is only
    a guide where its source is not official yet (`is_guide`), or where the answers are
    a person's own estimate, which the city makes anew (`is_estimate`).
    """

    code: str
    routes: tuple[Route, ...]
    confirmed_by_city: bool = False
    way_in: str | None = None
    is_guide: bool = False
    is_estimate: bool = False

    def glance(self, answers: Answers) -> Verdict:
        look = any_of(route.glance(answers) for route in self.routes)
        is_soft = self.is_guide or self.is_estimate
        return Verdict.UNKNOWN if is_soft and look is Verdict.NO else look

    @cached_property
    def firm(self) -> Requirement:
        """The same, were it more than a guide."""
        return replace(self, is_guide=False, is_estimate=False)

    def is_doubtful(self, answers: Answers) -> bool:
        """Whether it would be failed, were it more than a guide."""
        is_soft = self.is_guide or self.is_estimate
        return is_soft and self.firm.judge(answers) is Verdict.NO

    def all_criteria(self) -> Iterable[Criterion]:
        return (criterion for route in self.routes for criterion in route.criteria)

    def still_open(self, answers: Answers) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The questions that can still change it, and those of them that can alone.

        All of them where none can alone; none where only the city's word could.
        """
        return self._open.recall(self._told(answers), lambda: self._find_open(answers))

    @cached_property
    def _open(self) -> Memory[tuple[tuple[str, ...], tuple[str, ...]]]:
        """What was found open before: a page of results asks for each moment."""
        return Memory(_MOST_OPEN)

    def _find_open(self, answers: Answers) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if self.judge(answers) is not Verdict.UNKNOWN or self.is_doubtful(answers):
            return (), ()
        names = [
            name
            for name in self.open_questions(answers)
            if self.depends_on(name, answers)
        ]
        alone = [
            name for name in names if self.depends_on(name, answers, {*names} - {name})
        ]
        return tuple(names), tuple(alone or names)

    def is_confirmed_by_city(self, answers: Answers) -> bool:
        """Whether a YES still waits for the city: itself, or every open route.

        A guide that nobody can fail waits for it only once an answer has led there.
        """
        met = [route for route in self.routes if route.glance(answers) is Verdict.YES]
        if not met and self.is_guide and not self.questions.keys() & answers.keys():
            return self.confirmed_by_city
        return self.confirmed_by_city or all(route.confirmed_by_city for route in met)

    def waits_for_city(
        self, answers: Answers, limits: Mapping[str, frozenset[str]]
    ) -> bool:
        """Whether each way that the answers leave open is for the city to confirm.

        `limits` are what questions can still be, where that is known.
        """
        left = [
            route
            for route in self.routes
            if route.glance(answers) is not Verdict.NO and route.is_left(limits)
        ]
        is_led_there = not {*self.questions}.isdisjoint({*answers, *limits})
        return self.confirmed_by_city or (
            is_led_there and all(route.confirmed_by_city for route in left)
        )

    def _most_telling(self, answers: Answers) -> str | None:
        return next(
            (
                criterion.question
                for route in self.routes
                if route.glance(answers) is Verdict.UNKNOWN
                for criterion in route.criteria
                if criterion.question not in answers
            ),
            None,
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

    def _most_telling(self, answers: Answers) -> str | None:
        telling = (
            requirement._most_telling(answers)
            for requirement in self.requirements
            if requirement.glance(answers) is Verdict.UNKNOWN
        )
        return next(filter(None, telling), None)


def _one_of_each_kind(
    choices: frozenset[str], accepting: list[frozenset[str]]
) -> tuple[str, ...]:
    """One choice for each set of criteria that choices satisfy, fullest first."""
    kinds: dict[tuple[bool, ...], str] = {}
    for choice in sorted(choices):
        kinds.setdefault(tuple(choice in accepted for accepted in accepting), choice)
    return tuple(kinds[kind] for kind in sorted(kinds, key=sum, reverse=True))
