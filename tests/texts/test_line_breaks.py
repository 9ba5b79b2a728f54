"""Where headings and buttons may break: between phrases, never inside a word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.templatetags.texts_shown import phrases
from guide.models import GlossaryTerm
from texts.languages import languages, speaking
from texts.line_breaks import break_headings, keep_words, phrase_starts, with_breaks

WORDS = [
    "障がい者",
    "障がいのある",
    "A型",
    "就労継続支援B型",
    "就労選択支援",
    "はたらく",
]
TEXTS = st.lists(
    st.sampled_from([*WORDS, "の", "を", "事業所", "&amp;", " ", "さがす"])
)


def cut(text: str) -> str:
    starts = sorted({0, *phrase_starts(text), len(text)})
    return "|".join(text[start:end] for start, end in pairwise(starts))


@pytest.mark.parametrize(
    "phrased",
    [
        "就労継続支援B型の|事業所を|さがす",
        "障がいのある|人が|はたらく|ための|相談",
        "使うまでの|流れ",
        "市の|担当課|（障がい福祉課）",
        "山口市|障がい者|基幹相談支援センター",
        "障害者就業・|生活支援センター",
        "サービスの|費用の|決まり方",
        "46か所|見つかりました",
    ],
)
def test_a_line_breaks_between_phrases(phrased):
    assert cut(phrased.replace("|", "")) == phrased


@given(TEXTS.map("".join), st.sampled_from(WORDS))
def test_a_protected_word_is_never_cut(text, word):
    whole = f"{text}{word}"
    place = whole.rindex(word)
    assert not phrase_starts(whole) & {*range(place + 1, place + len(word))}


@given(TEXTS.map("".join))
def test_marks_add_nothing_to_a_text(text):
    marked = with_breaks(text)
    for mark in ("<wbr>", '<span class="nb">', "</span>"):
        marked = marked.replace(mark, "")
    assert marked == text


def test_a_name_of_the_glossary_is_not_cut_within_a_word(content):
    names = [
        part
        for name in GlossaryTerm.objects.values_list("name_ja", flat=True)
        for part in name.replace("（", "の").replace("・", "の").split("の")
        if len(part) <= 10
    ]
    assert [cut(name) for name in names if "|" in cut(name)] == []


@pytest.mark.parametrize(
    ("code", "html"),
    [
        pytest.param("ja", '<span class="nb">A型</span>の<wbr>事業所', id="standard"),
        # The finished page has a gap at each phrase.
        pytest.param("ja-simple", '<span class="nb">A型</span>の事業所', id="easy"),
        pytest.param("en", "A型の事業所", id="English is left alone"),
    ],
)
def test_only_japanese_is_marked(code, html):
    (language,) = [one for one in languages() if one.code == code]
    with speaking(language):
        assert phrases("A型の事業所") == html


def test_what_is_not_ours_is_escaped():
    assert phrases("<b>の相談") == "&lt;b&gt;の<wbr>相談"


@pytest.mark.parametrize(
    ("html", "broken"),
    [
        pytest.param(
            '<h2 id="a">使える人の条件</h2>',
            '<h2 id="a">使える<wbr>人の<wbr>条件</h2>',
            id="a heading",
        ),
        pytest.param(
            '<a class="button" href="/">市の窓口</a>',
            '<a class="button" href="/">市の<wbr>窓口</a>',
            id="a link like a button",
        ),
        pytest.param(
            "<p>使える人の条件</p>", "<p>使える人の条件</p>", id="running text"
        ),
        pytest.param(
            "<dt><span>しゅうろう</span></dt>",
            "<dt><span>しゅうろう</span></dt>",
            id="a reading",
        ),
        pytest.param(
            "<h1>市の<wbr>窓口</h1>", "<h1>市の<wbr>窓口</h1>", id="done already"
        ),
    ],
)
def test_fixed_headings_and_buttons_are_marked_in_the_finished_page(html, broken):
    assert break_headings(html) == broken


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        pytest.param(
            "<p>市の障がい福祉課へ</p>",
            '<p>市の<span class="nb">障がい福祉課</span>へ</p>',
            id="running text",
        ),
        pytest.param(
            "<li>A型で、はたらいています</li>",
            '<li><span class="nb">A型</span>で、'
            '<span class="nb">はたらいて</span>います</li>',
            id="two words",
        ),
        pytest.param(
            '<h2><span class="nb">障がい者</span></h2>',
            '<h2><span class="nb">障がい者</span></h2>',
            id="kept already",
        ),
        *(
            pytest.param(whole, whole, id=whole[1:7])
            for whole in (
                "<title>はたらく</title>",
                "<option value=a>A型</option>",
                "<textarea>障がい</textarea>",
                '<a title="障がい" href="/">市</a>',
                "<svg><text>B型</text></svg>",
            )
        ),
    ],
)
def test_a_word_stays_whole_in_running_text(html, kept):
    assert keep_words(html) == kept


def test_no_word_is_marked_within_a_drawing_and_the_smaller_ones_in_it():
    drawing = "<svg><svg><path/></svg><text>A型</text><svg/><text>B型</text></svg>"
    drawing = drawing.replace("<svg/>", "<svg></svg>")
    html = f"<p>A型</p>{drawing}<p>B型</p>"
    kept = '<p><span class="nb">A型</span></p>'
    assert keep_words(html) == f'{kept}{drawing}<p><span class="nb">B型</span></p>'
