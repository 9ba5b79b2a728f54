"""Passwords that anybody would try are refused, and the sentence says what to do."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from staff.domain.guessable import left_of
from texts.domain.kana import hiragana
from texts.domain.romaji import spell

HANAKO = User(
    username="hanako", last_name="山田", first_name="花子", email="h.yamada@example.jp"
)


SHOUTAROU = User(username="shoutarou", last_name="やまだ", first_name="しょうたろう")
WATANABE = User(username="watanabe.shoutarou")
NUMBER = User(username="k8305172")
JUNICHI = User(username="junichi.ohno", last_name="大野", first_name="ジュンイチ")


def told(password: str, user: User = HANAKO) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("aaaaaaaaaaaa", id="one letter"),
        pytest.param("abababababab", id="two letters"),
        pytest.param("abcdabcdabcd", id="four letters again and again"),
        pytest.param("x7k2x7k2x7k2", id="four others again and again"),
        pytest.param("hanako-hanako", id="her name twice"),
        pytest.param("HanakoHanako1", id="her name twice and a figure"),
        pytest.param("Hanako-Yamada-1", id="her names"),
        pytest.param("山田花子山田花子山田花子", id="her names in kanji"),
        pytest.param("qwertyuiopas", id="a row of keys"),
        pytest.param("poiuytrewqlkjh", id="a row backwards"),
        pytest.param("1qaz2wsx3edc", id="rows aslant"),
        pytest.param("abcdefghijkl", id="the alphabet"),
        pytest.param("yamaguchi-city", id="the city"),
        pytest.param("yamaguchi2026", id="the city and the year"),
        pytest.param("yamaguchishiyakusho", id="the city hall"),
        pytest.param("やまぐちやまぐちやまぐち", id="the city in kana"),
        pytest.param("山口市役所山口市役所", id="the city in kanji"),
        pytest.param("p@ssw0rdp@ssw0rd", id="password in disguise"),
        pytest.param("password12345", id="password and figures"),
        pytest.param("ｙａｍａｇｕｃｈｉ１２３４", id="full width"),
        pytest.param("shuro-shien-guide", id="what the site is called"),
        pytest.param("fukushikanrisha", id="the section and the role"),
        pytest.param("osaka-tokyo-kyoto", id="places"),
        pytest.param("tamago-tokei-yuki", id="the example"),
        pytest.param("abc123abc123", id="six twice"),
        pytest.param("tarotarotaro", id="another's name three times"),
        pytest.param("zaq1xsw2cde3", id="rows aslant from below"),
        pytest.param("q1w2e3r4t5y6", id="two rows in turn"),
        pytest.param("asdf1234asdf", id="rows in pieces"),
        pytest.param("admin-admin-admin", id="what one is"),
        pytest.param("reiwa8-reiwa8-reiwa8", id="the year"),
    ],
)
def test_what_is_easily_guessed_is_refused_with_what_to_do(password):
    [*_, last] = told(password)
    assert "関係のない言葉を3つか4つ、ならべてください。" in last


@pytest.mark.parametrize(
    "password",
    [
        "kaeru-tonbo-himawari",
        "nagai-aikotoba-desu",
        "right-and-long-1",
        "for-tests-only-1",
        "Xq7!mT2p#vLw",
        "ねこがやねでひるねをする",
        "hanako-kumori-tsukue",
    ],
)
def test_what_nobody_guesses_is_taken(password):
    assert told(password) == []


@pytest.mark.parametrize(
    ("user", "password"),
    [
        (SHOUTAROU, "yamada-shotaro"),
        (SHOUTAROU, "Shotaro-Yamada-1"),
        (SHOUTAROU, "ショウタロウ-ヤマダ-1"),
        (SHOUTAROU, "ｼｮｳﾀﾛｳ-ﾔﾏﾀﾞ-1"),
        (SHOUTAROU, "s.h.o.u.t.a.r.o.u"),
        (SHOUTAROU, "uoratuohs-uoratuohs"),
        (SHOUTAROU, "oratohs-adamay-26"),
        (SHOUTAROU, "うろたうょし-うろたうょし"),
        (SHOUTAROU, "Syoutarou.Syoutarou"),
        (SHOUTAROU, "Shōtarō-Yamada-26"),
        (SHOUTAROU, "shohtaroh-yamada"),
        (SHOUTAROU, "sh0tar0-y@mada-99"),
        (SHOUTAROU, "yamada-shotaro-password"),
        (WATANABE, "わたなべしょうたろう12"),
        (WATANABE, "ワタナベショウタロウワタナベ"),
        (WATANABE, "わたなべ-shotaro-2026"),
        (NUMBER, "k8305172k8305172"),
        (NUMBER, "k8305172-k8305172"),
        (NUMBER, "2715038k-k8305172"),
        (JUNICHI, "oono-jyuniti-0123"),
        (JUNICHI, "おおのじゅんいち2000"),
        (JUNICHI, "ono.zyun'ichi.ono"),
    ],
)
def test_the_own_name_in_other_letters_is_refused(user, password):
    [last] = told(password, user)
    assert last.startswith("すぐにわかるパスワードです。あなたの名前、")


@pytest.mark.parametrize("user", [SHOUTAROU, WATANABE, NUMBER, JUNICHI])
@pytest.mark.parametrize(
    "password",
    [
        "kaeru-tonbo-himawari",
        "shotaro-kumori-tsukue",
        "yamada-no-niwa-ni-kuma",
        "しょうたろうはひるねをしている",
        "ワタナベさんのかさはあかい",
        "k8305172-tonbo-mikan",
        "right-and-long-1",
        "Xq7!mT2p#vLw",
        "ohisama-to-junbi-taisou",
    ],
)
def test_a_name_beside_enough_else_is_taken(user, password):
    assert told(password, user) == []


def test_the_page_that_asks_for_a_password_says_so_in_japanese():
    assert "キーボードのならび（qwerty など）" in password_validators_help_text_html()


@given(st.text(max_size=40), st.lists(st.text(max_size=12), max_size=3))
def test_what_is_left_was_there(password, names):
    left = left_of(password, names)
    text = hiragana(password).lower()
    assert set(left) <= {*text, *spell(text)}
