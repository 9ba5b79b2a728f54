"""Rows of a city's own list: what is read, what is told, and what is never replaced."""

import datetime as dt
from dataclasses import replace

import pytest

from offices.importing.issues import MESSAGES, Rejected
from offices.importing.list_columns import GENERIC, PLACES
from offices.importing.lookups import Lookups, municipality_key
from offices.importing.row_reader import RowReader
from texts.domain.fold import search_key

NAMES = {
    "35203": "山口県山口市",
    "35206": "山口県防府市",
    "35321": "山口県玖珂郡和木町",
    "13206": "東京都府中市",
    "34208": "広島県府中市",
    "30401": "和歌山県西牟婁郡白浜町",
    "01236": "北海道北斗市",
}
LOOKUPS = Lookups(
    municipalities={municipality_key(name): code for code, name in NAMES.items()},
    names=NAMES,
    types={search_key("就労選択支援"): "sentaku", search_key("B型"): "b-gata"},
    titles={},
    codes={"sentaku": "", "b-gata": "46"},
    orders={"sentaku": 0, "b-gata": 1},
    own_prefecture="34",
)
LONG = "".join(map(str, range(150)))
DAY = dt.date(2026, 11, 21)
ROW = {
    "name": "もも",
    "type": "就労選択支援",
    "municipality": "山口県山口市",
    "address": "亀山町2-1",
    "corporate_number": "5250003002443",
    "lat": "34.17",
    "lon": "131.47",
    "checked_on": "2026-11-01",
}


def judged(**given: str) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """What a row says, and what is told of it: code, column and value."""
    reader = RowReader(LOOKUPS, is_wam=False, headers=GENERIC, on=DAY)
    row = reader.read(1, 2, ROW | given)
    assert row is not None
    values = dict(zip(PLACES, row.values, strict=True))
    return values, [(i.code, i.column, i.value) for i in reader.issues]


def test_a_row_without_anything_odd_is_read_without_a_word():
    values, told = judged(postal_code="〒753‐8650", capacity="20")
    assert (values["postal_code"], told) == ("753-8650", [])


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("山口県山口市", "35203"),
        ("山口市", "35203"),
        ("　山口 市", "35203"),
        ("和木町", "35321"),
        ("玖珂郡和木町", "35321"),
        ("山口県和木町", "35321"),
        ("北海道北斗市", "01236"),
        ("北斗市", "01236"),
        ("白浜町", "30401"),
    ],
)
def test_a_municipality_is_known_by_the_name_that_people_use(named, code):
    values, told = judged(municipality=named)
    assert (values["municipality"], told) == (code, [])


def test_of_two_of_one_name_that_of_the_own_prefecture_is_taken_and_told():
    values, told = judged(municipality="府中市")
    assert values["municipality"] == "34208"
    assert told == [("municipality_guessed", "市区町村", "府中市：広島県府中市")]


@pytest.mark.parametrize(
    ("odd", "field", "value", "code"),
    [
        pytest.param({"checked_on": "2026/4/1"}, "checked_on", "2026-04-01", None),
        pytest.param({"checked_on": "R8.4.1"}, "checked_on", "2026-04-01", None),
        pytest.param(
            {"checked_on": "46113"}, "checked_on", "2026-04-01", "checked_on_serial"
        ),
        pytest.param({"checked_on": "　"}, "checked_on", "", "checked_on_missing"),
        pytest.param({"phone": "839224111"}, "phone", "0839224111", "phone_zero_added"),
        pytest.param({"phone": "9012345678"}, "phone", "090-1234-5678",
                     "phone_zero_added"),
        pytest.param({"phone": "83922411"}, "phone", "", "phone_invalid"),
        pytest.param({"fax": "839224111"}, "fax", "0839224111", "phone_zero_added"),
        pytest.param({"postal_code": "600000"}, "postal_code", "",
                     "postal_code_invalid"),
        pytest.param({"areas": "山口市;ない市"}, "areas", "35203", "area_unknown"),
        pytest.param({"areas": "山口市、防府市"}, "areas", "35203;35206", None),
        pytest.param({"closed_days": "休" * 101}, "closed_days", "休" * 100,
                     "text_cut"),
        pytest.param({"hours_note": "注" * 101}, "hours_note", "注" * 100, "text_cut"),
        pytest.param({"organization": "法" * 101}, "organization", "法" * 100,
                     "text_cut"),
        pytest.param({"address": LONG}, "address", LONG[:200], "text_cut"),
        pytest.param({"reading": "あ" * 161}, "reading", "あ" * 160, "text_cut"),
        pytest.param({"phone": "#REF!"}, "phone", "", "cell_error_emptied"),
        pytest.param({"hours_note": "########"}, "hours_note", "",
                     "cell_error_emptied"),
        pytest.param({"closed_days": "日\ue000"}, "closed_days", "日",
                     "replacement_char"),
        pytest.param({"weekday_opens": "9:00:00", "weekday_closes": "24:00"},
                     "weekday", "09:00-23:59", "hours_midnight"),
        pytest.param({"weekday_opens": "9時30分", "weekday_closes": "１７時"},
                     "weekday", "09:30-17:00", None),
        pytest.param({"sat_opens": "0.375", "sat_closes": "12:00"},
                     "sat", "09:00-12:00", "hours_serial"),
        pytest.param({"sat_closes": "12:00"}, "sat", "", "hours_half"),
        pytest.param({"sat_opens": "朝", "sat_closes": "12:00"}, "sat", "",
                     "hours_unparsed"),
        pytest.param({"municipality": "山口市亀山町2-1", "address": ""},
                     "address", "亀山町2-1", None),
        pytest.param({"municipality": "山口県山口市亀山町", "address": "2-1"},
                     "address", "亀山町2-1", "municipality_split"),
    ],
)  # fmt: skip
def test_what_is_odd_is_read_emptied_or_cut_and_told(odd, field, value, code):
    values, told = judged(**odd)
    assert values[field] == value
    assert [one[0] for one in told] == ([code] if code else [])
    named = {*GENERIC.values(), "平日の時間", "土曜の時間"}
    assert {column for _code, column, _value in told} <= named


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"checked_on": "2099-01-01"}, "checked_on_future"),
        ({"checked_on": "2026-11-22"}, "checked_on_future"),
        ({"checked_on": "8/4/1"}, "checked_on_unreadable"),
        ({"checked_on": "未確認"}, "checked_on_unreadable"),
        ({"checked_on": "1899-12-31"}, "checked_on_unreadable"),
        ({"name": "#N/A"}, "cell_error"),
        ({"municipality": "###"}, "cell_error"),
        ({"source_no": "9" * 81}, "source_no_too_long"),
        ({"municipality": "ない市"}, "municipality_unknown"),
    ],
)
def test_what_would_have_to_be_replaced_is_left_out_with_a_reason(broken, code):
    with pytest.raises(Rejected) as rejected:
        judged(**broken)
    assert rejected.value.code == code
    assert MESSAGES[code].endswith("。")


def test_of_two_of_one_name_elsewhere_none_is_taken():
    far = replace(LOOKUPS, own_prefecture="35")
    reader = RowReader(far, is_wam=False)
    with pytest.raises(Rejected) as rejected:
        reader.read(1, 2, ROW | {"municipality": "府中市"})
    assert (rejected.value.code, reader.issues) == ("municipality_unclear", [])


def test_published_data_are_never_read_by_short_names():
    with pytest.raises(Rejected) as rejected:
        RowReader(LOOKUPS).read(1, 2, ROW | {"municipality": "山口市"})
    assert rejected.value.code == "municipality_unknown"
