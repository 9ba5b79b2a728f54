"""Cells of a city's own list on what people choose by, as clerks write them."""

import pytest

from offices.domain.trait_cell import SaidCell, read_cell


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("あり", SaidCell("yes")),
        ("○", SaidCell("yes")),
        ("有", SaidCell("yes")),
        ("可", SaidCell("yes")),
        ("なし", SaidCell("no")),
        ("無", SaidCell("no")),
        ("不可", SaidCell("no")),
        ("できない", SaidCell("no")),
        ("×", SaidCell("no")),
        ("あり（山口市内）", SaidCell("yes", "山口市内")),
        ("あり（山口市内、片道１００円）", SaidCell("yes", "山口市内", 100)),
        ("あり 片道1,200円", SaidCell("yes", "", 1200)),
        ("あり（無料）", SaidCell("yes", "", 0)),
        ("ある。駅まで", SaidCell("yes", "駅まで")),
        ("", None),
        ("不明", None),
        ("－", None),
        ("？", None),
    ],
)
def test_yes_and_no_in_many_writings(text, said):
    assert read_cell(text, form="yes-no", unit="片道") == said


@pytest.mark.parametrize(
    ("text", "amount", "year"),
    [
        ("15,000円（2025年度）", 15000, 2025),
        ("2025年度 15000", 15000, 2025),
        ("月１５，０００円　令和７年度", 15000, 2025),
        ("R6年度　9,300円", 9300, 2024),
    ],
)
def test_pay_has_its_year(text, amount, year):
    assert read_cell(text, form="pay") == SaidCell(amount=amount, year=year)


@pytest.mark.parametrize(
    ("text", "form"),
    [("15000円", "pay"), ("2025年度", "pay"), ("0円 2025年度", "pay"),
     ("要相談", "yes-no"), ("駅まで", "yes-no")],
)  # fmt: skip
def test_nothing_is_guessed(text, form):
    with pytest.raises(ValueError, match=text[:2]):
        read_cell(text, form=form)


def test_words_stay_as_they_are():
    assert read_cell("パンを作る", form="words") == SaidCell(words="パンを作る")
