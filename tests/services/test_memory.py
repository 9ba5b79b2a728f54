"""What is remembered is what would be found out anew, and never grows without end."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.domain.interview import Interviewer
from services.domain.memory import Memory
from services.domain.rule import Requirement, Rule
from tests.services.test_needs import CHOICES, EVERYBODY, ROUTES

REQUIREMENTS = st.builds(
    Requirement,
    st.just("r"),
    st.lists(ROUTES, min_size=1, max_size=3).map(tuple),
    confirmed_by_city=st.booleans(),
    is_guide=st.booleans(),
    is_estimate=st.booleans(),
)
# Whatever anybody may say, also to what does not concern him or is not asked here.
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from(choices) for name, choices in CHOICES.items()},
        "other": st.sampled_from("ab"),
    },
)


@given(requirement=REQUIREMENTS, persons=st.lists(ANSWERS, min_size=2, max_size=20))
def test_a_requirement_tells_everybody_what_it_would_tell_him_first(
    requirement, persons
):
    for answers in [*persons, *persons]:
        fresh = replace(requirement)
        assert requirement.still_open(answers) == fresh.still_open(answers)
        assert requirement.judge(answers) is fresh.judge(answers)


@given(
    rules=st.lists(REQUIREMENTS.map(lambda one: Rule((one,))), min_size=1, max_size=3),
    persons=st.lists(st.sampled_from(EVERYBODY), min_size=2, max_size=8),
    unknown=st.sets(st.sampled_from(sorted(CHOICES))),
    everyone=st.none() | st.frozensets(st.sampled_from(sorted(CHOICES))),
)
def test_an_interviewer_leads_everybody_as_if_he_came_first(
    rules, persons, unknown, everyone
):
    asker = Interviewer(rules, order=(), everyone=everyone)
    for person in persons:
        for not_known in ((), unknown):
            told = {name: c for name, c in person.items() if name not in not_known}
            fresh = Interviewer(
                [Rule(tuple(map(replace, rule.requirements))) for rule in rules],
                order=(),
                everyone=everyone,
            )
            expected = fresh.interview(told, not_known)
            assert asker.interview(told, not_known) == expected
            assert asker.interview(told, not_known) == expected


def test_what_was_made_is_not_made_again_also_where_it_is_nothing():
    made: list[str] = []
    memory: Memory[str | None] = Memory(2)

    for key in ("one", "other", "one"):
        assert memory.recall(key, lambda key=key: made.append(key)) is None

    assert made == ["one", "other"]


def test_beyond_the_most_all_is_forgotten():
    memory: Memory[int] = Memory(2)
    for key in range(3):
        memory.recall(key, lambda key=key: key)

    assert memory.recall(2, lambda: -1) == 2
    assert memory.recall(0, lambda: -1) == -1


def test_what_is_made_while_all_is_forgotten_is_told_all_the_same():
    """Other threads may do so at any moment; so may what is being made itself."""
    memory: Memory[int] = Memory(1)

    def make() -> int:
        return memory.recall("other", lambda: 1) + memory.recall("third", lambda: 2)

    assert memory.recall("one", make) == 3
