"""Rules as values: judged exactly, against a twin that tries every completion."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.interview import Interviewer
from services.domain.outcome import Outcome, is_settled, judge
from services.domain.rule import Criterion, Requirement, Route, Rule
from services.domain.verdict import Verdict

YES_NO = frozenset({"yes", "no"})
AGES = frozenset({"18", "50", "65"})
AGE = Criterion("age", frozenset({"50", "65"}), AGES)
WORKED = Criterion("worked", frozenset({"yes"}), YES_NO)
TIRED = Criterion("stamina", frozenset({"no"}), YES_NO)
PATH = Requirement("path", (Route((AGE,)), Route((WORKED, TIRED))), way_in="first")
SCOPE = Requirement(
    "scope",
    (Route((Criterion("scope", frozenset({"yes"}), YES_NO),), confirmed_by_city=True),),
)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        pytest.param({}, Verdict.UNKNOWN, id="nothing answered"),
        pytest.param({"age": "50"}, Verdict.YES, id="one route is enough"),
        pytest.param({"age": "18"}, Verdict.UNKNOWN, id="another route is open"),
        pytest.param({"age": "18", "worked": "no"}, Verdict.NO, id="no route is left"),
        pytest.param(
            {"age": "18", "worked": "yes", "stamina": "no"},
            Verdict.YES,
            id="all criteria of a route",
        ),
        pytest.param(
            {"age": "18", "worked": "yes"}, Verdict.UNKNOWN, id="half of a route"
        ),
    ],
)
def test_a_requirement_is_met_by_any_route_whose_criteria_are_all_met(answers, verdict):
    assert PATH.judge(answers) is verdict


def test_two_routes_that_accept_every_answer_leave_nothing_open():
    young = Criterion("age", AGES - AGE.accepted, AGES)
    anybody = Requirement("any", (Route((AGE,)), Route((young,))))

    assert anybody.glance({}) is Verdict.UNKNOWN
    assert anybody.judge({}) is Verdict.YES


@pytest.mark.parametrize(
    ("answers", "outcome", "first", "confirm"),
    [
        pytest.param({}, Outcome.ASK, None, False, id="nothing known"),
        pytest.param(
            {"age": "50", "scope": "yes"},
            Outcome.LIKELY,
            None,
            True,
            id="the city confirms",
        ),
        pytest.param(
            {"age": "18", "worked": "no", "scope": "yes"},
            Outcome.FIRST,
            "first",
            False,
            id="every failing requirement names a way in",
        ),
        pytest.param(
            {"age": "18", "worked": "no", "scope": "no"},
            Outcome.UNLIKELY,
            None,
            False,
            id="one failing requirement names none",
        ),
        pytest.param({"scope": "no"}, Outcome.UNLIKELY, None, False, id="shut at once"),
    ],
)
def test_a_verdict_comes_to_one_of_four_outcomes(answers, outcome, first, confirm):
    judgement = judge(Rule((PATH, SCOPE)), answers)
    assert (judgement.outcome, judgement.first, judgement.confirm) == (
        outcome,
        first,
        confirm,
    )


QUESTIONS = {
    "q1": ("a", "b"),
    "q2": ("a", "b", "c"),
    "q3": ("a", "b"),
    "q4": ("a", "b", "c"),
}


CRITERIA = [
    Criterion(question, frozenset(accepted), frozenset(choices))
    for question, choices in QUESTIONS.items()
    for size in range(1, len(choices) + 1)
    for accepted in combinations(choices, size)
]
ROUTES = st.builds(
    Route, st.lists(st.sampled_from(CRITERIA), min_size=1, max_size=3).map(tuple)
)
REQUIREMENTS = st.builds(
    Requirement,
    st.just("r"),
    st.lists(ROUTES, min_size=1, max_size=3).map(tuple),
    way_in=st.sampled_from([None, "first"]),
)
RULES = st.builds(Rule, st.lists(REQUIREMENTS, min_size=1, max_size=3).map(tuple))
ANSWERS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(choices) for name, choices in QUESTIONS.items()}
)


def completions(answers, leave_out=()):
    missing = [name for name in QUESTIONS if name not in {*answers, *leave_out}]
    for chosen in product(*(QUESTIONS[name] for name in missing)):
        yield {**answers, **dict(zip(missing, chosen, strict=True))}


@given(rule=RULES, answers=ANSWERS)
def test_a_verdict_is_open_exactly_while_a_completion_can_change_it(rule, answers):
    reached = {rule.glance(complete) for complete in completions(answers)}
    expected = reached.pop() if len(reached) == 1 else Verdict.UNKNOWN
    assert rule.judge(answers) is expected


@given(
    requirement=REQUIREMENTS,
    answers=ANSWERS,
    question=st.sampled_from(sorted(QUESTIONS)),
    unknown=st.sets(st.sampled_from(sorted(QUESTIONS))),
)
def test_a_question_matters_exactly_when_some_pair_of_its_answers_differs(
    requirement, answers, question, unknown
):
    stays_open = unknown - {question}
    given_answers = {
        name: choice
        for name, choice in answers.items()
        if name != question and name not in stays_open
    }
    differs = any(
        len({requirement.judge({**rest, question: c}) for c in QUESTIONS[question]}) > 1
        for rest in completions(given_answers, leave_out={question, *stays_open})
    )
    assert requirement.depends_on(question, given_answers, stays_open) is differs


@given(rule=RULES, answers=ANSWERS)
def test_a_settled_outcome_is_that_of_every_completion(rule, answers):
    outcome = judge(rule, answers).outcome
    outcomes = {judge(rule, complete).outcome for complete in completions(answers)}
    if is_settled(rule, answers):
        assert outcomes == {outcome}


@given(rule=RULES, answers=ANSWERS, data=st.data())
def test_the_order_of_answers_never_matters(rule, answers, data):
    shuffled = dict(data.draw(st.permutations(sorted(answers.items()))))
    assert judge(rule, shuffled) == judge(rule, answers)


@given(
    rules=st.lists(RULES, min_size=1, max_size=3),
    answers=ANSWERS,
    unknown=st.sets(st.sampled_from(sorted(QUESTIONS))),
)
def test_the_interview_always_ends_and_asks_nothing_twice(rules, answers, unknown):
    interviewer = Interviewer(rules, order=sorted(QUESTIONS))
    held_back = {name: c for name, c in answers.items() if name not in unknown}
    replies = {**{name: QUESTIONS[name][0] for name in QUESTIONS}, **held_back}
    for name in unknown:
        replies.pop(name)

    interview = interviewer.interview(replies, unknown)

    assert interview.next is None
    assert len(interview.asked) == len(set(interview.asked))
    assert set(interview.asked) == {*interview.answers, *interview.unknown}


@given(rules=st.lists(RULES, min_size=1, max_size=3), answers=ANSWERS)
def test_leaving_out_what_was_not_asked_changes_no_outcome(rules, answers):
    """An answer that the interview drops could not have mattered."""
    complete = {**{name: QUESTIONS[name][0] for name in QUESTIONS}, **answers}
    interview = Interviewer(rules, order=sorted(QUESTIONS)).interview(complete)
    for rule in rules:
        assert judge(rule, interview.answers).outcome is judge(rule, complete).outcome


@given(rules=st.lists(RULES, min_size=1, max_size=3))
def test_not_knowing_anything_still_ends(rules):
    interview = Interviewer(rules, order=[]).interview({}, unknown=QUESTIONS)
    assert interview.next is None
    assert interview.answers == {}
