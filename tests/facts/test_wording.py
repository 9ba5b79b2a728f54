"""Amounts, lists and years in the language of the page."""

import datetime as dt

import pytest
from django.utils.translation import override

from facts.effective import Status
from facts.wording import begins, tax_year, together
from fees.models import FeeParameter, Unit
from offices.domain.latin import municipality_in_latin, prefecture_in_latin
from offices.office_words import municipality_in_words, period_in_words


@pytest.mark.parametrize(
    ("year", "japanese", "english"),
    [
        (2026, "2026年度（令和8年度）", "fiscal year 2026 (Reiwa 8, 令和8年度)"),
        (2019, "2019年度（令和元年度）", "fiscal year 2019 (Reiwa 1, 令和元年度)"),
        (2018, "2018年度（平成30年度）", "fiscal year 2018 (Heisei 30, 平成30年度)"),
        (1988, "1988年度（昭和63年度）", "fiscal year 1988 (Showa 63, 昭和63年度)"),
    ],
)
def test_a_tax_year_has_its_era(year, japanese, english):
    assert tax_year(year) == japanese
    with override("en"):
        assert tax_year(year) == english


@pytest.mark.parametrize(
    ("names", "japanese", "english"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B"], "AとB", "A and B"),
        (["A", "B", "C"], "AとBとC", "A, B and C"),
    ],
)
def test_things_are_taken_together(names, japanese, english):
    assert together(names) == japanese
    with override("en"):
        assert together(names) == english


@pytest.mark.parametrize(
    ("unit", "number", "japanese", "english"),
    [
        (Unit.YEN, 160_000, "160,000円", "160,000 yen"),
        (Unit.PERCENT, 10, "10%", "10%"),
        (Unit.YEARS, 1, "1年", "1 year"),
        (Unit.YEARS, 2, "2年", "2 years"),
        (Unit.MONTHS, 6, "6か月", "6 months"),
        (Unit.UNITS, 1_210, "1,210単位", "1,210 units"),
    ],
)
def test_a_number_has_its_unit(unit, number, japanese, english):
    assert unit.counted(number) == japanese
    with override("en"):
        assert unit.counted(number) == english


@pytest.mark.parametrize(
    ("period", "japanese", "english"),
    [
        ("202603", "2026年3月末", "end of March 2026"),
        ("202613", "202613", "202613"),
        ("", "", ""),
    ],
)
def test_a_period_is_the_end_of_a_month(period, japanese, english):
    assert period_in_words(period) == japanese
    with override("en"):
        assert period_in_words(period) == english


@pytest.mark.parametrize(
    ("name", "reading", "latin"),
    [
        ("山口市", "やまぐちし", "Yamaguchi City"),
        ("周南市", "しゅうなんし", "Shunan City"),
        ("阿武郡阿武町", "あぶぐんあぶちょう", "Abu Town"),
        ("大和郡山市", "やまとこおりやまし", "Yamatokoriyama City"),
        ("千代田区", "ちよだく", "Chiyoda Ward"),
        ("札幌市中央区", "さっぽろしちゅうおうく", "Chuo Ward, Sapporo City"),
        ("静岡市清水区", "しずおかししみずく", "Shimizu Ward, Shizuoka City"),
        ("どこか市中央区", "どこかしちゅうおうく", ""),
        ("山口市", "", ""),
    ],
)
def test_a_municipality_is_named_as_on_signs(name, reading, latin):
    assert municipality_in_latin(name, reading) == latin
    assert municipality_in_words(name, reading) == name
    with override("en"):
        shown = f"{latin} ({name})" if latin else name
        assert municipality_in_words(name, reading) == shown


def test_a_prefecture_is_named_without_its_kind():
    assert prefecture_in_latin("山口県") == "Yamaguchi"
    assert prefecture_in_latin("どこか") == ""


@pytest.mark.parametrize(
    ("is_end", "status", "words"),
    [
        pytest.param(False, Status.ENACTED, "2027年4月1日から", id="begins"),
        pytest.param(False, Status.PLANNED, "2027年4月1日から（予定）", id="may begin"),
        pytest.param(True, Status.ENACTED, "2027年3月31日まで", id="ends"),
        pytest.param(
            True,
            Status.PLANNED,
            "2027年4月1日からは、まだ決まっていません",
            id="nothing is decided after it",
        ),
    ],
)
def test_when_a_row_holds_is_said_in_words(is_end, status, words):
    day = dt.date(2027, 4, 1)
    assert begins(FeeParameter(valid_from=day, is_end=is_end, status=status)) == words
