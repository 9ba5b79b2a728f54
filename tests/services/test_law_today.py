"""The check says what the law says today, with the shipped rows (domain of 2026-11)."""

import datetime as dt
import re

import pytest

from services.eligibility import check_eligibility
from services.models import Choice, Question, ServiceFact
from tests import rows
from tests.readers import html_of, run_on, words_of

pytestmark = pytest.mark.usefixtures("content")
STAYING = {
    "age": "18-49",
    "basis": "certificate",
    "work": "other",
    "used-before": "yes",
    "new-job": "yes",
    "job-months": "6-to-41",
    "teichaku-months": "none",
}
NO_RULES = {
    "": "この日の決まりは、このサイトにありません",
    "/easy": "この日の決まりは、このサイトにありません",
    "/en": "This site has no rules for that day",
}
STEPS = [
    "",
    "sheet/",
    "who/",
    "next/",
    "question/1/",
    "answers/",
    "result/",
    "result/print/",
]


def found(slug: str, **answers: str) -> tuple[str, bool]:
    told = {code.replace("_", "-"): choice for code, choice in answers.items()}
    by_slug = {f.service.slug: f for f in check_eligibility(told, on=rows.DAY)}
    return by_slug[slug].outcome.value, by_slug[slug].confirm


def staying(**answers: str) -> tuple[str, bool]:
    told = {code.replace("_", "-"): choice for code, choice in answers.items()}
    return found("teichaku", **(STAYING | told))


def test_a_return_from_leave_counts_and_the_city_checks():
    assert staying(new_job="returned") == ("likely", True)
    assert staying(new_job="returned", job_months="under-6") == ("unlikely", False)


def test_changes_of_job_count_only_while_using_the_service():
    assert staying() == ("likely", False)
    assert staying(job_change="other") == ("likely", False)
    assert staying(used_before="earlier") == ("likely", True)
    using = {"teichaku_months": "under-36"}
    assert staying(job_change="other", **using) == ("unlikely", False)
    assert staying(job_change="once-within-month", **using) == ("likely", True)


@pytest.mark.parametrize("language", ["ja", "ja_simple", "en"])
def test_the_question_on_changes_of_job_is_about_the_time_of_use(language):
    row = Question.objects.get(code="job-change")
    name = "Support for Staying in Employment" if language == "en" else "就労定着支援"
    for field in ("text", "text_family"):
        assert name in getattr(row, f"{field}_{language}")
    assert [choice.question.code for choice in row.presupposes.all()] == [
        "teichaku-months"
    ]


NOT_KNOWN = {"age": ("age", "65-or-over"), "employed": ("work", "other")}


def test_what_a_page_does_not_know_the_check_has_the_city_confirm():
    """Where a fact says that it is not known, nobody is told a plain yes by it."""
    sentaku = {"basis": "certificate", "wish_service": "yes", "using_now": "none"}
    base = {"age": "18-49", "work": "none"}
    unknown = {
        (fact.service.slug, fact.kind.code)
        for fact in ServiceFact.objects.filter(kind__code__in=NOT_KNOWN)
        if re.search("何歳まで.*ません|決まりは.*ません", fact.note_ja)
    }
    assert unknown == {("sentaku", "age"), ("sentaku", "employed"), ("teichaku", "age")}
    for slug, kind in unknown:
        question, choice = NOT_KNOWN[kind]
        own = {**sentaku, **base} if slug == "sentaku" else {}
        told = own | {question: choice}
        result = found(slug, **told) if own else staying(**told)
        assert result == ("likely", True)
    assert found("sentaku", **sentaku, **base) == ("likely", False)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ja", ["高次脳機能障がい", "病気のために"]),
        ("ja_simple", ["高次脳機能障がい", "病気のために"]),
        ("en", ["higher brain dysfunction", "because of illness"]),
    ],
)
def test_brain_dysfunction_and_illness_are_named(language, names):
    basis = Choice.objects.get(question__code="basis", code="no-certificate")
    illness = Choice.objects.get(question__code="hard-now", code="illness")
    for row, name in zip((basis, illness), names, strict=True):
        assert name in getattr(row, f"text_{language}")


@pytest.mark.parametrize("prefix", list(NO_RULES), ids=["ja", "easy", "en"])
@pytest.mark.parametrize("step", STEPS)
def test_every_step_says_that_there_are_no_rules_for_a_day(client, prefix, step):
    client.post(f"{prefix}/check/who/", {"choice": "self"})
    client.post(f"{prefix}/check/question/1/", {"question": "age", "choice": "18-49"})

    response = client.get(f"{prefix}/check/{step}?on=2017-12-31", follow=True)

    assert response.status_code == 200
    assert run_on(NO_RULES[prefix]) in words_of(response)
    assert "答えがまだありません" not in words_of(response)
    assert client.get(f"{prefix}/check/answers/").context["answered"]


@pytest.mark.parametrize(
    ("day", "has_rules"),
    [(dt.date(2018, 3, 31), False), (dt.date(2018, 4, 1), True)],
)
def test_the_first_rule_of_all_opens_the_check(client, day, has_rules):
    response = client.get(f"/check/?on={day}")
    assert (NO_RULES[""] not in html_of(response)) is has_rules


def test_a_post_on_a_day_without_rules_says_so_and_keeps_what_was_told(client):
    client.post("/check/who/", {"choice": "self"})
    client.post("/check/question/1/", {"question": "age", "choice": "18-49"})
    response = client.post(
        "/check/question/2/?on=2017-12-31", {"question": "basis", "choice": "none"}
    )
    assert NO_RULES[""] in html_of(response)
    answered = client.get("/check/answers/").context["answered"]
    assert [item.question.code for item in answered] == ["age"]


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", "使えるかどうかを、市が確かめます。"),
        ("/easy", "使えるかどうかは、市が確かめます。"),
        ("/en", "The city checks whether you can use it."),
    ],
    ids=["ja", "easy", "en"],
)
def test_the_result_says_that_a_no_by_a_guide_is_for_the_city_to_check(
    client, prefix, words
):
    client.post(f"{prefix}/check/who/", {"choice": "self"})
    client.post(f"{prefix}/check/further/")
    told = {"age": "65-or-over", "grant-5years": "no", "basis": "certificate"}
    while "/question/" in (at := client.get(f"{prefix}/check/next/").url):
        code = client.get(at).context["question"].code
        client.post(at, {"question": code, "choice": told.get(code, "unknown")})
    result = client.get(f"{prefix}/check/result/")
    lines = [line for group in result.context["groups"] for line in group.lines]
    guides = [line.service.slug for line in lines if line.finding.is_guide]
    assert guides == ["ikou", "a-gata"]
    for slug in guides:
        html = words_of(client.get(f"{prefix}/check/result/{slug}/"))
        assert run_on(words) in html
