"""Answers that do not go together are pointed out, and both stay changeable."""

import pytest
from django.urls import reverse

from services.contradictions import Clash, clashes_in
from services.models import Contradiction, Question
from tests.readers import html_of, run_on, words_of

HEADING = {
    "": "合わない答えがあるようです",
    "/easy": "合わない答えがあるようです",
    "/en": "Some answers do not seem to go together",
}
PREFIXES = pytest.mark.parametrize("prefix", list(HEADING), ids=["ja", "easy", "en"])


@pytest.fixture
def pair(db) -> Contradiction:
    """Two questions with two answers each, of which two do not go together."""
    choices = {}
    for code in ("job", "months"):
        question = Question.objects.create(code=code, text=code, reason="わけ")
        for number, answer in enumerate(("yes", "no")):
            choices[code, answer] = question.choices.create(
                code=answer, text=answer, order=number
            )
    row = Contradiction.objects.create(code="pair", text="両方があります。")
    row.one.add(choices["months", "yes"])
    row.other.add(choices["job", "no"])
    return row


@pytest.mark.parametrize(
    ("given", "clashes"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"months": "yes"}, [], id="one of them"),
        pytest.param({"months": "yes", "job": "yes"}, [], id="they go together"),
        pytest.param(
            {"months": "yes", "job": "no"},
            [Clash("両方があります。", ("months", "job"))],
            id="they do not",
        ),
    ],
)
def test_a_row_says_which_answers_do_not_go_together(pair, given, clashes):
    assert clashes_in(given) == clashes


def test_what_was_just_answered_is_held_against_what_it_presupposes(pair):
    pair.delete()
    months, job = (Question.objects.get(code=code) for code in ("months", "job"))
    months.presupposes.set(job.choices.filter(code="yes"))
    given = {"months": "no", "job": "no"}

    assert clashes_in(given) == []
    assert clashes_in(given, just_answered="months") == [Clash("", ("months", "job"))]
    assert clashes_in(given, just_answered="job") == []


@pytest.mark.parametrize("number", [1, 3])
def test_looking_costs_the_same_however_many_rows(
    pair, number, django_assert_num_queries
):
    for more in range(number - 1):
        row = Contradiction.objects.create(code=f"more-{more}", text="文")
        row.one.set(pair.one.all())
        row.other.set(pair.other.all())
    for queries in (6, 1):  # what is looked through is held
        with django_assert_num_queries(queries):
            clashes_in({"months": "yes", "job": "yes"})


# --- on the site ----------------------------------------------------------------


def answer(client, prefix: str, **answers: str) -> None:
    client.post(f"{prefix}/check/who/", {"choice": "self"})
    for code, choice in answers.items():
        told = {"question": code.replace("_", "-"), "choice": choice}
        address = f"{prefix}/check/question/1/"
        assert client.post(address, told).status_code == 302


@pytest.mark.usefixtures("content")
@PREFIXES
@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"job_months": "6-to-41", "work": "none"}, id="joined first"),
        pytest.param({"work": "none", "job_months": "6-to-41"}, id="joined last"),
        pytest.param({"job_months": "6-to-41", "now": "none"}, id="the short way"),
    ],
)
def test_joined_six_months_ago_and_not_working_is_remarked_on(client, prefix, answers):
    answer(client, prefix, **answers)

    for page in ("result/", "answers/", "result/print/", "question/1/"):
        words = words_of(client.get(f"{prefix}/check/{page}"))
        assert run_on(HEADING[prefix]) in words
    html = html_of(client.get(f"{prefix}/check/result/"))
    for number in (1, 2):
        assert f'href="{prefix}/check/question/{number}/"' in html
        address = f"{prefix}/check/question/{number}/"
        code = client.get(address).context["question"].code
        assert code.replace("-", "_") == list(answers)[number - 1]


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("code", "choice"),
    [
        pytest.param("work", "other", id="the one"),
        pytest.param("job-months", "unknown", id="the other"),
    ],
)
def test_changing_either_answer_ends_the_contradiction(client, code, choice):
    answer(client, "", job_months="6-to-41", work="none")
    client.post("/check/question/1/", {"question": code, "choice": choice})
    assert HEADING[""] not in words_of(client.get("/check/result/"))


@pytest.mark.usefixtures("content")
def test_an_answer_that_a_later_one_made_pointless_is_no_contradiction(client):
    answer(client, "", age="65-or-over", grant_5years="yes")
    client.post("/check/question/1/", {"question": "age", "choice": "18-49"})
    assert HEADING[""] not in words_of(client.get("/check/answers/"))


@pytest.mark.usefixtures("content")
def test_every_shipped_contradiction_is_between_different_questions():
    for row in Contradiction.objects.prefetch_related("one", "other"):
        one = {choice.question_id for choice in row.one.all()}
        other = {choice.question_id for choice in row.other.all()}
        assert one.isdisjoint(other)
        for choices in ([a, b] for a in row.one.all() for b in row.other.all()):
            given = {choice.question.code: choice.code for choice in choices}
            assert row.text in [clash.text for clash in clashes_in(given)]


@pytest.mark.usefixtures("content")
def test_staff_cannot_set_answers_of_one_question_against_each_other(admin_client):
    choices = Question.objects.get(code="work").choices.all()
    data = {
        "code": "new",
        "text_ja": "文です。",
        "one": [choices[0].pk],
        "other": [choices[1].pk],
        "order": 0,
    }
    response = admin_client.post(reverse("admin:services_contradiction_add"), data)
    assert response.status_code == 200
    [error] = response.context["adminform"].form.errors["other"]
    assert "ちがう質問の答えを選んでください" in error
    data["other"] = [Question.objects.get(code="age").choices.first().pk]
    address = reverse("admin:services_contradiction_add")
    assert admin_client.post(address, data).status_code == 302
