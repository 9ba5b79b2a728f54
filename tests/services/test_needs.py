"""A question is asked only of whom it concerns, and after what it presupposes."""

import random
from itertools import product

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from services.domain.interview import Interviewer
from services.domain.rule import Criterion, Requirement, Route, Rule
from services.domain.verdict import Verdict
from services.eligibility import check_eligibility, interviewer
from services.models import Question
from services.rulebook import all_choices, what_questions_need
from tests import rows

# q2 presupposes a or b of q1; q3 presupposes a of q2.
CHOICES = {"q1": "abc", "q2": "ab", "q3": "ab"}


def criterion(question: str, accepted: str, *needs: Criterion) -> Criterion:
    return Criterion(question, frozenset(accepted), frozenset(CHOICES[question]), needs)


def asked(question: str, accepted: str) -> Criterion:
    """A criterion with what its question presupposes."""
    needs = {"q2": ("q1", "ab"), "q3": ("q2", "a")}
    given_needs = [asked(*needs[question])] if question in needs else []
    return criterion(question, accepted, *given_needs)


ROUTES = st.lists(
    st.builds(
        asked, st.sampled_from(sorted(CHOICES)), st.sampled_from(["a", "b", "ab"])
    ),
    min_size=1,
    max_size=3,
).map(lambda criteria: Route(tuple(criteria)))
REQUIREMENTS = st.builds(
    Requirement, st.just("r"), st.lists(ROUTES, min_size=1, max_size=3).map(tuple)
)


def persons() -> list[dict[str, str]]:
    """Everybody there can be: nobody answers what does not concern him."""
    found = []
    for q1, q2, q3 in product(*CHOICES.values()):
        told = {"q1": q1}
        if q1 in "ab":
            told["q2"] = q2
            if q2 == "a":
                told["q3"] = q3
        if told not in found:
            found.append(told)
    return found


EVERYBODY = persons()


@given(requirement=REQUIREMENTS, person=st.sampled_from(EVERYBODY), data=st.data())
def test_a_verdict_is_open_exactly_while_somebody_could_still_differ(
    requirement, person, data
):
    asked_for = sorted(requirement.questions.keys() & person.keys())
    known = data.draw(st.sets(st.sampled_from(asked_for)))
    told = {name: person[name] for name in known}
    like = [p for p in EVERYBODY if told.items() <= p.items()]
    reached = {requirement.glance(p) for p in like}
    expected = reached.pop() if len(reached) == 1 else Verdict.UNKNOWN
    assert requirement.judge(told) is expected


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        pytest.param({}, Verdict.UNKNOWN, id="nothing known"),
        pytest.param({"q1": "a"}, Verdict.UNKNOWN, id="it concerns me"),
        pytest.param({"q1": "c"}, Verdict.NO, id="it does not"),
        pytest.param({"q1": "c", "q2": "a"}, Verdict.YES, id="as it was given"),
        pytest.param({"q2": "a"}, Verdict.YES, id="before what it presupposes"),
    ],
)
def test_nobody_qualifies_by_what_does_not_concern_him(answers, verdict):
    requirement = Requirement("r", (Route((asked("q2", "a"),)),))
    assert requirement.judge(answers) is verdict


def test_what_is_presupposed_by_what_is_presupposed_counts_too():
    requirement = Requirement("r", (Route((asked("q3", "a"),)),))
    assert requirement.judge({"q1": "c"}) is Verdict.NO
    assert list(requirement.open_questions({"q1": "c"})) == []


@given(
    requirements=st.lists(REQUIREMENTS, min_size=1, max_size=3),
    person=st.sampled_from(EVERYBODY),
    unknown=st.sets(st.sampled_from(sorted(CHOICES))),
)
def test_a_person_is_asked_in_order_and_only_what_concerns_him(
    requirements, person, unknown
):
    rules = [Rule((requirement,)) for requirement in requirements]
    told = {name: choice for name, choice in person.items() if name not in unknown}

    interview = Interviewer(rules, order=()).interview(told, unknown)

    assert interview.next is None
    asked_so_far = list(interview.asked)
    assert set(asked_so_far) <= {*told, *unknown}
    for later, earlier in (("q2", "q1"), ("q3", "q2")):
        if later in asked_so_far:
            assert earlier in asked_so_far[: asked_so_far.index(later)]
            assert earlier not in unknown


# --- the shipped questions ----------------------------------------------------


@pytest.mark.usefixtures("content")
def test_on_two_hundred_random_ways_no_question_comes_before_what_it_presupposes():
    choices, needs = all_choices(), what_questions_need()
    asker, drawn = interviewer(on=rows.DAY), random.Random(11)
    for _ in range(200):
        told: dict[str, str] = {}
        unknown: list[str] = []
        while question := asker.next_question(told, unknown):
            known = asker.calendar.implications.close(told)
            limits = asker.calendar.implications.limits(told)
            for need in needs[question]:
                left = limits.get(need.question, {known.get(need.question)})
                assert left & need.accepted
            if drawn.random() < 0.15:
                unknown.append(question)
            else:
                left = limits.get(question, choices[question])
                told[question] = drawn.choice(sorted(left))
        assert len(told) + len(unknown) <= len(choices)


@pytest.mark.usefixtures("content")
def test_nobody_under_18_is_asked_for_a_pension_that_begins_at_20():
    choices = all_choices()
    asker, drawn = interviewer(on=rows.DAY), random.Random(16)
    for age in ("under-15", "15-17"):
        for _ in range(50):
            told = {"age": age}
            while question := asker.next_question(told, ()):
                assert question not in {"pension", "grant-5years", "grant-before-65"}
                told[question] = drawn.choice(sorted(choices[question]))


@pytest.mark.usefixtures("content")
def test_what_does_not_concern_a_person_is_not_for_the_city_to_tell_either():
    told = {"age": "15-17", "work": "none", "notice": "yes", "contract": "difficult"}
    found = {f.service.slug: f for f in check_eligibility(told, on=rows.DAY)}
    assert "pension" not in found["b-gata"].open_questions
    assert found["teichaku"].open_questions == ()


@pytest.mark.django_db
def test_questions_in_a_circle_presuppose_nothing_of_each_other():
    one, other = (
        Question.objects.create(code=code, text=code, reason="わけ")
        for code in ("one", "other")
    )
    for question in (one, other):
        question.choices.create(code="yes", text="はい")
    one.presupposes.set(other.choices.all())
    other.presupposes.set(one.choices.all())

    assert what_questions_need() == {"one": (), "other": ()}


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("question", "presupposed"),
    [
        pytest.param("pension", "pension", id="its own answer"),
        pytest.param("work", "job-months", id="a question that comes after it"),
    ],
)
def test_staff_cannot_make_a_question_presuppose_itself(
    admin_client, question, presupposed
):
    row = Question.objects.get(code=question)
    address = reverse("admin:services_question_change", args=[row.pk])
    form = admin_client.get(address).context["adminform"].form
    choice = Question.objects.get(code=presupposed).choices.first()
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"presupposes": [choice.pk], **_no_inlines(row)}

    response = admin_client.post(address, data)

    assert response.status_code == 200
    [error] = response.context["adminform"].form.errors["presupposes"]
    assert "ほかの質問の答えを選んでください" in error
    assert not row.presupposes.filter(pk=choice.pk).exists()


def _no_inlines(row: Question) -> dict[str, object]:
    count = row.choices.count()
    sent: dict[str, object] = {
        "choices-TOTAL_FORMS": count,
        "choices-INITIAL_FORMS": count,
    }
    for number, choice in enumerate(row.choices.all()):
        sent |= {
            f"choices-{number}-{name}": getattr(choice, name)
            for name in ("id", "code", "text_ja", "text_ja_simple", "text_en", "order")
        }
        sent[f"choices-{number}-question"] = row.pk
    return sent
