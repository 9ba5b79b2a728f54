"""What a file is of: its services and its month; nothing else may vanish by it."""

import datetime as dt

import pytest

from offices.importing.run import Upload
from offices.models import Office, OfficeService
from tests.offices.conftest import do, see, upload
from tests.offices.published import csv_text, file, row
from tests.offices.test_importing import zipped

A_TYPE = {"type": "就労継続支援Ａ型"}
B_ROWS = [row(number) for number in range(1, 41)]
A_ROWS = [row(number, **A_TYPE) for number in range(101, 107)]


def listed() -> dict[str, int]:
    active = OfficeService.objects.filter(status="active")
    slugs = list(active.values_list("type__slug", flat=True))
    return {slug: slugs.count(slug) for slug in sorted(set(slugs))}


@pytest.fixture
def both(register) -> None:
    """Forty places of B型 and six of A型 in one city."""
    do(file(*A_ROWS, name="x_202603_45.csv"))
    do(file(*B_ROWS, name="x_202603_46.csv"))


# --- services -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stray", "slug"),
    [
        pytest.param(row(101, **A_TYPE), "a-gata", id="one that is listed"),
        pytest.param(row(300, **A_TYPE), "a-gata", id="one that is not"),
        pytest.param(row(300, type="就労移行支援"), "ikou", id="another service"),
    ],
)
@pytest.mark.parametrize(
    ("name", "code"),
    [("x_202609.csv", "service_outside"), ("x_202609_46.csv", "service_mismatch")],
)
def test_a_stray_row_of_another_service_closes_nothing(both, name, code, stray, slug):
    [report] = do(file(*B_ROWS, stray, name=name))

    assert [(i.code, i.record) for i in report.issues] == [(code, 41)]
    assert report.is_applied
    assert listed() == {"a-gata": 6, "b-gata": 40}
    assert OfficeService.objects.filter(last_period="202609").count() == 40


def test_the_real_file_with_a_stray_row_leaves_the_six_places_of_the_city(register):
    do(*(upload(f"yamaguchi_{code}_202603.csv") for code in ("45", "46")))
    b_type = upload("yamaguchi_46_202603.csv").content.decode("utf-8-sig")
    a_type = upload("yamaguchi_45_202603.csv").content.decode("utf-8-sig")
    stray = b_type.rstrip("\r\n") + "\r\n" + a_type.splitlines()[1] + "\r\n"

    [report] = do(Upload("download_202603.csv", stray.encode()))

    assert [issue.code for issue in report.issues if issue.level == "reject"] == [
        "service_outside"
    ]
    assert listed() == {"a-gata": 46, "b-gata": 202}


MIXED = [*B_ROWS[:3], *A_ROWS[:3]]


def test_a_file_that_could_be_of_two_services_is_refused_until_staff_say(register):
    [report] = see(file(*MIXED, name="x_202603.csv"))
    assert [gate.code for gate in report.gates] == ["service_unclear"]
    assert "就労継続支援A型 3行" in report.gates[0].message

    do(file(*MIXED, name="x_202603.csv"), covers=frozenset({"a-gata", "b-gata"}))
    assert listed() == {"a-gata": 3, "b-gata": 3}


def test_a_name_with_several_numbers_covers_each(register):
    do(file(*MIXED, name="x_45_46_70_202603.csv"))
    assert listed() == {"a-gata": 3, "b-gata": 3}


def test_what_staff_say_and_the_name_has_to_agree(register):
    [report] = see(file(*B_ROWS), covers=frozenset({"a-gata"}))
    assert [gate.code for gate in report.gates] == ["service_differs"]


# --- places -------------------------------------------------------------------------

TOKYO = [row(n, municipality="東京都千代田区") for n in range(201, 204)]


def test_a_file_of_one_prefecture_closes_nothing_in_another(register):
    do(file(*B_ROWS, *TOKYO))
    do(file(*B_ROWS, name="x_202609_46.csv"))
    assert listed() == {"b-gata": 43}


# --- the month ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given_", "code"),
    [
        pytest.param("x_209912_46.csv", {}, "period_future", id="in the name"),
        pytest.param("x_46.csv", {"period": "209912"}, "period_future", id="written"),
        pytest.param("x_202612_46.csv", {}, "period_future", id="next month"),
        pytest.param("x_202611_46.csv", {}, None, id="this month"),
        pytest.param("x_202603_46.csv", {"period": "202603"}, None, id="twice"),
        pytest.param(
            "x_202603_46.csv", {"period": "202509"}, "period_differs", id="differ"
        ),
        pytest.param("x_202603_202509_46.csv", {}, "period_differs", id="two names"),
    ],
)
def test_the_month_of_the_data_is_over_and_the_same_wherever_it_stands(
    register, name, given_, code
):
    [report] = do(file(*B_ROWS, name=name), **given_)
    assert [gate.code for gate in report.gates] == ([code] if code else [])
    assert all(gate.message.endswith("。") for gate in report.gates)
    assert Office.objects.count() == (0 if code else 40)


def test_a_list_of_the_city_is_of_no_month_to_come_either(register):
    table = "名称,サービス,市区町村,番地以降\nもも,就労選択支援,山口県山口市,1\n"
    [report] = do(Upload("市_209912.csv", table.encode()), source="generic")
    assert [gate.code for gate in report.gates] == ["period_future"]


def test_next_month_may_come_when_it_is_there(register):
    [report] = do(file(*B_ROWS, name="x_202612_46.csv"), on=dt.date(2026, 12, 1))
    assert report.is_applied


def test_the_month_inside_a_zip_has_to_agree_as_well(register):
    content = zipped(y_202509__csv=csv_text(B_ROWS).encode())
    [report] = see(Upload("x_202603_46.zip", content))
    assert [gate.code for gate in report.gates] == ["period_differs"]
