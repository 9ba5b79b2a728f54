"""What is left empty is not known: never a zero, and never a firm amount by chance."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from fees.domain.yen_span import YenSpan
from fees.estimates import Estimate, estimate
from fees.fee_facts import read_facts
from fees.models import FeeParameter
from tests.fees.test_estimator import PAPERS, html, send
from tests.readers import Text

pytestmark = pytest.mark.usefixtures("content")
TODAY = dt.date(2026, 11, 21)
CREDITS = "課税証明書の「税額控除」のところを見るとわかります。"
CHILDREN = "課税証明書の「扶養親族」のところを見るとわかります。"


def found(client: Client, **changed: str) -> Estimate:
    assert send(client, **changed).status_code == 302
    return client.get(reverse("fees:papers_result")).context["estimate"]


def sentence(client: Client) -> str:
    page = html(client, "papers_result").split('<div class="estimate">')[1]
    return "".join(Text(page.split("</div>")[0]).lines).replace(" ", "")


NEAR = {"self_levy": "155000"}
TAXED_SPOUSE = {"spouse_taxed": "yes", "spouse_levy": "70000", "spouse_credits": "0"}


@pytest.mark.parametrize(
    ("changed", "caps", "ask"),
    [
        pytest.param(
            NEAR | {"self_credits": ""}, (9_300, 37_200), ("self_credits",), id="T5"
        ),
        pytest.param(NEAR | {"self_credits": "0"}, (9_300, 9_300), (), id="0"),
        pytest.param(NEAR | {"self_credits": "ない"}, (9_300, 9_300), (), id="ない"),
        pytest.param(NEAR | {"self_credits": "なし"}, (9_300, 9_300), (), id="なし"),
        pytest.param(
            NEAR | {"self_credits": "特になし。"}, (9_300, 9_300), (), id="とくになし"
        ),
        pytest.param(NEAR | {"self_credits": "none"}, (9_300, 9_300), (), id="none"),
        pytest.param(
            NEAR | {"self_credits": "わからない"},
            (9_300, 37_200),
            ("self_credits",),
            id="わからない is an answer",
        ),
        pytest.param(
            NEAR | {"self_credits": "4999"}, (9_300, 9_300), (), id="just below"
        ),
        pytest.param(
            NEAR | {"self_credits": "5000"}, (37_200, 37_200), (), id="just at it"
        ),
        pytest.param(
            {"self_levy": "160000", "self_credits": ""},
            (37_200, 37_200),
            (),
            id="above, credits only add",
        ),
        pytest.param(
            {"audience": "child", "self_levy": "275000", "self_credits": ""},
            (4_600, 37_200),
            ("self_credits",),
            id="a child's household",
        ),
        pytest.param(
            TAXED_SPOUSE | {"self_levy": "80000", "spouse_credits": ""},
            (9_300, 37_200),
            ("spouse_credits",),
            id="the spouse's credits",
        ),
        pytest.param(
            TAXED_SPOUSE | {"self_levy": "80000"}, (9_300, 9_300), (), id="both known"
        ),
        pytest.param(
            TAXED_SPOUSE | {"self_levy": "80000", "spouse_levy": ""},
            (9_300, 37_200),
            ("spouse_tax",),
            id="the spouse's levy",
        ),
        pytest.param(
            {"self_levy": "165000", "dependants_under_16": ""},
            (9_300, 37_200),
            ("dependants",),
            id="children under 16",
        ),
        pytest.param(
            {"self_levy": "165000", "dependants_16_18": ""},
            (9_300, 37_200),
            ("dependants",),
            id="family from 16 to 18",
        ),
        pytest.param(
            {"self_levy": "165000", "dependants_16_18": "いない"},
            (37_200, 37_200),
            (),
            id="no family of that age",
        ),
        pytest.param(
            {"self_levy": "159000", "dependants_under_16": ""},
            (9_300, 9_300),
            (),
            id="below, children only take off",
        ),
        pytest.param(
            {"self_levy": "165000", "dependants_under_16": "1"},
            (9_300, 37_200),
            ("city-dependants",),
            id="what a child takes off is a guide",
        ),
        pytest.param(
            {"audience": "group-home", "self_levy": "", "self_credits": ""},
            (37_200, 37_200),
            ("rent",),
            id="a group home has one cap for all who are taxed",
        ),
    ],
)
def test_the_papers_are_firm_only_where_every_value_gives_the_same(
    client, changed, caps, ask
):
    estimated = found(client, **changed)
    assert (estimated.caps, estimated.ask) == (YenSpan(*caps), ask)


def test_a_range_says_its_cases_and_what_to_look_up_on_which_paper(client):
    send(client, self_levy="155000", self_credits="", dependants_under_16="")
    page = html(client, "papers_result")
    assert "上限は、9,300円か37,200円です。" in sentence(client)
    plain = re.sub(r"</?span[^>]*>", "", page)
    cases = dict(re.findall(r"<dt><b>(.*?)</b></dt><dd>(.*?)</dd>", plain))
    assert cases == {
        "9,300円": "住民税がかかっていて、所得割の合計が160,000円未満の人",
        "37,200円": "所得割の合計が160,000円以上の人",
    }
    assert CREDITS in page
    assert CHILDREN in page


def test_costs_left_empty_are_not_said_to_be_nothing(client):
    send(client, costs="")
    assert "昼ごはんや交通のお金は引いていません" in html(client, "papers_result")
    send(client, costs="0")
    page = html(client, "papers_result")
    assert "ほかのお金の0円を引きました" in page
    assert "昼ごはんや交通のお金は引いていません" not in page


def test_a_deduction_that_the_law_confirms_is_firm():
    FeeParameter.objects.filter(code="deduction-under16").update(certainty="official")
    told = {
        "audience": "adult",
        "residence": "home",
        "public_assistance": False,
        "self_tax": {
            "taxed": True,
            "levy": 170_000,
            "loan_credit": 0,
            "donation_credit": 0,
        },
        "spouse_tax": {"taxed": False},
        "dependants_under_16": 1,
        "dependants_16_18": 0,
    }
    assert estimate(read_facts(told, on=TODAY), on=TODAY).bracket == "ippan1"


def test_a_group_home_is_a_choice_of_its_own_and_the_city_confirms_under_20(client):
    page = html(client, "papers")
    assert "18歳以上で、グループホームでくらしている" in page
    found(client, audience="group-home", rent="35000")
    assert "20歳より下の人は、この額でよいか市が確かめます。" in html(
        client, "papers_result"
    )
    assert "多くても37,200円です。" in sentence(client)
    found(client, audience="adult-resident")
    assert "市が確かめます" not in html(client, "papers_result")


def test_papers_as_they_were_typed_before_the_service_was_asked_are_read(client):
    assert "service" not in PAPERS
    assert found(client).payable == YenSpan.exactly(9_300)
