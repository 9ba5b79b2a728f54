"""The eligibility check, from its first page to paper, with the real rules."""

import datetime as dt
import json
import logging
import random
import re
from html import unescape
from io import StringIO
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from services.answers import COOKIE
from services.eligibility import check_eligibility, interviewer, unknown_answers
from services.golden import CaseResult, check_cases
from services.models import GoldenCase, GoldenExpectation, Question, ServiceType
from tests.readers import html_of, words_of

pytestmark = pytest.mark.usefixtures("content")
TODAY = dt.date(2026, 11, 21)
SECRET = "障害基礎年金"


def post(client: Client, code: str, choice: str):
    address = reverse("services:check_question", args=[1])
    return client.post(address, {"question": code, "choice": choice})


def question_at(client: Client, address: str) -> str:
    return client.get(address).context["question"].code


def begin(client: Client, who: str = "self") -> None:
    response = client.post(reverse("services:check_who"), {"choice": who})
    assert response.status_code == 302


def walk(client: Client, answers: dict[str, str]) -> list[str]:
    """Answer whatever is asked, 「わからない」 where `answers` says nothing."""
    begin(client)
    asked = []
    address = client.get(reverse("services:check_next")).url
    while "/question/" in address:
        code = question_at(client, address)
        assert code not in asked
        asked.append(code)
        address = post(client, code, answers.get(code, "unknown")).url
    assert address == reverse("services:check_result")
    return asked


def page(client: Client, name: str) -> str:
    return unescape(html_of(client.get(reverse(f"services:{name}"))))


# --- the rules --------------------------------------------------------------


def test_every_golden_case_comes_out_as_it_must():
    assert check_cases() == []
    assert GoldenCase.objects.count() >= 60


def test_a_case_that_comes_out_otherwise_is_named():
    row = GoldenExpectation.objects.filter(outcome="likely", confirm=False).first()
    GoldenExpectation.objects.filter(pk=row.pk).update(outcome="unlikely")

    [difference] = check_cases()

    assert (difference.case, difference.part) == (row.case, row.service.slug)
    assert difference.expected == CaseResult("unlikely")
    assert difference.found == CaseResult("likely")
    with pytest.raises(CommandError, match="1 つの例題"):
        call_command("check_cases", stdout=StringIO())


def test_not_knowing_anything_leaves_every_service_open_and_never_refuses():
    findings = check_eligibility({}, on=TODAY)
    assert {finding.service.slug: finding.outcome.value for finding in findings} == {
        slug: "ask" for slug in ["ikou", "a-gata", "b-gata", "teichaku", "sentaku"]
    }


def test_a_service_without_a_rule_that_day_has_no_outcome():
    findings = check_eligibility({}, on=dt.date(2025, 9, 30))
    assert [f.service.slug for f in findings if f.outcome is None] == ["sentaku"]


def test_a_first_use_of_b_gata_leads_through_sentaku_since_october_2025():
    answers = {
        "age": "18-49",
        "basis": "certificate",
        "work": "none",
        "contract": "difficult",
        "pension": "no",
        "facility": "no",
        "using-now": "none",
        "worked-before": "no",
        "assessed-sentaku": "no",
        "sentaku-near": "available",
    }
    known = {code: choice for code, choice in answers.items()
             if not unknown_answers({code: choice})}  # fmt: skip

    [finding] = [
        item
        for item in check_eligibility(known, on=TODAY)
        if item.service.slug == "b-gata"
    ]

    assert (finding.outcome.value, finding.first.slug) == ("first", "sentaku")


def test_judging_costs_the_same_number_of_queries_whatever_is_known(
    django_assert_num_queries,
):
    check_eligibility({}, on=TODAY)  # what judges is held
    for answers in ({}, {"age": "50-64", "basis": "certificate"}):
        with django_assert_num_queries(1):
            check_eligibility(answers, on=TODAY)


def test_asking_costs_the_same_number_of_queries_whatever_is_known(
    django_assert_num_queries,
):
    interviewer(on=TODAY)
    for given in ({}, {"age": "50-64", "basis": "certificate"}):
        with django_assert_num_queries(1):
            interviewer(on=TODAY).interview(given)


# --- the way through ---------------------------------------------------------


def test_the_start_page_says_what_it_does_and_that_the_city_decides(client):
    html = page(client, "check")
    assert "使えるかどうかを決めるのは市です" in html
    assert "名前は聞きません。答えは、ブラウザーを閉じると消えます。" in html


def test_not_knowing_everything_ends_in_a_useful_page(client):
    asked = walk(client, {})
    html = page(client, "check_result")

    assert len(asked) == len(set(asked)) <= 6
    assert html.count("市が確かめます。") == 5
    assert "市で聞くこと" in html
    assert reverse("offices:kind", args=["kikan"]) in html
    assert reverse("services:detail", args=["sentaku"]) in html


def test_every_question_offers_not_knowing_as_its_last_choice(client):
    begin(client)
    for number, question in enumerate(Question.objects.all(), start=1):
        post(client, question.code, "unknown")
        address = reverse("services:check_question", args=[number])
        html = client.get(address).content.decode()
        values = [part.split('"')[0] for part in html.split('value="')[1:]]
        assert values[-1] == "unknown"
        assert "わからない・答えたくない" in html


def test_a_person_of_50_with_a_certificate_may_use_b_gata(client):
    walk(
        client,
        {
            "age": "50-64",
            "basis": "certificate",
            "now": "none",
            "contract": "difficult",
        },
    )
    assert _reach(client)["b-gata"] == ("", "usable")


def _reach(client: Client) -> dict[str, tuple[str, str]]:
    """Where each service stands on the result, and when."""
    groups = client.get(reverse("services:check_result")).context["groups"]
    return {
        line.service.slug: (group.when, line.reach.code)
        for group in groups
        for line in group.lines
    }


def test_the_result_never_refuses_or_diagnoses(client):
    walk(client, {"age": "18-49", "basis": "none"})
    html = page(client, "check_result")
    assert {reach for _, reach in _reach(client).values()} == {"hard"}
    assert html.count("いまの答えではむずかしそう") == 1
    assert [word for word in ("対象外", "不可", "診断結果") if word in html] == []


def test_a_changed_answer_takes_what_it_makes_irrelevant_with_it(client):
    walk(client, {"age": "18-49", "now": "company", "work": "other"})
    assert {"work", "used-before"} <= set(_asked(client))
    post(client, "now", "none")
    assert {"work", "used-before"}.isdisjoint(_asked(client))


def test_what_was_told_comes_back_where_it_is_asked_again(client):
    told = {"age": "18-49", "now": "company", "work": "short", "used-before": "no"}
    walk(client, told)
    before = dict(_told(client))
    post(client, "now", "none")
    response = post(client, "now", "company")
    assert response.url == reverse("services:check_result")
    assert dict(_told(client)) == before


def _asked(client: Client) -> list[str]:
    context = client.get(reverse("services:check_answers")).context
    return [item.question.code for item in context["answered"]]


def test_a_single_answer_can_be_changed_and_the_others_stay(client):
    walk(client, {"age": "18-49", "basis": "certificate"})
    before = dict(_told(client))
    post(client, "basis", "intractable")
    after = dict(_told(client))
    assert {code for code in before if before[code] != after.get(code)} == {"basis"}


def _told(client: Client) -> list[tuple[str, str | None]]:
    context = client.get(reverse("services:check_answers")).context
    return [(item.question.code, item.answer) for item in context["answered"]]


def test_the_wording_follows_who_answers(client):
    question = Question.objects.get(code="age")
    post(client, "age", "18-49")
    for who, text in {
        "self": question.text,
        "family": question.text_family,
        "supporter": question.text_supporter,
    }.items():
        begin(client, who)
        address = reverse("services:check_question", args=[1])
        assert client.get(address).context["text"] == text


def test_a_question_without_an_answer_says_what_to_do_and_keeps_the_place(client):
    begin(client)
    response = post(client, "age", "")
    html = response.content.decode()
    sentence = "1つえらんでください。わからないときは「わからない」をえらべます。"
    assert response.status_code == 422
    assert html.count(sentence) == 2  # in the summary and at the question
    assert "<title>エラー：" in html


def test_a_choice_that_does_not_exist_is_an_error_sentence(client):
    begin(client)
    response = post(client, "age", "200-years")
    assert response.status_code == 422
    assert "もう一度えらんでください" in response.content.decode()


def test_a_question_that_does_not_exist_is_not_found(client):
    begin(client)
    assert post(client, "nothing", "yes").status_code == 404


def test_answering_twice_is_harmless(client):
    begin(client)
    first, second = post(client, "age", "18-49"), post(client, "age", "18-49")
    assert first.url == second.url
    assert _asked(client) == ["age"]


@pytest.mark.parametrize(
    "cookie",
    [
        pytest.param("", id="lost"),
        pytest.param("forged", id="forged"),
        pytest.param("WzFd:1abc:x", id="badly signed"),
    ],
)
@pytest.mark.parametrize(
    "name", ["check_answers", "check_result", "check_result_print"]
)
def test_a_lost_or_forged_cookie_starts_again_kindly(client, cookie, name):
    client.cookies[COOKIE] = cookie
    response = client.get(reverse(f"services:{name}"))
    assert response.status_code == 200
    assert "答えがまだありません" in response.content.decode()


def test_an_outdated_answer_is_dropped(client):
    walk(client, {"age": "18-49"})
    Question.objects.get(code="age").choices.filter(code="18-49").update(code="18-39")
    assert client.get(reverse("services:check_result")).status_code == 200
    Question.objects.filter(code="age").update(code="years")
    assert client.get(reverse("services:check_answers")).status_code == 200


def test_a_post_without_a_token_is_answered_kindly():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("services:check_who"), {"choice": "self"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "もう一度" in html
    assert reverse("services:check") in html


# --- privacy -----------------------------------------------------------------


def test_answers_are_in_no_address_no_row_no_log_and_no_cache(client, caplog):
    tables = connection.introspection.table_names()
    with caplog.at_level(logging.DEBUG), connection.cursor() as cursor:
        before = _row_counts(cursor, tables)
        begin(client)
        response = post(client, "pension", "yes")
        walk(client, {"pension": "yes", "age": "50-64"})
        page(client, "check_result")
        after = _row_counts(cursor, tables)

    assert "yes" not in response.url
    assert after == before
    assert "50-64" not in caplog.text
    assert getattr(cache, "_cache", {}) == {}


def _row_counts(cursor, tables: list[str]) -> dict[str, int]:
    counts = {}
    for table in tables:
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
        counts[table] = cursor.fetchone()[0]
    return counts


def test_the_cookie_is_signed_closed_to_scripts_and_ends_with_the_browser(client):
    begin(client)
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        True,
        "Lax",
        "/check/",
    )
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


@pytest.mark.parametrize(
    "name",
    [
        "check",
        "check_who",
        "check_next",
        "check_answers",
        "check_result",
        "check_result_print",
    ],
)
def test_pages_with_answers_are_kept_nowhere(client, name):
    walk(client, {})
    control = client.get(reverse(f"services:{name}")).headers["Cache-Control"]
    assert "no-store" in control
    assert "private" in control


def test_one_click_forgets_everything(client):
    walk(client, {"age": "50-64"})
    response = client.post(reverse("services:check_forget"))
    assert response.url == reverse("services:check_forgotten")
    assert client.cookies[COOKIE].value == ""
    assert "答えがまだありません" in page(client, "check_result")


# --- what is planned, and paper -----------------------------------------------


def test_a_planned_rule_is_announced_where_the_outcome_would_differ(client):
    answers = {"age": "18-49", "basis": "certificate", "work": "none",
               "contract": "with-support", "using-now": "none",
               "assessed-sentaku": "no"}  # fmt: skip
    findings = {f.service.slug: f for f in check_eligibility(answers, on=TODAY)}
    finding = findings["a-gata"]

    assert finding.outcome.value == "likely"
    assert finding.changes is True
    assert finding.coming.rule.valid_from == dt.date(2027, 4, 1)
    walk(client, answers | {"now": "none"})
    address = reverse("services:check_service", args=["a-gata"])
    response = client.get(address)
    html = unescape(html_of(response))
    assert "2027年4月から変わる予定です。" in words_of(response)
    assert finding.coming.rule.summary in html


def test_paper_shows_every_answer_and_room_to_write(client):
    walk(client, {"age": "50-64", "basis": "certificate"})
    html = page(client, "check_result_print")
    assert html.count('<details class="why" open') == 1
    assert html.count("to-ask__line") <= 5
    assert "この紙について" in html


def test_the_sheet_holds_every_question_and_choice(client):
    html = page(client, "check_sheet")
    for question in Question.objects.prefetch_related("choices"):
        assert question.text in html
        assert [c.text for c in question.choices.all() if c.text not in html] == []


# --- for machines --------------------------------------------------------------


def run(command: str, stdin: str, monkeypatch, **options: object) -> dict | list:
    out = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(stdin))
    call_command(command, stdout=out, **options)
    return json.loads(out.getvalue())


def test_the_command_prints_what_the_page_shows(monkeypatch):
    answers = {"age": "50-64", "basis": "certificate"}
    found = run("check_eligibility", json.dumps(answers), monkeypatch, on=TODAY)

    assert list(found) == list(ServiceType.objects.values_list("slug", flat=True))
    assert set(found["b-gata"]) == {
        "outcome", "first", "confirm", "guide", "requirements", "open_questions",
        "planned",
    }  # fmt: skip
    assert found["a-gata"]["planned"]["valid_from"] == "2027-04-01"
    assert found["teichaku"]["planned"] is None


@pytest.mark.parametrize(
    ("stdin", "sentence"),
    [
        ("{", "JSON として読めません"),
        ("[]", "のような形で"),
        ('{"aeg": "50-64"}', "aeg=50-64"),
        ('{"age": "fifty"}', "age=fifty"),
    ],
)
def test_answers_that_cannot_be_read_are_an_error_that_names_them(
    stdin, sentence, monkeypatch
):
    with pytest.raises(CommandError, match=sentence):
        run("check_eligibility", stdin, monkeypatch)


def test_the_questions_can_be_listed(monkeypatch):
    listed = run("list_questions", "", monkeypatch, json=True)
    assert [item["code"] for item in listed] == list(
        Question.objects.values_list("code", flat=True)
    )
    assert {"code": "50-64", "text": "50歳から64歳"} in listed[0]["choices"]


# --- the short way on the site --------------------------------------------------


def test_a_school_leaver_sees_what_there_is_now_and_what_after_school(client):
    asked = walk(
        client,
        {
            "now": "special-high",
            "age": "18-49",
            "basis": "no-certificate",
            "contract": "difficult",
            "past": "none",
            "wish-job": "yes",
        },
    )
    assert len(asked) <= 6
    assert _reach(client) == {
        "sentaku": ("", "usable"),
        "ikou": ("卒業したら", "usable"),
        "b-gata": ("卒業したら", "first"),
        "teichaku": ("会社に入って（もどって）6か月たったら", "usable"),
        "a-gata": ("", "hard"),
    }
    assert "いま使えそうなのは、就労選択支援です" in words_of(
        client.get(reverse("services:check_result"))
    )


@pytest.mark.parametrize(
    ("told", "slug", "when"),
    [
        pytest.param(
            {"now": "special-high", "age": "15-17", "contract": "with-support"},
            "sentaku",
            "18歳になったら",
            id="at 18",
        ),
        pytest.param(
            {"now": "special-high", "age": "15-17", "contract": "with-support"},
            "a-gata",
            "18歳になったら、卒業したら",
            id="at 18, after school",
        ),
        pytest.param(
            {
                "now": "company",
                "age": "18-49",
                "work": "other",
                "used-before": "yes",
                "job-months": "under-6",
            },
            "teichaku",
            "会社に入って（もどって）6か月たったら",
            id="after 6 months",
        ),
        pytest.param(
            {"now": "service", "age": "18-49", "using-now": "b-gata"},
            "teichaku",
            "会社に入って（もどって）6か月たったら",
            id="type B, a job, 6 months",
        ),
    ],
)
def test_what_becomes_possible_is_told_with_when(client, told, slug, when):
    walk(client, {"basis": "certificate", "wish-job": "yes", **told})
    assert _reach(client)[slug] == (when, "usable")


def test_what_65_makes_harder_is_told_at_64(client):
    walk(
        client,
        {
            "now": "none",
            "age": "50-64",
            "basis": "certificate",
            "contract": "with-support",
            "wish-job": "yes",
        },
    )
    [end] = client.get(reverse("services:check_result")).context["ends"]
    assert end.when == "65歳になると"
    assert [service.slug for service in end.services] == ["ikou", "a-gata"]


def test_the_addresses_are_the_same_whatever_was_answered():
    seen = []
    for told in ({"now": "none"}, {"now": "special-high"}):
        client = Client()
        begin(client)
        addresses = []
        for code, choice in {"age": "18-49", **told, "basis": "certificate"}.items():
            addresses.append(post(client, code, choice).url)
        seen.append(addresses)
    assert seen[0] == seen[1]
    assert seen[0] == [f"/check/question/{number}/" for number in (2, 3, 4)]


@pytest.mark.parametrize("seed", ["first", "last", 1, 2])
def test_no_address_in_a_row_names_a_question_or_an_answer(client, seed):
    """What a proxy's log has of somebody: every step, and what its page leads to."""
    pick = {"first": lambda codes: codes[0], "last": lambda codes: codes[-1]}.get(
        seed, random.Random(seed).choice
    )
    begin(client)
    seen, leads_to = [client.get(reverse("services:check_next")).url], set()
    while seen[-1] != reverse("services:check_result"):
        page = client.get(seen[-1])
        leads_to |= {*re.findall(r'(?:href|action)="([^"#]*)', page.content.decode())}
        sent = {"question": page.context["question"].code}
        choices = page.context["form"].fields["choice"].choices
        sent["choice"] = pick([code for code, _words in choices])
        seen.append(client.post(seen[-1], sent).url)
    steps = [f"/check/question/{number}/" for number in range(1, len(seen))]
    assert seen == [*steps, "/check/result/"]
    told = {unquote(one).split("//testserver")[-1] for one in leads_to}
    told = {one[one.index("/check/") :] for one in told if "/check/" in one}
    step = r"/check/((question/\d+|again|forget|answers|result|who)/)?(&amp;to=1)?"
    assert [one for one in told if not re.fullmatch(step, one)] == []


def test_the_address_of_a_service_tells_no_answer(client):
    walk(client, {"age": "50-64", "basis": "certificate", "contract": "difficult"})
    html = html_of(client.get(reverse("services:check_result")))
    for service in ServiceType.objects.all():
        address = reverse("services:check_service", args=[service.slug])
        assert f'href="{address}"' in html
        response = client.get(address)
        assert response.status_code == 200
        assert "no-store" in response.headers["Cache-Control"]
    unknown = reverse("services:check_service", args=["nothing"])
    assert client.get(unknown).status_code == 404


def test_a_service_page_tells_the_deciding_requirement_first_and_who_helps(client):
    walk(client, {"age": "18-49", "now": "leave", "basis": "certificate"})
    response = client.get(reverse("services:check_service", args=["ikou"]))
    deciding = response.context["deciding"]
    assert deciding[0].row.code == "work"
    assert len(deciding) == 8
    html = unescape(html_of(response))
    assert deciding[0].row.opening in html
    assert deciding[0].row.helper in html


def test_starting_again_asks_whether_to_go_on(client):
    assert "つづける" not in page(client, "check")
    walk(client, {"age": "50-64"})
    html = page(client, "check")
    assert "つづける" in html
    response = client.post(reverse("services:check_again"))
    assert response.url == reverse("services:check_who")
    assert client.cookies[COOKIE].value == ""


def test_going_into_detail_asks_on_from_the_same_answers(client):
    told = {"age": "18-49", "now": "leave", "basis": "certificate"}
    walk(client, told)
    short = _told(client)
    address = client.post(reverse("services:check_further")).url
    address = client.get(address).url
    assert question_at(client, address) not in dict(short)
    assert _told(client) == short


def test_the_city_is_asked_at_most_five_things_and_never_ones_age(client):
    for told in ({}, {"age": "15-17", "now": "leave"}, {"now": "company"}):
        walk(client, told)
        to_ask = client.get(reverse("services:check_result")).context["to_ask"]
        assert 2 <= len(to_ask) <= 5
        assert not any("何歳" in text for text in to_ask)


def test_the_error_has_the_focus_without_a_script(client):
    begin(client)
    html = post(client, "age", "").content.decode()
    assert html.count("autofocus") == 1
    assert 'role="alert" tabindex="-1" autofocus' in html


def test_a_16_year_old_is_offered_no_pension(client):
    walk(client, {"now": "none", "age": "15-17", "basis": "certificate",
                  "contract": "difficult"})  # fmt: skip
    number = _asked(client).index("past") + 1
    form = client.get(reverse("services:check_question", args=[number])).context["form"]
    codes = [code for code, _ in form.fields["choice"].choices]
    assert "pension" not in codes
    assert "none" in codes
