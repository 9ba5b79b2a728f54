"""The rows of the syllabary."""

import pytest

from texts.domain.syllabary import kana_row


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
