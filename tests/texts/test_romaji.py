"""Kana in Latin letters, as on road signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.domain.romaji import romaji, spell


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("やまぐちし", "yamaguchishi"),
        ("ほうふし", "hofushi"),
        ("しゅうなんし", "shunanshi"),
        ("はぎ", "hagi"),
        ("きょうと", "kyoto"),
        ("おおさか", "osaka"),
        ("にっぽん", "nippon"),
        ("まっちゃ", "matcha"),
        ("サポートセンター", "sapotosenta"),
        ("じょぶ", "jobu"),
        ("ディーキャリア", "dikyaria"),
        ("ファミリー", "famiri"),
        ("ヴィラ", "vira"),
        ("いおり A型", "iori A型"),
        ("", ""),
    ],
)
def test_kana_are_written_as_on_road_signs(kana, latin):
    assert romaji(kana) == latin


def test_letter_by_letter_keeps_long_vowels():
    assert spell("ほうふ") == "houfu"


@given(st.text(alphabet="あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほ"))
def test_every_kana_becomes_latin(kana):
    assert romaji(kana).isascii()


@given(st.text(max_size=30))
def test_no_text_breaks_it_and_latin_stays(text):
    assert spell(spell(text)) == spell(text)
