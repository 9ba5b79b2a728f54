"""The fee estimator: golden cases, its pages, and the one store behind them."""

import datetime as dt
import json
import re
from html import unescape
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fees.domain.yen_span import YenSpan
from fees.estimates import estimate
from fees.fee_cases import check_fee_cases
from fees.fee_facts import FactError, read_facts
from fees.models import FeeCap, FeeCase, FeeParameter
from guide.models import Faq
from tests.readers import html_of

pytestmark = pytest.mark.usefixtures("content")
TODAY = dt.date(2026, 11, 21)
NEXT_APRIL = dt.date(2027, 4, 1)


def html(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"fees:{name}", args=args), query)
    assert response.status_code == 200
    return unescape(html_of(response))


def walk(client: Client, told: dict[str, str]) -> list[str]:
    """Answer whatever is asked; 「わからない」 where `told` says nothing."""
    asked = []
    address = client.get(reverse("fees:next")).url
    while address != reverse("fees:result"):
        assert address == reverse("fees:question", args=[len(asked) + 1])
        step = client.get(address).context["step"]
        assert step not in asked
        asked.append(step)
        sent = {"step": step, "choice": told.get(step, "unknown")}
        address = client.post(address, sent).url
    return asked


# --- the law -----------------------------------------------------------------


def test_every_golden_case_comes_out_as_it_must():
    assert check_fee_cases() == []
    assert FeeCase.objects.count() >= 84


def test_a_case_that_comes_out_otherwise_is_named():
    FeeCap.objects.filter(audience__code="adult", bracket__code="ippan1").update(
        yen=9_400
    )
    names = {difference.part for difference in check_fee_cases()}
    assert {"cap_min", "cap_max"} <= names
    with pytest.raises(CommandError, match="つの値がちがいます"):
        call_command("check_fee_cases", stdout=StringIO())


def test_an_estimate_costs_one_query_whatever_is_told(django_assert_num_queries):
    full = FeeCase.objects.get(code="fee-001").facts
    estimate(read_facts(full, on=TODAY), on=TODAY)  # what it counts with is held
    for told in ({}, full):
        with django_assert_num_queries(1):
            estimate(read_facts(told, on=TODAY), on=TODAY)


TAX = st.one_of(
    st.just({"taxed": False}),
    st.builds(
        lambda levy, loan, donation: {
            "taxed": True,
            "levy": levy,
            "loan_credit": loan,
            "donation_credit": donation,
        },
        st.integers(0, 400_000),
        st.sampled_from([0, 0, 1, 5_000, 100_000]),
        st.sampled_from([0, 0, 3_000]),
    ),
)
LIVING = [
    ("adult", "home"),
    ("adult", "group-home"),
    ("adult", "lodging"),
    ("adult-resident", "facility"),
    ("child", "home"),
    ("resident-under20", "facility"),
]
COMPLETE = st.fixed_dictionaries(
    {
        "living": st.sampled_from(LIVING),
        "public_assistance": st.booleans(),
        "self_tax": TAX,
        "spouse_tax": TAX,
        "dependants_under_16": st.integers(0, 3),
        "dependants_16_18": st.integers(0, 3),
        "service": st.sampled_from(["a-gata", "b-gata", "sentaku"]),
        "office_reduction": st.sampled_from([0, 1_000, 20_000]),
        "uses": st.just([{"units": 1210, "count": 15, "unit_price": "10.00"}]),
    }
).map(
    lambda told: {
        **{name: value for name, value in told.items() if name != "living"},
        "audience": told["living"][0],
        "residence": told["living"][1],
    }
)


def left_out(told: dict[str, object], names: set[str]) -> dict[str, object]:
    """The same without `names`; a name such as `self_tax.levy` is of a part."""
    kept = {name: value for name, value in told.items() if name not in names}
    for name in names:
        whole, _, part = name.partition(".")
        if part and part in kept.get(whole, {}):
            kept[whole] = {**kept[whole], part: None}
    return kept


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(complete=COMPLETE, data=st.data())
def test_what_is_not_told_only_widens_the_range_around_the_answer(
    django_db_blocker, complete, data
):
    parts = {"self_tax.levy", "self_tax.loan_credit", "spouse_tax.donation_credit"}
    # Which service is meant may be told or not; a reduction is told with A型 only.
    names = {*complete, *parts} - {"office_reduction"}
    if complete["service"] != "a-gata":
        complete["office_reduction"] = 0
    elif data.draw(st.booleans()):
        names = {*names, "office_reduction"} - {"service"}
    partial = left_out(complete, data.draw(st.sets(st.sampled_from(sorted(names)))))
    known = estimate(read_facts(complete, on=TODAY), on=TODAY)
    vague = estimate(read_facts(partial, on=TODAY), on=TODAY)

    assert known.caps.is_exact or set(known.ask) == {"city-dependants"}
    assert vague.caps.low <= known.caps.low <= known.caps.high <= vague.caps.high
    assert known.brackets <= vague.brackets
    assert (
        vague.payable.low
        <= known.payable.low
        <= known.payable.high
        <= vague.payable.high
    )


@pytest.mark.parametrize(
    ("told", "key"),
    [
        pytest.param({"audiense": "adult"}, "audiense", id="no such key"),
        pytest.param({"audience": "grown-up"}, "audience", id="no such audience"),
        pytest.param(
            {"public_assistance": "yes"}, "public_assistance", id="not a truth"
        ),
        pytest.param({"month": "November"}, "month", id="not a month"),
        pytest.param({"self_tax": 5}, "self_tax", id="not a tax"),
        pytest.param({"self_tax": {"levy": -1}}, "self_tax.levy", id="negative"),
        pytest.param({"self_tax": {"levy": 10**9}}, "self_tax.levy", id="huge"),
        pytest.param({"self_tax": {"levy": "x"}}, "self_tax.levy", id="text"),
        pytest.param(
            {"self_tax": {"taxed": False, "levy": 5}},
            "self_tax.levy",
            id="contradiction",
        ),
        pytest.param(
            {"self_tax": {"taxed": False, "loan_credit": 5}},
            "self_tax.loan_credit",
            id="a credit off no tax",
        ),
        pytest.param(
            {"audience": "child", "residence": "group-home"},
            "residence",
            id="a child in a group home",
        ),
        pytest.param(
            {"audience": "child", "residence": "facility"},
            "residence",
            id="a child's cap at home, in a facility",
        ),
        pytest.param(
            {"audience": "adult-resident", "residence": "home"},
            "residence",
            id="a resident at home",
        ),
        pytest.param(
            {"audience": "resident-under20", "residence": "group-home"},
            "residence",
            id="under 20 in a facility, in a group home",
        ),
        pytest.param({"service": 45}, "service", id="a number for a service"),
        pytest.param({"self_tax": {"lewy": 5}}, "self_tax.lewy", id="no such part"),
        pytest.param({"uses": {}}, "uses", id="uses not a list"),
        pytest.param({"uses": [{"units": 5}]}, "uses[0].unit_price", id="no price"),
        pytest.param(
            {"uses": [{"units": 5, "unit_price": "0"}]}, "uses[0].unit_price", id="free"
        ),
        pytest.param(
            {"child_certificates": [5]}, "child_certificates[0]", id="certificate"
        ),
        pytest.param({"rent": True}, "rent", id="a truth for yen"),
    ],
)
def test_a_fact_that_cannot_be_read_is_named(told, key):
    with pytest.raises(FactError) as error:
        read_facts(told, on=TODAY)
    assert error.value.key == key


def run(told: object, monkeypatch, **options: object) -> dict:
    out = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps(told)))
    call_command("estimate_fee", stdout=out, **options)
    return json.loads(out.getvalue())


def test_the_command_prints_every_documented_key(monkeypatch):
    found = run(FeeCase.objects.get(code="fee-001").facts, monkeypatch, on=TODAY)
    assert found == {
        "bracket": "ippan1",
        "cap_min": 9_300,
        "cap_max": 9_300,
        "cost": 181_500,
        "share": 18_150,
        "payable_min": 9_300,
        "payable_max": 9_300,
        "refund": None,
        "refund_parts": None,
        "rent_subsidy": 0,
        "rent_subsidy_min": 0,
        "rent_subsidy_max": 0,
        "notes": ["meals-extra"],
        "ask": [],
    }


@pytest.mark.parametrize(
    ("told", "on", "sentence"),
    [
        ([], TODAY, "のように書いてください"),
        ({"rent": -1}, TODAY, "rent: 0 から"),
        ({}, dt.date(2010, 1, 1), "このサイトにありません"),
    ],
)
def test_the_command_says_what_is_wrong(told, on, sentence, monkeypatch):
    with pytest.raises(CommandError, match=sentence):
        run(told, monkeypatch, on=on)


# --- the pages -----------------------------------------------------------------
def tell_the_check(client: Client, age: str) -> None:
    """Answer the eligibility check's question on the age."""
    address = reverse("services:check_question", args=[1])
    assert client.post(address, {"question": "age", "choice": age}).status_code == 302


TAXED = {"audience": "adult", "tax": "yes"}
ALL = ["audience", "tax", "levy"]


@pytest.mark.parametrize(
    ("told", "asked", "sentence"),
    [
        pytest.param(
            {"audience": "adult", "tax": "assistance"},
            ["audience", "tax"],
            "0円です。",
            id="public assistance decides",
        ),
        pytest.param(
            {"audience": "adult", "tax": "no"},
            ["audience", "tax"],
            "0円です。",
            id="nobody is taxed",
        ),
        pytest.param(
            {**TAXED, "levy": "under", "credits": "no"},
            [*ALL, "credits"],
            "9,300円です。",
            id="一般1",
        ),
        pytest.param(
            {**TAXED, "levy": "under", "credits": "yes"},
            [*ALL, "credits"],
            "9,300円か37,200円です。",
            id="credits are added back: how much is not known",
        ),
        pytest.param(
            {**TAXED, "levy": "under"},
            [*ALL, "credits"],
            "9,300円か37,200円です。",
            id="credits not known",
        ),
        pytest.param(
            {**TAXED, "levy": "over", "dependants": "no"},
            [*ALL, "dependants"],
            "37,200円です。",
            id="一般2",
        ),
        pytest.param(
            {**TAXED, "levy": "over", "dependants": "yes"},
            [*ALL, "dependants"],
            "9,300円か37,200円です。",
            id="dependants take something off",
        ),
        pytest.param(
            {**TAXED, "levy": "over"},
            [*ALL, "dependants"],
            "9,300円か37,200円です。",
            id="dependants not known",
        ),
        pytest.param(
            {**TAXED, "audience": "child", "levy": "under", "credits": "no"},
            [*ALL, "credits"],
            "4,600円です。",
            id="child",
        ),
        pytest.param(
            {**TAXED, "audience": "child", "levy": "under"},
            [*ALL, "credits"],
            "4,600円か37,200円です。",
            id="child, credits not known",
        ),
        pytest.param(
            {**TAXED, "audience": "group-home"},
            ["audience", "tax"],
            "37,200円です。",
            id="group home from 18 on: the levy does not matter",
        ),
        pytest.param(
            {**TAXED, "audience": "lodging"},
            ["audience", "tax"],
            "37,200円です。",
            id="宿泊型自立訓練 from 18 on",
        ),
        pytest.param(
            {"audience": "adult-resident", "tax": "yes"},
            ["audience", "tax"],
            "37,200円です。",
            id="facility: the levy does not matter",
        ),
        pytest.param(
            TAXED,
            ALL,
            "9,300円か37,200円です。",
            id="levy not known: two cases",
        ),
        pytest.param(
            {},
            ["audience", "tax"],
            "0円から37,200円の間です。",
            id="nothing",
        ),
    ],
)
def test_the_quick_way_asks_only_what_matters_and_says_one_sentence(
    client, told, asked, sentence
):
    assert walk(client, told) == asked
    assert sentence in sentence_of(html(client, "result"))


def sentence_of(page: str) -> str:
    """The answer of a result in words, without its marks and spaces."""
    answer = page.split('<p class="answer__sentence">')[1].split("</p>")[0]
    words = "".join(part.split(">", 1)[-1] for part in answer.split("<"))
    return "".join(words.split())


def test_with_nothing_known_four_amounts_stand_each_once_with_whom_they_are_for(client):
    walk(client, {})
    cases = client.get(reverse("fees:result")).context["cases"]
    assert [(case.yen, len(case.whom)) for case in cases] == [
        (0, 2),
        (4_600, 1),
        (9_300, 2),
        (37_200, 1),
    ]
    assert cases[0].whom == ("生活保護を受けている人", "住民税がかかっていない人")
    assert cases[1].whom[0].startswith("18歳未満で、家でくらす人")


def test_one_kind_of_person_is_not_named_beside_each_amount(client):
    walk(client, {"audience": "adult"})
    cases = client.get(reverse("fees:result")).context["cases"]
    assert cases[0].whom == (
        "生活保護を受けている人",
        "本人にも夫や妻にも、住民税がかかっていない人",
    )


def test_who_may_pay_nothing_learns_how_many_do_not(client):
    walk(client, {})
    page = re.sub(r"<[^>]*>|\s", "", html(client, "result"))
    assert "100人のうち93人が0円でした（2022年12月）" in page


def test_who_is_sure_to_pay_is_not_told_how_many_do_not(client):
    walk(client, {**TAXED, "levy": "over", "dependants": "no"})
    assert client.get(reverse("fees:result")).context["share"] is None


def test_the_row_of_the_reader_is_marked_in_words(client):
    walk(client, {**TAXED, "levy": "under", "credits": "no"})
    assert html(client, "result").count("あなたはここ<") == 1


def test_a_range_names_its_cases_and_where_to_look(client):
    walk(client, {"audience": "adult"})
    page = html(client, "result")
    assert page.count("あなたはここかもしれません") == 4
    assert "課税証明書の「所得割額」を見るとわかります。" in page


def test_what_the_check_was_told_is_not_asked_again(client):
    client.post(reverse("services:check_who"), {"choice": "self"})
    tell_the_check(client, "15-17")
    assert "audience" not in walk(client, {})
    assert "市に聞いてください" in html(client, "result")


def test_an_age_that_was_told_leaves_only_what_is_possible(client):
    client.post(reverse("services:check_who"), {"choice": "self"})
    tell_the_check(client, "50-64")
    form = client.get(reverse("fees:question", args=[1])).context["form"]
    assert [code for code, _ in form.fields["choice"].choices] == [
        "adult",
        "group-home",
        "lodging",
        "adult-resident",
        "unknown",
    ]


def test_a_step_without_a_choice_says_what_to_do(client):
    response = client.post(reverse("fees:question", args=[1]), {})
    assert response.status_code == 422
    assert "1つえらんでください" in response.content.decode()


@pytest.mark.parametrize("number", [0, 2, 9])
def test_a_step_that_is_not_to_be_asked_leads_to_the_one_that_is(client, number):
    response = client.get(reverse("fees:question", args=[number]))
    assert response.url == reverse("fees:next")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("step", ["audience", "assistance", "levy", "nothing"])
def test_an_old_address_of_a_step_leads_on(client, step, method):
    response = getattr(client, method)(f"/check/fee/question/{step}/")
    assert (response.status_code, response.url) == (302, reverse("fees:next"))


def requested(told: dict[str, str]) -> list[str]:
    """Every address, in a row, that a reader's browser asks for."""
    client = Client()
    seen = [reverse("fees:next")]
    seen.append(client.get(seen[0]).url)
    while seen[-1] != reverse("fees:result"):
        step = client.get(seen[-1]).context["step"]
        sent = {"step": step, "choice": told.get(step, "unknown")}
        seen.append(client.post(seen[-1], sent).url)
    return seen


def test_the_addresses_in_a_row_do_not_tell_who_gets_public_assistance():
    rows = [
        requested({"audience": who, "tax": tax})
        for who in ("adult", "group-home", "child", "unknown")
        for tax in ("assistance", "no", "unknown")
    ]
    assert rows == [
        ["/check/fee/next/", "/check/fee/1/", "/check/fee/2/", "/check/fee/result/"]
    ] * len(rows)


def test_no_address_names_a_question_or_an_answer():
    seen = requested({**TAXED, "levy": "over", "dependants": "yes"})
    assert seen == ["/check/fee/next/", *_numbered(4), "/check/fee/result/"]


def _numbered(steps: int) -> list[str]:
    return [reverse("fees:question", args=[place]) for place in range(1, steps + 1)]


def test_a_changed_answer_loses_no_other(client):
    walk(client, {**TAXED, "levy": "under", "credits": "no"})
    second = reverse("fees:question", args=[2])
    assert client.get(second).context["form"].initial == {"choice": "yes"}
    sent = {"step": "tax", "choice": "assistance"}
    assert client.post(second, sent).url == reverse("fees:result")
    assert "0円です。" in sentence_of(html(client, "result"))
    sent = {"step": "tax", "choice": "yes"}
    assert client.post(second, sent).url == reverse("fees:result")
    assert "9,300円です。" in sentence_of(html(client, "result"))


def test_a_levy_held_against_another_threshold_is_asked_again(client):
    child = {**TAXED, "audience": "child", "levy": "under", "credits": "no"}
    walk(client, child)
    assert "4,600円です。" in sentence_of(html(client, "result"))
    sent = {"step": "audience", "choice": "adult"}
    third = reverse("fees:question", args=[3])
    assert client.post(reverse("fees:question", args=[1]), sent).url == third


def test_an_answer_to_a_question_that_is_gone_counts_for_no_other(client):
    walk(client, {**TAXED, "levy": "under", "credits": "yes"})
    levy = {"step": "levy", "choice": "over"}
    client.post(reverse("fees:question", args=[3]), levy)
    late = {"step": "credits", "choice": "no"}
    assert client.post(reverse("fees:question", args=[4]), late).url == reverse(
        "fees:next"
    )
    assert client.get(reverse("fees:next")).url == reverse("fees:question", args=[4])


PAPERS = {
    "audience": "adult",
    "assistance": "no",
    "month": f"{dt.date.today():%Y-%m}",
    "self_taxed": "yes",
    "self_levy": "１５０，０００円",
    "self_credits": "0",
    "spouse_taxed": "none",
    "dependants_under_16": "０人",
    "dependants_16_18": "0",
    "units": "1,210単位",
    "count": "15回",
    "unit_price": "10.00",
    "costs": "5000",
}


def send(client: Client, **changed: str):
    return client.post(reverse("fees:papers"), {**PAPERS, **changed})


def test_figures_are_read_as_people_write_them(client):
    assert send(client).url == reverse("fees:papers_result")
    found = client.get(reverse("fees:papers_result")).context["estimate"]
    assert (found.bracket, found.month.cost, found.payable) == (
        "ippan1",
        181_500,
        YenSpan.exactly(9_300),
    )


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("self_levy", "-5", "0 か、それより大きい数だけを書いてください"),
        ("self_levy", "15万", "0 か、それより大きい数だけを書いてください"),
        ("self_levy", "9" * 15, "数が大きすぎます"),
        ("self_levy", "12.5", "0 か、それより大きい数だけを書いてください"),
        ("dependants_16_18", "31", "数が大きすぎます"),
        ("unit_price", "10円50銭", "10.00 のように"),
        ("unit_price", "", "3つとも書くか、3つとも空に"),
        ("self_taxed", "maybe", "1つえらんでください"),
        ("month", "1999-01", "サービスを使う月を、1つえらんでください"),
    ],
)
def test_a_figure_that_makes_no_sense_gets_a_sentence_and_stays(
    client, field, typed, sentence
):
    response = send(client, **{field: typed})
    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert sentence in page
    assert 'value="１５０，０００円"' in page or field == "self_levy"
    assert f'value="{typed}"' in page or field in {"self_taxed", "month"}


def test_an_untaxed_person_with_a_levy_is_asked_to_choose(client):
    response = send(client, self_taxed="no")
    assert "どちらかを直してください" in response.content.decode()


def test_an_empty_form_is_an_answer_too(client):
    choices = ("audience", "assistance", "self_taxed", "spouse_taxed")
    empty = {**dict.fromkeys(choices, "unknown"), "month": PAPERS["month"]}
    assert client.post(reverse("fees:papers"), empty).status_code == 302
    assert "の間" in html(client, "papers_result")


def test_what_was_typed_is_there_to_be_mended(client):
    send(client)
    page = html(client, "papers")
    assert 'value="１５０，０００円"' in page


@pytest.mark.parametrize("name", ["result", "papers_result", "result_print"])
def test_a_lost_cookie_starts_again_kindly(client, name):
    client.cookies["told-fee"] = client.cookies["told-papers"] = "forged"
    assert "答えがまだありません" in html(client, name)


@pytest.mark.parametrize("name", ["result", "papers_result", "papers", "next"])
def test_what_was_told_is_kept_nowhere_but_in_the_browser(client, name):
    walk(client, {})
    send(client)
    response = client.get(reverse(f"fees:{name}"))
    assert "no-store" in response.headers["Cache-Control"]
    for cookie in ("told-fee", "told-papers"):
        assert (client.cookies[cookie]["httponly"], client.cookies[cookie]["path"]) == (
            True,
            "/check/",
        )
        assert client.cookies[cookie]["max-age"] == ""


def test_one_click_forgets_money_too(client):
    walk(client, {})
    send(client)
    client.post(reverse("services:check_forget"))
    assert "答えがまだありません" in html(client, "result")
    assert "答えがまだありません" in html(client, "papers_result")


def test_a_day_without_amounts_says_so(client):
    walk(client, {"audience": "adult"})
    assert "この日の金額がありません" in html(client, "result", on="2010-01-01")


def test_a_cap_that_is_not_stored_narrows_nothing(client):
    FeeCap.objects.filter(audience__code="adult", bracket__code="ippan2").delete()
    walk(client, TAXED)
    assert "この日の金額がありません" in html(client, "result")


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({}, id="with how many pay nothing"),
        pytest.param({"audience": "adult", "tax": "no"}, id="one amount"),
    ],
)
def test_the_result_costs_the_same_number_of_queries(
    client, told, django_assert_num_queries
):
    walk(client, told)
    client.get(reverse("fees:result"))
    with django_assert_num_queries(1):  # the version of the content
        client.get(reverse("fees:result"))


# --- one store -------------------------------------------------------------------


def test_an_amount_changed_for_a_day_changes_everywhere_on_that_day_and_not_before(
    client,
):
    old = FeeCap.objects.get(audience__code="adult", bracket__code="ippan1")
    FeeCap.objects.create(
        audience=old.audience,
        bracket=old.bracket,
        yen=8_800,
        condition=old.condition,
        valid_from=NEXT_APRIL,
        source=old.source,
        checked_on=TODAY,
    )
    faq = Faq.objects.first()
    Faq.objects.filter(pk=faq.pk).update(answer_ja="上限は[[cap:adult-ippan1]]です。")
    walk(client, {**TAXED, "levy": "under", "credits": "no"})
    pages = [
        reverse("fees:caps"),
        reverse("fees:result"),
        reverse("fees:result_print"),
        faq.get_absolute_url(),
    ]
    for day, amount in {"2027-03-31": "9,300円", "2027-04-01": "8,800円"}.items():
        for address in pages:
            page = client.get(address, {"on": day}).content.decode()
            assert amount in page, (address, day)
    answer = client.get(reverse("fees:result"), {"on": "2027-03-31"}).context
    assert answer["amounts"] == [9_300]
    assert [row.yen for row in answer["coming"]] == [8_800]
    assert client.get(reverse("fees:result"), {"on": "2027-04-01"}).context[
        "amounts"
    ] == [8_800]


def test_a_threshold_changed_for_a_day_moves_the_question_and_the_bracket(client):
    row = FeeParameter.objects.get(code="threshold-adult")
    row.pk, row.value, row.valid_from = None, 170_000, NEXT_APRIL
    row.save()
    told = {**FeeCase.objects.get(code="fee-017").facts}
    brackets = [
        estimate(read_facts(told, on=day), on=day).bracket
        for day in (TODAY, NEXT_APRIL)
    ]
    assert brackets == ["ippan2", "ippan1"]
    walk(client, TAXED)
    page = html(client, "question", 3, on="2027-04-01")
    assert "170,000円より少ない" in page
