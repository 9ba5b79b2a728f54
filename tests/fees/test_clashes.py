"""Answers that cannot both be true are told kindly; nothing is guessed or lost."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.fees.test_estimator import html, send, tell_the_check, walk

pytestmark = pytest.mark.usefixtures("content")
RENT = "家賃を書くのは、グループホームでくらす人だけです。"
ASSISTED = "生活保護を受けている人には、ふつう住民税がかかりません。"
UNTAXED = {"self_taxed": "no", "self_levy": "", "self_credits": ""}


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        pytest.param({"rent": "35000"}, "rent", RENT, id="home and rent"),
        pytest.param(
            {"audience": "adult-resident", "rent": "35000"},
            "rent",
            RENT,
            id="a facility and rent",
        ),
        pytest.param(
            {"audience": "lodging", "rent": "1"}, "rent", RENT, id="lodging and rent"
        ),
        pytest.param(
            {"audience": "child", "rent": "35000"}, "rent", RENT, id="child and rent"
        ),
        pytest.param(
            {"audience": "resident-under20", "rent": "35000"},
            "rent",
            RENT,
            id="under 20 in a facility and rent",
        ),
        pytest.param(
            {"assistance": "yes"}, "self_levy", ASSISTED, id="assistance and a levy"
        ),
        pytest.param(
            {"assistance": "yes", "self_levy": ""},
            "self_taxed",
            ASSISTED,
            id="assistance and taxed",
        ),
        pytest.param(
            UNTAXED | {"assistance": "yes", "spouse_taxed": "yes"},
            "spouse_taxed",
            ASSISTED,
            id="assistance and a taxed spouse",
        ),
        pytest.param(
            {"self_taxed": "no", "self_levy": "", "self_credits": "5000"},
            "self_credits",
            "かかっていない人の控除は 0 です。",
            id="no tax and a credit",
        ),
        pytest.param(
            {"spouse_credits": "5000"},
            "spouse_credits",
            "かかっていない人の控除は 0 です。",
            id="no spouse and their credit",
        ),
        pytest.param(
            {"spouse_levy": "5000"},
            "spouse_levy",
            "かかっていない人の所得割は 0 です。",
            id="no spouse and their levy",
        ),
        pytest.param(
            {"spouse_copayment": "9300"},
            "spouse_copayment",
            "夫や妻は「いない」となっています。",
            id="no spouse and their fee",
        ),
        pytest.param(
            {"service": "b-gata", "office_reduction": "5000"},
            "office_reduction",
            "利用料を減らすことがあるのは、A型の事業所だけです。",
            id="B型 and a reduction",
        ),
        pytest.param(
            {"audience": "child", "service": "a-gata"},
            "service",
            "このサービスは、子どものサービスではありません。",
            id="a child's services and A型",
        ),
    ],
)
def test_papers_at_odds_are_told_at_the_field_and_stay(
    client, changed, field, sentence
):
    response = send(client, **changed)
    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == [field]
    assert sentence in "".join(form.errors[field])
    page = unescape(response.content.decode())
    for name, typed in changed.items():
        assert form[name].value() == typed
        assert f'value="{typed}"' in page


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"rent": "0"}, id="no rent at home"),
        pytest.param({"rent": "35000", "audience": "group-home"}, id="group home"),
        pytest.param({"rent": "35000", "audience": "unknown"}, id="not known where"),
        pytest.param(UNTAXED | {"assistance": "yes"}, id="assistance and no tax"),
        pytest.param(
            {"assistance": "yes", "self_taxed": "unknown", "self_levy": ""},
            id="assistance and a tax not known",
        ),
        pytest.param({"service": "a-gata", "office_reduction": "5000"}, id="A型"),
        pytest.param({"office_reduction": "5000"}, id="service not told"),
        pytest.param({"service": "b-gata", "office_reduction": "0"}, id="none"),
        pytest.param({"spouse_copayment": "0"}, id="no spouse, no fee"),
    ],
)
def test_papers_that_agree_are_taken(client, changed):
    assert send(client, **changed).status_code == 302


def test_a_rent_alone_does_not_make_a_group_home(client):
    send(client, audience="unknown", rent="35000")
    estimate = client.get(reverse("fees:papers_result")).context["estimate"]
    assert (estimate.caps.low, estimate.caps.high) == (4_600, 37_200)
    assert estimate.ask[0] == "audience"


def tell_age(client: Client, age: str) -> None:
    client.post(reverse("services:check_who"), {"choice": "self"})
    tell_the_check(client, age)


def test_an_age_that_rules_out_the_group_home_asks_again_who_it_is(client):
    walk(client, {"audience": "group-home", "tax": "no"})
    tell_age(client, "15-17")
    page = html(client, "result")
    assert "グループホームでくらしている" not in page
    assert "15歳から17歳で、就労のサービスを使う" in page


def test_a_child_who_is_50_is_asked_again(client):
    walk(client, {"audience": "child", "tax": "no"})
    tell_age(client, "50-64")
    where = client.get(reverse("fees:next")).url
    assert where == reverse("fees:question", args=[1])
