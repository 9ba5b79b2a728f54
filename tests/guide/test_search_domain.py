"""The pure parts of the search: keys, slips, marks, and what may be counted."""

import pytest

from guide.domain.countable import may_be_counted
from guide.domain.letters import key_of
from guide.domain.lexicon import Lexicon, SoughtWord
from guide.domain.marks import marked
from guide.domain.slips import is_one_slip
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
