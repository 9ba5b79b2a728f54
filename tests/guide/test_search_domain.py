"""The pure parts of the search: keys, slips, marks, and what may be counted."""

import pytest

from guide.domain.countable import may_be_counted
from guide.domain.kana_numbers import ages_in_figures
from guide.domain.letters import key_of
from guide.domain.lexicon import Lexicon, SoughtWord, stem_of
from guide.domain.marks import marked
from guide.domain.slips import is_one_slip, is_two_slips, shortened
from guide.domain.sounds import learn_sounds, sounding_like
from texts.domain.ruby import Readings


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("障がい者・障碍者", "障害者障害者", id="harm"),
        pytest.param("９，３００円", " 9300円", id="wide figures"),
        pytest.param("九千三百円", " 9300円", id="kanji figures"),
        pytest.param("3万7,200円", " 37200円", id="ten thousands"),
        pytest.param("六ヶ月", " 6か月", id="months"),
        pytest.param("千葉の一般就労", "千葉の一般就労", id="kanji that are no number"),
        pytest.param("ハローワーク", "はろわく", id="long marks"),
        pytest.param("Type-B, A型", " type b a型", id="Latin words apart"),
    ],
)
def test_a_text_is_compared_by_its_key(text, key):
    assert key_of(text) == key


@pytest.mark.parametrize(
    ("typed", "is_slip"),
    [
        pytest.param("こうちん", False, id="the word itself"),
        pytest.param("こちん", True, id="one letter too few"),
        pytest.param("こううちん", True, id="one too many"),
        pytest.param("こうしん", True, id="another letter"),
        pytest.param("うこちん", True, id="two swapped"),
        pytest.param("うちこん", False, id="two letters moved"),
        pytest.param("こん", False, id="two too few"),
    ],
)
def test_one_slip_and_no_more_is_a_slip(typed, is_slip):
    assert is_one_slip(typed, "こうちん") is is_slip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    found = Lexicon()
    for pair in ["働く はたらく", "使う つかう", "工賃 こうちん", "受ける うける"]:
        found.add_read(*pair.split())
    return found


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param("工賃はいくらですか", ["工賃"], id="particles say nothing"),
        pytest.param("働いています", ["働い"], id="a form of a verb"),
        pytest.param("はたらきたい", ["はたらき"], id="in kana"),
        pytest.param("受けられますか", ["受け"], id="a verb that keeps its stem"),
        pytest.param("工賃は使えますか", ["工賃", "使え"], id="two words"),
        pytest.param("9,300円ですか", ["9,300円"], id="an amount is one word"),
    ],
)
def test_a_query_is_cut_into_what_it_asks_for(lexicon, query, words):
    pieces = [piece for piece in lexicon.cut(query) if not piece.says_nothing]
    assert [piece.typed for piece in pieces] == words


def test_a_mark_covers_what_is_written_for_what_is_read():
    known = Readings([("工賃", "こうちん")])
    parts = marked("月の工賃です。", [SoughtWord("x", (), ("こうちん",))], known)
    assert [part.text for part in parts if part.is_marked] == ["工賃"]


@pytest.mark.parametrize("word", ["なかぽつ", "バスケ", "農福連携", "karaoke"])
def test_a_single_word_may_be_counted(word):
    assert may_be_counted(word, word)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("山田太郎", id="a name"),
        pytest.param("やまだたろう", id="a name in kana"),
        pytest.param("ヤマダタロウ", id="a name in katakana"),
        pytest.param("Taro Yamada", id="a name in Latin letters"),
        pytest.param("yamada", id="a surname in small letters"),
        pytest.param("花子さん", id="somebody spoken to"),
        pytest.param("大山美咲", id="a given name after an unknown one"),
        pytest.param("083-922-4111", id="a phone number"),
        pytest.param("123456789012", id="a number"),
        pytest.param("湯田温泉5丁目", id="an address"),
        pytest.param("防府市", id="a municipality"),
        pytest.param("息子が家を出ません", id="a sentence"),
        pytest.param("母 うつ 山口 離婚 相談", id="a story in words"),
        pytest.param("a@example.jp", id="an address of mail"),
        pytest.param("あ", id="one letter"),
        pytest.param("あいうえおかきくけこさしす", id="too long for a word"),
    ],
)
def test_what_may_tell_of_somebody_is_not_counted(typed):
    assert not may_be_counted(typed, typed.split()[0])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("手長", ["てちょう"], id="one other kanji of the same sound"),
        pytest.param("長手", [], id="the other way round"),
        pytest.param("生活長帳", [], id="kanji of another sound"),
        pytest.param("ちょう", [], id="no kanji"),
    ],
)
def test_kanji_are_taken_for_others_that_are_read_so(typed, meant):
    read = [("手", "て"), ("手紙", "てがみ"), ("手帳", "てちょう"), ("長", "ちょう")]
    words = ["てちょう", "てがみ", "せいかつ"]
    assert sounding_like(typed, learn_sounds(read), words, freely=False) == meant


def test_of_four_kanji_one_may_be_read_in_any_way():
    read = [("最", "さい"), ("低", "てい"), ("賃", "ちん"), ("筋", "すじ")]
    like = [
        sounding_like(
            "最低賃筋", learn_sounds(read), ["さいていちんぎん"], freely=freely
        )
        for freely in (True, False)
    ]
    assert like == [["さいていちんぎん"], []]


@pytest.mark.parametrize(
    ("typed", "meant", "is_two"),
    [
        pytest.param(
            "じゅきゅしゃしょ", "じゅきゅうしゃしょう", True, id="two too few"
        ),
        pytest.param("じゅきゅうしゃしょ", "じゅきゅうしゃしょう", False, id="one"),
        pytest.param("じゅきゅしゃし", "じゅきゅうしゃしょう", False, id="three"),
    ],
)
def test_two_slips_are_no_more_and_no_less(typed, meant, is_two):
    assert is_two_slips(typed, meant) is is_two


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        pytest.param("はろうわあく", "はろわく", id="written with vowels"),
        pytest.param("ぐるうぷほうむ", "ぐるぷほむ", id="with う"),
        pytest.param("こうちん", "こちん", id="a word of Japanese, which no key is"),
        pytest.param("あお", "あお", id="two vowels"),
    ],
)
def test_a_long_mark_may_be_typed_as_a_vowel(typed, key):
    assert shortened(typed) == key


@pytest.mark.parametrize(
    ("typed", "figures"),
    [
        pytest.param("じゅうはっさい", "18歳", id="eighteen"),
        pytest.param("ろくじゅうごさい です", "65歳 です", id="within a sentence"),
        pytest.param("にじゅっさい", "20歳", id="twenty"),
        pytest.param("めんどくさい", "めんどくさい", id="no number"),
        pytest.param("18さい", "18さい", id="in figures already"),
    ],
)
def test_an_age_that_is_said_is_a_number(typed, figures):
    assert ages_in_figures(typed) == figures


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        pytest.param("疲れた", "疲れ", id="was"),
        pytest.param("つかれる", "つかれ", id="in kana"),
        pytest.param("寝る", "", id="too little is left"),
    ],
)
def test_all_forms_of_a_word_share_a_stem(word, stem):
    assert stem_of(word) == stem
