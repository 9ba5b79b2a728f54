"""The gates count by service and by municipality, and growth has one too."""

import pytest

from offices.models import OfficeService
from tests.offices.conftest import do, see
from tests.offices.published import file, row

LATER = "x_202609_46.csv"
HOFU, HAGI = {"municipality": "山口県防府市"}, {"municipality": "山口県萩市"}
CITY = [row(number) for number in range(1, 41)]
SIX = [row(number, **HOFU) for number in range(51, 57)]
ONE = [row(61, **HAGI)]
ALL = [*CITY, *SIX, *ONE]


def gates(report) -> list[str]:
    return [gate.code for gate in report.gates]


@pytest.mark.parametrize(
    ("rows", "given_", "codes"),
    [
        pytest.param([*CITY, *ONE], {}, ["town_emptied"], id="all six of a town"),
        pytest.param([*CITY, *SIX[:1], *ONE], {}, ["town_vanish"], id="five of six"),
        pytest.param([*CITY, *SIX[:3], *ONE], {}, [], id="three of six"),
        pytest.param([*CITY[:31], *SIX, *ONE], {}, [], id="nine of 47"),
        pytest.param([*CITY[:30], *SIX, *ONE], {}, ["mass_vanish"], id="ten of 47"),
        pytest.param(
            [*CITY, *ONE], {"may_empty_towns": True}, [], id="the town is allowed"
        ),
        pytest.param([*CITY, *ONE], {"may_close_many": True}, [], id="all is allowed"),
    ],
)
def test_a_town_that_loses_its_places_stops_the_import(register, rows, given_, codes):
    do(file(*ALL))
    [report] = see(file(*rows, name=LATER), **given_)
    assert gates(report) == codes


def test_the_sentence_names_the_town_the_service_and_the_numbers(register):
    do(file(*ALL))
    [report] = see(file(*CITY, *ONE, name=LATER))
    assert report.gates[0].message == (
        "このサービスの事業所が、全部なくなる市区町村があります："
        "山口県防府市の就労継続支援B型（6→0）。"
    )


def test_the_last_place_of_a_town_is_asked_for_before_it_is_closed(register):
    do(file(*ALL))
    without = file(*CITY, *SIX, name=LATER)

    [look] = see(without)
    assert (gates(look), [q.code for q in look.questions]) == ([], ["town_last"])

    [refused] = do(without)
    assert gates(refused) == ["town_last"]
    assert OfficeService.objects.filter(status="active").count() == 47

    do(without, may_empty_towns=True)
    assert OfficeService.objects.filter(status="active").count() == 46


def test_a_place_that_moved_within_its_town_is_no_loss(register):
    do(file(*ALL))
    [report] = see(file(*CITY, *SIX, row(62, **HAGI), name=LATER))
    assert (gates(report), report.questions) == ([], [])


def test_each_service_of_a_file_has_a_gate_of_its_own(register):
    """Six of forty-six are 13 %, but they are all that there is of A型."""
    a_type = [row(n, type="就労継続支援Ａ型") for n in range(101, 109)]
    both = frozenset({"a-gata", "b-gata"})
    do(file(*CITY, *a_type, name="x_202603.csv"), covers=both)

    [report] = see(file(*CITY, *a_type[:5], name="x_202609.csv"), covers=both)

    assert gates(report) == ["mass_vanish"]
    assert report.gates[0].message.startswith("就労継続支援A型：")
    assert "8行のうち3行" in report.gates[0].message


# --- growth -------------------------------------------------------------------------

FUKUOKA = [row(n, municipality="福岡県福岡市中央区") for n in range(201, 225)]


@pytest.mark.parametrize(
    ("rows", "given_", "codes"),
    [
        pytest.param(FUKUOKA, {}, ["new_area"], id="another prefecture"),
        pytest.param(FUKUOKA[:20], {}, [], id="a few there"),
        pytest.param(FUKUOKA, {"may_grow": True}, [], id="allowed"),
        pytest.param([row(n) for n in range(300, 360)], {}, ["mass_growth"], id="×2"),
        pytest.param([row(n) for n in range(300, 345)], {}, [], id="half as many"),
    ],
)
def test_a_list_that_grows_beyond_its_area_is_stopped(register, rows, given_, codes):
    do(file(*ALL))
    [report] = see(file(*ALL, *rows, name=LATER), **given_)
    assert gates(report) == codes


def test_the_first_import_of_all_may_be_of_any_size(register):
    [report] = see(file(*ALL, *FUKUOKA))
    assert gates(report) == []
