"""What makes a rule no rule: table by table, and against trying every person."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.rule import Criterion, Requirement, Route, Rule
from services.domain.soundness import (
    Fault,
    Flaw,
    Words,
    find_faults,
    find_wordless,
)
from services.domain.verdict import Verdict

CHOICES = {"age": "young middle old", "card": "yes no", "job": "none some"}


def criterion(question: str, *accepted: str) -> Criterion:
    choices = frozenset(CHOICES[question].split())
    return Criterion(question, frozenset(accepted), choices)


def one_of(*routes: Route, **given: object) -> Requirement:
    return Requirement("code", routes, **given)


def way(*criteria: Criterion) -> Route:
    return Route(criteria)


YOUNG = one_of(way(criterion("age", "young")))
OLD = one_of(way(criterion("age", "old")))
NOT_OLD = one_of(way(criterion("age", "young", "middle")))
NOT_YOUNG = one_of(way(criterion("age", "middle", "old")))
NOT_MIDDLE = one_of(way(criterion("age", "young", "old")))
CARD = one_of(way(criterion("card", "yes")))


@pytest.mark.parametrize(
    ("requirements", "faults"),
    [
        pytest.param([YOUNG, CARD], [], id="sound"),
        pytest.param([], [Fault(Flaw.NO_REQUIREMENT)], id="no requirement"),
        pytest.param([CARD, one_of()], [Fault(Flaw.NO_ROUTE, (1,))], id="no route"),
        pytest.param(
            [CARD, one_of(way(criterion("age", "old")), way())],
            [Fault(Flaw.NO_CRITERION, (1, 1))],
            id="a route that asks nothing",
        ),
        pytest.param(
            [one_of(way(criterion("card", "yes"), criterion("age")))],
            [Fault(Flaw.ACCEPTS_NOTHING, (0, 0, 1))],
            id="no accepted choice",
        ),
        pytest.param(
            [one_of(way(criterion("age", "dead")))],
            [Fault(Flaw.ACCEPTS_NOTHING, (0, 0, 0))],
            id="only a choice that there is not",
        ),
        pytest.param(
            [one_of(way(criterion("card", "yes", "no")))],
            [Fault(Flaw.ACCEPTS_EVERYTHING, (0, 0, 0))],
            id="every choice accepted",
        ),
        pytest.param(
            [one_of(way()), one_of()],
            [Fault(Flaw.NO_CRITERION, (0, 0)), Fault(Flaw.NO_ROUTE, (1,))],
            id="all that is empty at once",
        ),
        pytest.param(
            [one_of(way(criterion("age", "young"), criterion("age", "old")))],
            [Fault(Flaw.EXCLUSIVE_CHOICES, (0, 0)), Fault(Flaw.NOBODY_MEETS, (0,))],
            id="two exclusive choices, and no other route",
        ),
        pytest.param(
            [
                one_of(
                    way(criterion("card", "yes")),
                    way(criterion("age", "young"), criterion("age", "old")),
                )
            ],
            [Fault(Flaw.EXCLUSIVE_CHOICES, (0, 1))],
            id="two exclusive choices beside a route that is open",
        ),
        pytest.param(
            [one_of(way(criterion("age", "young"), criterion("age", "young", "old")))],
            [],
            id="one question twice, with a choice in common",
        ),
        pytest.param(
            [YOUNG, CARD, OLD],
            [Fault(Flaw.EXCLUSIVE_REQUIREMENTS, (0,), (2,))],
            id="two requirements that exclude each other",
        ),
        pytest.param(
            [NOT_OLD, NOT_YOUNG, NOT_MIDDLE],
            [Fault(Flaw.NOBODY_PASSES)],
            id="three of which any two can be met",
        ),
        pytest.param(
            [one_of(way(criterion("card", "yes")), way(criterion("card", "no")))],
            [Fault(Flaw.EVERYBODY_PASSES)],
            id="routes that together accept every answer",
        ),
        pytest.param(
            [
                one_of(way(criterion("card", "yes")), way(criterion("card", "no"))),
                YOUNG,
            ],
            [],
            id="a requirement that all meet, beside one that tells",
        ),
        pytest.param(
            [one_of(*YOUNG.routes, confirmed_by_city=True, way_in="other"), OLD],
            [Fault(Flaw.EXCLUSIVE_REQUIREMENTS, (0,), (1,))],
            id="the city's word opens no closed way",
        ),
    ],
)
def test_a_fault_is_found_where_it_is(requirements, faults):
    assert find_faults(Rule(tuple(requirements))) == faults


@pytest.mark.parametrize(
    ("words", "places"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([Words("条件", ("道1", "道2"))], [], id="all said"),
        pytest.param([Words("条件"), Words(" 　")], [(1,)], id="a requirement"),
        pytest.param([Words("条件", ("道", ""))], [(0, 1)], id="a route"),
        pytest.param([Words("", ("",))], [(0,), (0, 0)], id="both"),
    ],
)
def test_what_says_nothing_to_the_reader_is_found(words, places):
    assert find_wordless(words) == [Fault(Flaw.NO_WORDS, place) for place in places]


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    question = draw(st.sampled_from(sorted(CHOICES)))
    return criterion(
        question, *draw(st.sets(st.sampled_from(CHOICES[question].split())))
    )


def some(parts: st.SearchStrategy) -> st.SearchStrategy[tuple]:
    return st.lists(parts, max_size=3).map(tuple)


routes = st.builds(Route, some(criteria()))
requirements = st.builds(Requirement, st.just("code"), some(routes))
rules = st.builds(Rule, some(requirements))


def everybody(rule: Rule) -> list[Verdict]:
    """The verdict on each person that there can be."""
    return [
        rule.glance(dict(zip(CHOICES, person, strict=True)))
        for person in product(*(choices.split() for choices in CHOICES.values()))
    ]


@given(rule=rules)
def test_a_rule_without_fault_lets_some_pass_and_not_all(rule):
    if not find_faults(rule):
        assert set(everybody(rule)) == {Verdict.YES, Verdict.NO}


@given(rule=rules)
def test_a_rule_that_nobody_or_everybody_passes_has_a_fault(rule):
    if len(set(everybody(rule))) == 1:
        assert find_faults(rule) != []


@given(rule=rules)
def test_a_fault_names_a_place_that_there_is(rule):
    for fault in find_faults(rule):
        for place in filter(None, (fault.place, fault.other)):
            part = rule.requirements[place[0]]
            for number, parts in zip(place[1:], ("routes", "criteria"), strict=False):
                part = getattr(part, parts)[number]
            assert part is not None


@given(rule=rules)
def test_two_requirements_are_told_apart_only_when_nobody_meets_both(rule):
    for fault in find_faults(rule):
        if fault.flaw is Flaw.EXCLUSIVE_REQUIREMENTS:
            pair = tuple(rule.requirements[p[0]] for p in (fault.place, fault.other))
            assert set(everybody(Rule(pair))) == {Verdict.NO}


def test_the_order_of_requirements_changes_no_finding():
    one, two = Rule((YOUNG, OLD)), Rule((OLD, YOUNG))
    assert find_faults(one) == find_faults(two)
