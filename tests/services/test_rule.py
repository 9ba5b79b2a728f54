"""Rules as values: requirements, any of their routes, all of their criteria."""

import pytest

from services.domain.rule import Criterion, Requirement, Route, Rule
from services.domain.verdict import Verdict

AGE = Criterion("age", frozenset({"50", "65"}))
WORKED = Criterion("worked", frozenset({"yes"}))
TIRED = Criterion("stamina", frozenset({"no"}))
PATH = Requirement("path", (Route((AGE,)), Route((WORKED, TIRED))))


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


def test_a_rule_asks_for_every_requirement():
    rule = Rule(
        (PATH, Requirement("scope", (Route((Criterion("in", frozenset("y")),)),)))
    )

    assert rule.judge({"age": "50", "in": "y"}) is Verdict.YES
    assert rule.judge({"age": "50", "in": "n"}) is Verdict.NO
    assert rule.judge({"age": "50"}) is Verdict.UNKNOWN
