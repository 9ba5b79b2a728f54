"""Of two texts, the words that differ are marked, and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staff.domain.marked_words import Parts, marked


def shown(parts: Parts) -> str:
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in parts)


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        pytest.param("同じ。", "同じ。", "同じ。", "同じ。", id="nothing"),
        pytest.param("", "新しい", "", "[新しい]", id="all is new"),
        pytest.param("古い", "", "[古い]", "", id="all is gone"),
        pytest.param(
            "月に9,300円です。", "月に10,000円です。",
            "月に[9,300]円です。", "月に[10,000]円です。", id="a whole number",
        ),
        pytest.param(
            "就労移行支援を使う", "就労継続支援を使う",
            "[就労移行支援]を使う", "[就労継続支援]を使う", id="a word of kanji",
        ),
        pytest.param(
            "パソコンを使います", "タブレットを使います",
            "[パソコン]を使います", "[タブレット]を使います", id="a word of katakana",
        ),
        pytest.param(
            "しごとをします。", "しごとをやすみます。",
            "しごとを[し]ます。", "しごとを[やすみ]ます。", id="letters of hiragana",
        ),
        pytest.param(
            "You can ask.", "You may ask.",
            "You [can] ask.", "You [may] ask.", id="an English word",
        ),
        pytest.param(
            "一つ目。\n二つ目。", "一つ目。\n新しい文。\n二つ目。",
            "一つ目。\n二つ目。", "一つ目。\n[新しい文。\n]二つ目。",
            id="a line between",
        ),
        pytest.param(
            "とてもよい", "すこしわるい",
            "[とてもよ]い", "[すこしわる]い", id="no letter by chance",
        ),
        pytest.param(
            "手帳がなくても可", "とてもむずかしい",
            "[手帳がなくても可]", "[とてもむずかしい]", id="no two letters by chance",
        ),
    ],
)  # fmt: skip
def test_the_words_that_differ_are_marked(old, new, before, after):
    assert tuple(map(shown, marked(old, new))) == (before, after)


_TEXTS = st.text(alphabet="あい漢字アA1, 。\n", max_size=20)


@given(old=_TEXTS, new=_TEXTS)
def test_nothing_is_lost_and_what_is_not_marked_is_in_both(old, new):
    before, after = marked(old, new)
    assert ("".join(t for t, _ in before), "".join(t for t, _ in after)) == (old, new)
    same = ["".join(t for t, m in parts if not m) for parts in (before, after)]
    assert same[0] == same[1]
