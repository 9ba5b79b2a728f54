"""What counts as a typing slip, and what needs a second pair of eyes."""

import pytest

from staff.domain.typing_slips import is_slip


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("サービスお使う", "サービスを使う", True, id="a wrong particle"),
        pytest.param("相談しましよう。", "相談しましょう。", True, id="a small kana"),
        pytest.param("相談してください", "相談してください。", True, id="a full stop"),
        pytest.param("ＡＢＣの本", "ABCの本", True, id="full width is the same"),
        pytest.param("一行\r\n二行", "一行\n二行", True, id="line ends are the same"),
        pytest.param("同じ", "同じ", True, id="nothing"),
        pytest.param("", " ", True, id="nothing but a space"),
        pytest.param("teh service", "the service", True, id="English"),
        pytest.param("月9,300円", "月9,400円", False, id="an amount"),
        pytest.param("3年", "５年", False, id="a figure in full width"),
        pytest.param("三年", "五年", False, id="a figure in kanji"),
        pytest.param("1年です", "1月です", False, id="a unit"),
        pytest.param("A型です", "B型です", False, id="another service"),
        pytest.param("できます。", "できません。", False, id="a no"),
        pytest.param("可です", "否です", False, id="a no in one letter"),
        pytest.param("18歳以上", "18歳以下", False, id="how far"),
        pytest.param("市の人です", "市の人だけです", False, id="only"),
        pytest.param("You may go", "You must go", False, id="a must"),
        pytest.param("It is free", "It isn't free", False, id="a no in English"),
        pytest.param("[[cap]]です", "[[cup]]です", False, id="a number's code"),
        pytest.param("[本](/a/)", "[本](/b/)", False, id="a link"),
        pytest.param("https://a.jp/", "https://b.jp/", False, id="an address"),
        pytest.param("とても長い文です", "すぐ行く所です", False, id="many letters"),
        pytest.param("", "あい", False, id="a text that was not there"),
        pytest.param("あい", "", False, id="a text taken away"),
    ],
)
def test_a_slip_tells_nothing_new(before, after, expected):
    assert is_slip(before, after, letters=3) is expected


@pytest.mark.parametrize(("letters", "expected"), [(1, False), (2, True)])
def test_how_many_letters_are_a_slip_is_said(letters, expected):
    assert is_slip("ねこどす", "ねかです", letters=letters) is expected
