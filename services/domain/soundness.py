"""What is wrong with a rule as such, whoever it is applied to.

A rule may be right or wrong by law; that the golden cases say. Here is what no law
can mean: a rule that nobody passes, or that everybody passes because it asks nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from services.domain.rule import Requirement, Route, Rule
from services.domain.verdict import Verdict


class Flaw(Enum):
    """The ways in which a rule can be no rule."""

    NO_REQUIREMENT = "no requirement"
    NO_ROUTE = "no route"
    NO_CRITERION = "no criterion"
    ACCEPTS_NOTHING = "accepts nothing"
    ACCEPTS_EVERYTHING = "accepts everything"
    EXCLUSIVE_CHOICES = "exclusive choices"
    NOBODY_MEETS = "nobody meets it"
    EXCLUSIVE_REQUIREMENTS = "exclusive requirements"
    NOBODY_PASSES = "nobody passes"
    EVERYBODY_PASSES = "everybody passes"
    NO_WORDS = "no words"


@dataclass(frozen=True)
class Fault:
    """A flaw, and where it is: places in the rule, counted from 0, outermost first.

    () is the rule, (1,) its second requirement, (1, 0) that one's first route,
    (1, 0, 2) that one's third criterion. `other` is the second place of a pair.
    """

    flaw: Flaw
    place: tuple[int, ...] = ()
    other: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Words:
    """What a requirement, and each of its routes, says to the reader."""

    text: str
    routes: tuple[str, ...] = ()


def find_faults(rule: Rule) -> list[Fault]:
    """Everything that makes `rule` no rule; nothing for a sound one.

    What is empty is told first and alone: until it is filled, whether anybody can
    pass says little. `confirmed_by_city` changes nothing: the city decides on a way
    that has to be there. Nor does it that a requirement is only a guide.
    """
    firm = Rule(tuple(requirement.firm for requirement in rule.requirements))
    return list(_empty(firm)) or list(_impossible(firm))


def find_wordless(words: Sequence[Words]) -> list[Fault]:
    """The requirements and routes that say nothing to the reader."""
    places = [
        (place, text)
        for number, item in enumerate(words)
        for place, text in [
            ((number,), item.text),
            *(((number, route), text) for route, text in enumerate(item.routes)),
        ]
    ]
    return [Fault(Flaw.NO_WORDS, place) for place, text in places if not text.strip()]


def _empty(rule: Rule) -> Iterator[Fault]:
    """What asks nothing, or accepts nothing."""
    if not rule.requirements:
        yield Fault(Flaw.NO_REQUIREMENT)
    for place, requirement in enumerate(rule.requirements):
        if not requirement.routes:
            yield Fault(Flaw.NO_ROUTE, (place,))
        for route_place, route in enumerate(requirement.routes):
            yield from _empty_in_route(route, (place, route_place))


def _empty_in_route(route: Route, place: tuple[int, int]) -> Iterator[Fault]:
    if not route.criteria:
        yield Fault(Flaw.NO_CRITERION, place)
    for number, criterion in enumerate(route.criteria):
        if not criterion.accepted & criterion.choices:
            yield Fault(Flaw.ACCEPTS_NOTHING, (*place, number))
        elif criterion.choices <= criterion.accepted:
            yield Fault(Flaw.ACCEPTS_EVERYTHING, (*place, number))


def _impossible(rule: Rule) -> Iterator[Fault]:
    """What cannot be met, from the smallest part to the whole."""
    closed = list(_closed_routes(rule)) + list(_closed_requirements(rule))
    yield from closed
    if closed:
        return
    verdict = rule.judge({})
    if verdict is Verdict.YES:
        yield Fault(Flaw.EVERYBODY_PASSES)
    if verdict is Verdict.NO:
        yield from list(_exclusive_pairs(rule)) or [Fault(Flaw.NOBODY_PASSES)]


def _closed_routes(rule: Rule) -> Iterator[Fault]:
    """The routes that need two choices of one question at once."""
    for place, requirement in enumerate(rule.requirements):
        for number, route in enumerate(requirement.routes):
            if _is_closed(route):
                yield Fault(Flaw.EXCLUSIVE_CHOICES, (place, number))


def _is_closed(route: Route) -> bool:
    accepted: dict[str, list[frozenset[str]]] = defaultdict(list)
    for criterion in route.criteria:
        accepted[criterion.question].append(criterion.accepted & criterion.choices)
    return any(not frozenset.intersection(*sets) for sets in accepted.values())


def _closed_requirements(rule: Rule) -> Iterable[Fault]:
    """The requirements all of whose routes are closed."""
    return (
        Fault(Flaw.NOBODY_MEETS, (place,))
        for place, requirement in enumerate(rule.requirements)
        if all(map(_is_closed, requirement.routes))
    )


def _exclusive_pairs(rule: Rule) -> Iterator[Fault]:
    """The pairs of requirements of which nobody can meet both."""
    for (first, one), (second, other) in combinations(enumerate(rule.requirements), 2):
        if _excludes(one, other):
            yield Fault(Flaw.EXCLUSIVE_REQUIREMENTS, (first,), (second,))


def _excludes(one: Requirement, other: Requirement) -> bool:
    return Rule((one, other)).judge({}) is Verdict.NO
