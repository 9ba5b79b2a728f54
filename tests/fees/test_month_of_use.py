"""The rows of the month of use decide: in the sum, the headline and every text."""

import datetime as dt
from html import unescape

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from fees.amounts import day_of_use
from fees.estimates import Estimate, estimate
from fees.fee_cases import check_fee_cases
from fees.fee_facts import read_facts
from fees.models import FeeCap, FeeCase, FeeParameter
from tests.fees.test_estimator import PAPERS

pytestmark = pytest.mark.usefixtures("content")
TODAY, APRIL = dt.date(2026, 11, 21), dt.date(2027, 4, 1)
NOT_LEVY = {"loan_credit": 0, "donation_credit": 0}
KNOWN = {
    "audience": "adult",
    "residence": "home",
    "public_assistance": False,
    "self_tax": {"taxed": True, "levy": 150_000, **NOT_LEVY},
    "spouse_tax": {"taxed": False},
    "dependants_under_16": 0,
    "dependants_16_18": 0,
    "uses": [{"units": 1210, "count": 15, "unit_price": "10.00"}],
}


def later(row: FeeCap | FeeParameter, *, status: str = "enacted", **said: object):
    """The same row with another amount, from April 2027 on unless said otherwise."""
    for name, value in {"valid_from": APRIL, "status": status, **said}.items():
        setattr(row, name, value)
    row.pk = None
    row.save()


def cap() -> FeeCap:
    return FeeCap.objects.get(audience__code="adult", bracket__code="ippan1")


def parameter(code: str) -> FeeParameter:
    return FeeParameter.objects.get(code=code)


def in_month(month: str, **told: object) -> Estimate:
    return estimate(read_facts(KNOWN | {"month": month} | told, on=TODAY), on=TODAY)


@pytest.mark.parametrize(
    ("month", "on", "day"),
    [
        (None, TODAY, TODAY),
        (dt.date(2026, 11, 1), TODAY, TODAY),
        (dt.date(2027, 5, 1), TODAY, dt.date(2027, 5, 1)),
        (dt.date(2026, 5, 1), TODAY, dt.date(2026, 5, 1)),
    ],
)
def test_a_month_is_seen_on_its_first_day_and_this_one_today(month, on, day):
    assert day_of_use(month, on=on) == day


@pytest.mark.parametrize(
    ("month", "yen"),
    [("2026-11", 9_300), ("2027-03", 9_300), ("2027-04", 9_900), ("2027-05", 9_900)],
)
def test_the_cap_of_the_month_decides(month, yen):
    later(cap(), yen=9_900)
    found = in_month(month)
    assert (found.caps.low, found.caps.high, found.payable.high) == (yen, yen, yen)


def test_a_month_before_keeps_its_own_cap():
    later(cap(), yen=9_900, valid_from=dt.date(2026, 10, 1))
    assert in_month("2026-09").caps.high == 9_300
    assert in_month("2026-10").caps.high == 9_900


@pytest.mark.parametrize(
    ("code", "value", "name", "now", "then"),
    [
        ("threshold-adult", 140_000, "bracket", "ippan1", "ippan2"),
        ("share-percent", 1, "share", 18_150, 1_815),
        ("fraction-share", 100, "share", 18_150, 18_100),
        ("fraction-cost", 1_000, "cost", 181_500, 181_000),
    ],
)
def test_each_parameter_of_the_month_decides(code, value, name, now, then):
    later(parameter(code), value=value)
    assert in_month("2027-03").as_values()[name] == now
    assert in_month("2027-04").as_values()[name] == then


def test_refund_and_rent_subsidy_are_those_of_the_month():
    later(parameter("refund-threshold"), value=10_000)
    later(parameter("rent-subsidy"), value=12_000)
    paid = {"spouse_copayment": 9_300}
    refunds = [in_month(month, **paid).refund for month in ("2027-03", "2027-04")]
    assert [refund.total for refund in refunds] == [0, 8_600]
    poor = {
        "residence": "group-home",
        "rent": 35_000,
        "self_tax": {"taxed": False},
    }
    subsidies = [in_month(month, **poor).subsidy for month in ("2027-03", "2027-04")]
    assert [subsidy.high for subsidy in subsidies] == [10_000, 12_000]


def test_a_deduction_of_the_month_decides():
    later(parameter("deduction-under16"), value=5_000, certainty="official")
    told = {
        "self_tax": {"taxed": True, "levy": 165_000, **NOT_LEVY},
        "dependants_under_16": 1,
    }
    assert in_month("2027-04", **told).bracket == "ippan2"
    told["dependants_under_16"] = 2
    assert in_month("2027-04", **told).bracket == "ippan1"


def test_a_golden_case_is_run_by_its_month():
    later(cap(), yen=9_900)
    case = FeeCase.objects.get(code="fee-001")
    case.pk, case.code = None, "in-may"
    case.facts = KNOWN | {"month": "2027-05"}
    case.expected = {"cap_max": 9_900, "payable_max": 9_900}
    case.save()
    found = {item.case.code for item in check_fee_cases()}
    assert "in-may" not in found
    assert "fee-001" not in found


def read(client: Client, month: str, prefix: str = "") -> str:
    on = {"on": f"{TODAY}"}
    address = f"{prefix}/check/fee/papers/?on={TODAY}"
    assert client.post(address, PAPERS | {"month": month}).status_code == 302
    response = client.get(f"{prefix}/check/fee/papers/result/", on)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_the_headline_and_the_table_say_the_amount_of_the_month(client, prefix):
    later(cap(), yen=9_900)
    later(parameter("threshold-adult"), value=155_000)
    amounts = {
        "2027-05": ("9,900", "155,000", "9,300"),
        "2027-03": ("9,300", "160,000", "155,000"),
    }
    for month, (yen, threshold, other) in amounts.items():
        page = read(client, month, prefix)
        answer = page.split('<div class="estimate">')[1].split("</div>")[0]
        table = page.split("<table")[1].split("</table>")[0]
        assert yen in answer
        assert other not in answer
        assert yen in table
        assert threshold in table
        assert other not in table


def test_the_month_is_named_and_since_when_its_cap_holds(client):
    later(cap(), yen=9_900)
    page = read(client, "2027-05")
    assert "2027年5月に使うときの額です。" in page
    assert "この上限は2027年4月1日からの額です。" in page


def test_a_plan_that_begins_until_then_leaves_the_amount_open(client):
    later(cap(), status="planned", yen=9_900)
    assert in_month("2027-03").caps.high == 9_300
    found = in_month("2027-05")
    assert (found.caps.low, found.caps.high) == (9_300, 9_900)
    assert found.bracket == "ippan1"
    assert "planned" in found.notes
    page = read(client, "2027-05")
    assert "この月の額は、まだ決まっていません。" in page
    assert "2027年4月からの予定のとおりに変わる場合です。" in page
    assert "上限は、<strong>9,300円か9,900円</strong>です。" in page


def test_a_threshold_that_is_planned_leaves_the_bracket_open():
    later(parameter("threshold-adult"), status="planned", value=140_000)
    assert in_month("2026-11").bracket == "ippan1"
    assert in_month("2027-04").bracket is None


def test_a_bracket_that_is_planned_to_end_leaves_the_amount_open():
    later(cap(), status="planned", yen=0, is_end=True)
    found = in_month("2027-05")
    assert (found.caps.low, found.caps.high) == (9_300, 37_200)
    assert "planned" in found.notes


def test_a_plan_that_leaves_no_amount_at_all_is_told():
    last = FeeCap.objects.get(audience__code="adult", bracket__code="ippan2")
    later(last, status="planned", is_end=True)
    levy = {"taxed": True, "levy": 170_000, **NOT_LEVY}
    found = in_month("2027-05", self_tax=levy)
    assert found.caps.high == 37_200
    assert "planned" in found.notes


@pytest.mark.parametrize(("month", "queries"), [("2026-11", 3), ("2027-05", 5)])
def test_a_month_to_come_costs_two_queries_more(
    month, queries, django_assert_num_queries
):
    FeeCap.objects.update(valid_from=F("valid_from"))  # so that nothing is held
    with django_assert_num_queries(queries):
        in_month(month)


def test_a_change_since_the_month_is_not_said_to_come(client):
    later(cap(), yen=9_900, valid_from=dt.date(2026, 11, 1))
    page = read(client, "2026-10")
    assert "2026年11月に変わりました" in page
    assert "変わることが決まっています" not in page
    assert reverse("fees:papers") in page
