"""What is only a guide (めやす) is never a firm no; tried over every answer."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.outcome import Outcome, judge
from services.domain.rule import Criterion, Requirement, Route, Rule
from services.domain.verdict import Verdict
from services.eligibility import check_eligibility
from services.models import EligibilityRequirement
from tests import rows
from tests.services.test_rule import ANSWERS, REQUIREMENTS, ROUTES, completions

YES_NO = frozenset({"yes", "no"})
SOFT = st.builds(
    Requirement,
    st.just("soft"),
    st.lists(ROUTES, min_size=1, max_size=3).map(tuple),
    is_guide=st.booleans(),
    is_estimate=st.booleans(),
).filter(lambda item: item.is_guide or item.is_estimate)
MIXED = st.builds(
    Rule,
    st.lists(st.one_of(REQUIREMENTS, SOFT), min_size=1, max_size=3).map(tuple),
)


def asks(question: str, **given: object) -> Requirement:
    criterion = Criterion(question, frozenset({"yes"}), YES_NO)
    return Requirement(question, (Route((criterion,)),), **given)


CARD = asks("card")
AGE = asks("age", is_guide=True)
SKILL = asks("skill", is_estimate=True)
PATH = asks("path", way_in="first")


@given(requirement=SOFT, answers=ANSWERS)
def test_a_guide_is_never_failed_whatever_is_answered(requirement, answers):
    for complete in completions(answers):
        assert requirement.judge(complete) is not Verdict.NO
    assert requirement.judge(answers) is not Verdict.NO


@given(requirement=SOFT, answers=ANSWERS)
def test_a_guide_is_met_exactly_where_it_would_be_met_if_it_were_firm(
    requirement, answers
):
    assert (requirement.judge(answers) is Verdict.YES) is (
        requirement.firm.judge(answers) is Verdict.YES
    )
    assert requirement.is_doubtful(answers) is (
        requirement.firm.judge(answers) is Verdict.NO
    )


@given(rule=MIXED, answers=ANSWERS)
def test_a_no_is_firm_only_where_something_other_than_a_guide_says_so(rule, answers):
    judgement = judge(rule, answers)
    if judgement.outcome is Outcome.UNLIKELY and not judgement.is_guide:
        without = [item for item in rule.requirements if item.firm == item]
        assert judge(Rule(tuple(without)), answers).outcome is Outcome.UNLIKELY


@given(rule=MIXED, answers=ANSWERS, data=st.data())
def test_one_more_answer_never_turns_what_is_settled_around(rule, answers, data):
    before = rule.judge(answers)
    complete = data.draw(st.sampled_from(list(completions(answers))))
    if before is not Verdict.UNKNOWN:
        assert rule.judge(complete) is before


@pytest.mark.parametrize(
    ("requirements", "answers", "outcome", "is_guide"),
    [
        pytest.param([CARD, AGE], "yes no", Outcome.UNLIKELY, True, id="a guide"),
        pytest.param([CARD, SKILL], "yes no", Outcome.ASK, False, id="an estimate"),
        pytest.param([CARD, AGE], "no no", Outcome.UNLIKELY, False, id="and firmly"),
        pytest.param([PATH, SKILL], "no no", Outcome.FIRST, False, id="a way in"),
        pytest.param([PATH, AGE], "no no", Outcome.UNLIKELY, True, id="no way in"),
        pytest.param([CARD, AGE], "yes yes", Outcome.LIKELY, False, id="both met"),
        pytest.param([CARD, SKILL], "yes ?", Outcome.ASK, False, id="not known"),
    ],
)
def test_what_a_guide_comes_to(requirements, answers, outcome, is_guide):
    told = {
        item.code: answer
        for item, answer in zip(requirements, answers.split(), strict=True)
        if answer != "?"
    }
    judgement = judge(Rule(tuple(requirements)), told)
    assert (judgement.outcome, judgement.is_guide) == (outcome, is_guide)


# --- the shipped rules --------------------------------------------------------

# Where a requirement calls something めやす and is yet firm: who reads it and fails
# it has a way in, or was told so by the city itself.
FIRM_ALL_THE_SAME = {"path": "a way in", "work": "the city's own word"}


@pytest.mark.usefixtures("content")
def test_whatever_a_shipped_text_calls_a_guide_is_judged_as_one():
    called = [
        row
        for row in EligibilityRequirement.objects.all()
        if "めやす" in row.text_ja + row.reason_ja
    ]
    firm = {row.code for row in called if not (row.is_guide or row.is_estimate)}
    assert firm == set(FIRM_ALL_THE_SAME)
    assert {row.code for row in called} - firm == {"contract"}


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("slug", "answers"),
    [
        pytest.param(
            slug,
            {"grant-5years": five, "grant-before-65": before} | common,
            id=f"{slug} {five} {before}",
        )
        for (slug, own, common), five, before in product(
            [
                (
                    "ikou",
                    "ikou",
                    {
                        "work": "none",
                        "student": "none",
                        "wish-job": "yes",
                        "outlook": "yes",
                        "ikou-months": "under-24",
                    },
                ),
                ("a-gata", "a-gata", {"work": "none", "contract": "with-support"}),
            ],
            ["yes", "no"],
            ["ikou", "a-gata", "other"],
        )
        if (five, before) != ("yes", own)
    ],
)
def test_from_65_on_a_no_says_that_the_city_checks(slug, answers):
    told = {"age": "65-or-over", "basis": "certificate"} | answers
    found = {f.service.slug: f for f in check_eligibility(told, on=rows.DAY)}[slug]
    assert (found.outcome, found.is_guide) == (Outcome.UNLIKELY, True)
    assert [item.row.code for item in found.doubtful] == ["under-65"]
