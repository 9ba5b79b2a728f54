"""The rows of the syllabary."""

import pytest

from texts.domain.syllabary import CODES, kana_row, letters_of


@pytest.mark.parametrize(
    ("reading", "row"),
    [
        ("いっぱんしゅうろう", "あ"),
        ("がくしゅう", "か"),
        ("ぱそこん", "は"),
        ("ぴあ", "は"),
        ("っ", "た"),
        ("ゃ", "や"),
        ("んあ", "わ"),
        ("ゔ", "あ"),
        ("ABC", ""),
        ("", ""),
    ],
)
def test_a_reading_stands_in_the_row_of_its_first_letter(reading, row):
    assert kana_row(reading) == row


def test_a_row_begins_with_its_plain_its_voiced_and_its_small_letters():
    assert letters_of("た") == "ただちぢっつづてでとど"
    assert letters_of("は") == "はばぱひびぴふぶぷへべぺほぼぽ"


def test_every_hiragana_stands_in_one_row_and_every_row_has_a_code_of_its_own():
    letters = "".join(map(letters_of, CODES))
    assert sorted(letters) == [chr(code) for code in range(0x3041, 0x3097)]
    assert len(set(CODES.values())) == len(CODES)
