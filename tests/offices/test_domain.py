"""Folding text, measuring distance and reading hours: pure, so held to properties."""

import unicodedata
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offices.domain.distance import Point, box_around, kilometres
from offices.domain.hours import (
    MIDNIGHT,
    Hours,
    HoursFault,
    ends_at_midnight,
    read_hours,
    read_written_hours,
)
from offices.domain.normalise import check_digit, phone_digits, phone_display, place_key
from texts.domain.fold import display, search_key
from texts.domain.written_day import read_day, read_serial_day

JAPANESE = st.text(
    st.one_of(
        st.sampled_from("ーｰ−－‐―〜～　 -1２三ヶケがガカﾞﾊﾟ髙﨑Ａa(（・゛゜\u200b\u3099"),
        st.characters(min_codepoint=0x3041, max_codepoint=0x30FF),
        st.characters(min_codepoint=0xFF01, max_codepoint=0xFFDC),
    )
)
KANA = st.text(st.characters(min_codepoint=0x30A1, max_codepoint=0x30F4), min_size=1)


@pytest.mark.parametrize("fold", [display, search_key])
@given(text=st.one_of(JAPANESE, st.text()))
def test_folding_twice_is_folding_once(fold, text):
    assert fold(fold(text)) == fold(text)


@given(text=KANA)
def test_the_key_is_blind_to_kana(text):
    hiragana = "".join(
        chr(ord(s) - 0x60) if "ァ" <= s <= "ヴ" and s not in "ヵヶ" else s for s in text
    )
    assert search_key(text) == search_key(hiragana)


@given(text=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_the_key_is_blind_to_width(text):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in text)
    assert search_key(wide) == search_key(text)


@given(text=st.text(st.characters(min_codepoint=0xFF66, max_codepoint=0xFF9D)))
def test_the_key_is_blind_to_half_width_kana(text):
    assert search_key(unicodedata.normalize("NFKC", text)) == search_key(text)


@given(text=JAPANESE)
def test_excels_encoding_changes_no_displayed_text(text):
    """CP932 writes −〜‖ as －～∥; what a page shows is the same either way."""
    excel = text.translate(str.maketrans("−〜‖", "－～∥"))
    assert display(excel) == display(text)


@pytest.mark.parametrize(
    "texts",
    [
        ["ﾋﾏﾜﾘ　１２−３ー４", "ヒマワリ12-3-4", "ひまわり 12‐3–4"],
        ["髙﨑　恵", "高崎惠"],
        ["一ヶ谷", "一ヵ谷".replace("ヵ", "ケ"), "一け谷"],
        ["ラーメン・ショップ", "らーめんしょっぷ", "ﾗｰﾒﾝ ｼｮｯﾌﾟ"],
        ["㈱ＡＢＣ", "(株)abc"],
    ],
    ids=lambda texts: texts[0],
)
def test_one_thing_written_in_many_ways_has_one_key(texts):
    assert len({search_key(text) for text in texts}) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("小青田１丁目３番地１２　", "小青田1丁目3番地12"),
        ("デイサービスセンター", "デイサービスセンター"),
        ("神田神保町２−３", "神田神保町2-3"),
        ("ひまわり～心〜", "ひまわり〜心〜"),
        ("一\u001c行\n目\t次", "一行 目 次"),
        ("つ\ufffdき", "つ\ufffdき"),
        ("+OneLife相談支援事業所", "+OneLife相談支援事業所"),
    ],
)
def test_what_a_page_shows(text, shown):
    assert display(text) == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("秋穂二島１９１１番地", "秋穂二島1911"),
        ("道場門前一丁目３番地１", "道場門前１－３－１"),
        ("大字船木字向ヒ８３３番３", "船木向ヒ833-3"),
        ("竹崎町二十一丁目5番12号", "竹崎町21-5-12"),
    ],
)
def test_one_place_written_in_two_ways_has_one_key(one, other):
    assert place_key(one) == place_key(other)


def test_two_places_have_two_keys():
    assert place_key("嘉川1394-3") != place_key("小郡大正町11-10マルワビル1F")
    assert place_key("阿知須12-3") != place_key("阿知須123")


@pytest.mark.parametrize(
    ("text", "digits", "shown"),
    [
        ("083-941-1121", "0839411121", "083-941-1121"),
        ("０８３（９４１）１１２１", "0839411121", "083-941-1121"),
        ("(083)941-1121", "0839411121", "083-941-1121"),
        ("0839411121", "0839411121", "0839411121"),
        ("09012345678", "09012345678", "090-1234-5678"),
        ("0120123456", "0120123456", "0120-123-456"),
        ("26-5008", "", ""),
        ("9309075209364", "", ""),
        ("00-0000-0000", "", ""),
        ("", "", ""),
    ],
)
def test_a_phone_number_is_kept_only_if_one_can_call_it(text, digits, shown):
    assert (phone_digits(text), phone_display(text)) == (digits, shown)


@given(text=st.text(alphabet="0123456789-（）() ー", max_size=16))
def test_a_shown_number_has_the_digits_of_the_number(text):
    shown = phone_display(text)
    assert shown.replace("-", "") == phone_digits(text)
    assert phone_display(shown) == shown


def test_the_check_digit_of_a_corporate_number():
    assert check_digit("010005004837") == "1"
    assert check_digit("290001094181") == "5"


# --- distance ---------------------------------------------------------------------

POINTS = st.builds(Point, st.floats(20, 46), st.floats(122, 154))


def test_the_way_from_the_city_hall_to_the_next():
    yamaguchi, hofu = Point(34.1781, 131.4738), Point(34.0519, 131.5626)
    assert kilometres(yamaguchi, hofu) == pytest.approx(16.2, abs=0.2)


@given(a=POINTS, b=POINTS)
def test_distance_is_the_same_both_ways_and_nothing_to_itself(a, b):
    assert kilometres(a, b) == pytest.approx(kilometres(b, a))
    assert kilometres(a, a) == 0


@given(centre=POINTS, other=POINTS, km=st.floats(0.1, 300))
def test_no_point_within_the_distance_is_outside_the_box(centre, other, km):
    if kilometres(centre, other) <= km:
        assert box_around(centre, km).holds(other)


# --- hours ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("09:00-16:00", Hours(time(9), time(16))),
        ("９：００〜１６：００", Hours(time(9), time(16))),
        ("9:00 - 16:30", Hours(time(9), time(16, 30))),
        ("", None),
        ("　", None),
        ("00:00-00:00", HoursFault.ZERO),
        ("16:00-09:00", HoursFault.REVERSED),
        ("25:00-26:00", HoursFault.UNPARSED),
        ("09:60-16:00", HoursFault.UNPARSED),
        ("終日", HoursFault.UNPARSED),
        ("9:00:00-17:00:00", Hours(time(9), time(17))),
        ("9時-17時30分", Hours(time(9), time(17, 30))),
        ("９時半〜１６時", Hours(time(9, 30), time(16))),
        ("午前9時から午後4時まで", Hours(time(9), time(16))),
        ("9:00 AM - 5:30 PM", Hours(time(9), time(17, 30))),
        ("18:00-24:00", Hours(time(18), MIDNIGHT)),
        ("0:00-24:00", HoursFault.UNPARSED),
        ("24:00-24:30", HoursFault.UNPARSED),
        ("9:00-", HoursFault.HALF),
        ("-17時", HoursFault.HALF),
        ("9時から", HoursFault.HALF),
        ("9:00-12:00、13:00-17:00", HoursFault.UNPARSED),
    ],
)
def test_hours_are_read_or_not_known(text, hours):
    assert read_hours(text) == hours


@pytest.mark.parametrize(
    ("text", "is_so"), [("18時〜24時", True), ("18:00-23:59", False), ("9-", False)]
)
def test_an_end_at_midnight_is_known_from_a_minute_before(text, is_so):
    assert ends_at_midnight(text) == is_so


@pytest.mark.parametrize(
    "text",
    "2026-04-01 2026/4/1 2026.4.1 ２０２６／４／１ 2026年4月1日 20260401 令和8年4月1日"
    " ㋿8年4月1日 R8.4.1 r08/04/01 令8.4.1 令和八年四月一日 2026-04-01T00:00:00"
    " 2026/4/1(水) 2026年4月1日現在".split(),
)
def test_a_day_is_read_however_it_is_written(text):
    assert read_day(text) == date(2026, 4, 1)


@pytest.mark.parametrize(
    "text",
    ["", "8/4/1", "26/4/1", "2026/2/30", "2026年4月", "4月1日", "46113", "未確認"],
)
def test_what_is_no_single_day_is_not_read(text):
    assert read_day(text) is None


@given(text=st.text())
def test_any_text_at_all_gives_a_day_or_none(text):
    assert read_day(text) is None or isinstance(read_day(text), date)


def test_the_number_of_a_day_in_excel_is_that_day():
    assert read_serial_day("46113") == date(2026, 4, 1)
    assert read_serial_day("0.375") is None


@given(text=st.text())
def test_any_text_at_all_gives_hours_or_a_reason(text):
    found = read_hours(text)
    assert found is None or isinstance(found, (Hours, HoursFault))


@pytest.mark.parametrize(
    ("text", "days", "opens", "closes"),
    [
        ("月曜日から金曜日 午前8時30分〜午後5時15分", (0, 1, 2, 3, 4), "8:30", "17:15"),
        ("平日 8:30〜17:15", (0, 1, 2, 3, 4), "8:30", "17:15"),
        ("月〜土　９時半から１８時まで", (0, 1, 2, 3, 4, 5), "9:30", "18:00"),
        ("毎日 10:00-15:00", (0, 1, 2, 3, 4, 5, 6), "10:00", "15:00"),
        ("午前8時30分〜午後5時15分", (), "8:30", "17:15"),
    ],
)
def test_hours_that_people_write_are_read(text, days, opens, closes):
    read = read_written_hours(text)
    assert read is not None
    times = (read.hours.opens, read.hours.closes)
    shown = [f"{one.hour}:{one.minute:02}" for one in times]
    assert (read.days, *shown) == (days, opens, closes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "だいたい9時から",
        "9:00〜8:00",
        "25:00〜26:00",
        "平日 9:00〜17:00（水曜は休み）",
        "月・水・金 9:00〜17:00",
    ],
)
def test_hours_that_say_more_are_not_read(text):
    assert read_written_hours(text) is None
