"""Three-valued logic: a table of cases, and the property behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.verdict import Verdict, all_of, any_of

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("given_verdicts", "all_verdict", "any_verdict"),
    [
        pytest.param([], YES, NO, id="nothing"),
        pytest.param([YES, YES], YES, YES, id="all yes"),
        pytest.param([YES, NO], NO, YES, id="yes and no"),
        pytest.param([YES, UNKNOWN], UNKNOWN, YES, id="yes and open"),
        pytest.param([NO, UNKNOWN], NO, UNKNOWN, id="no and open"),
        pytest.param([YES, NO, UNKNOWN], NO, YES, id="one of each"),
    ],
)
def test_verdicts_combine_by_kleenes_tables(given_verdicts, all_verdict, any_verdict):
    assert (all_of(given_verdicts), any_of(given_verdicts)) == (
        all_verdict,
        any_verdict,
    )


@pytest.mark.parametrize("combine", [all_of, any_of])
@given(known=st.lists(st.sampled_from(Verdict)))
def test_a_verdict_stays_open_only_while_an_answer_could_change_it(combine, known):
    outcomes = {combine([*known, answer]) for answer in (YES, NO)}
    expected = outcomes.pop() if len(outcomes) == 1 else UNKNOWN
    assert combine([*known, UNKNOWN]) is expected


def test_a_verdict_refuses_to_be_read_as_true_or_false():
    with pytest.raises(TypeError, match="compare it with `is`"):
        bool(UNKNOWN)
