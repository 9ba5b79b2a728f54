"""What a text is told: each rule on its own, and together on any text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_architecture import ROOT
from texts.domain.avoided import AVOIDED, EASY, ENGLISH, ONLY_IN_CODE, STANDARD
from texts.domain.lint import Known, lint, sentence_lengths, whole_sentences
from texts.domain.shown import shown

KNOWN = Known(
    frozenset({"就労継続支援B型", "相談支援専門員", "サービス等利用計画"}),
    {"cap:adult-ippan1": "9,300円", "fee:rent": "10,000円"},
)
LANGUAGES = [STANDARD, EASY, ENGLISH]
# Long enough for the strictest rule, and with pieces that each rule looks for.
PIECES = st.sampled_from(
    [
        *("令和8年", "（平成17年）", "2026/4/1", "９，３００円", "9,300円", "Ｂ型"),
        *("障害者", "障害福祉", "健常者", "普通の会社", "など", "均等割"),
        *("①", "ｶﾅ", "Ⅳ", "㈱", "～", "—", "％", "\r\n"),
        *("[こちら](/faq/)", "https://example.jp/", "[[cap:adult-ippan1]]", "[["),
        *("**", "{就労|しゅうろう}", "\n- ", "。", "、", "（", "）", " ", "]]"),
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=12).map("".join)


def codes(text: str, language: str = STANDARD) -> list[str]:
    return [finding.code for finding in lint(text, language, KNOWN)]


def told(text: str, language: str = STANDARD) -> list[tuple[str, str, str | None]]:
    return [(one.code, one.words, one.fix) for one in lint(text, language, KNOWN)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("令和8年4月から", ("era", "令和8年", "2026年"), id="an era"),
        pytest.param(
            "令和元年度の数字", ("era", "令和元年", "2019年"), id="an era's first year"
        ),
        pytest.param(
            "2026/4/1から", ("date", "2026/4/1", "2026年4月1日"), id="a short date"
        ),
        pytest.param("Ｂ型", ("wide-character", "Ｂ", "B"), id="a wide letter"),
        pytest.param("１２か月", ("wide-character", "１２", "12"), id="wide figures"),
        pytest.param(
            "㈱はたらく", ("platform-character", "㈱", "（株）"), id="a company's mark"
        ),
        pytest.param(
            "9時～5時", ("platform-character", "～", "〜"), id="the other wave"
        ),
        pytest.param(
            "ｻｰﾋﾞｽです", ("platform-character", "ｻｰﾋﾞｽ", "サービス"), id="narrow kana"
        ),
        pytest.param("①です", ("platform-character", "①", None), id="a ringed figure"),
        pytest.param("見学などです", ("et-cetera", "など", None), id="and so on"),
        pytest.param("書類等です", ("et-cetera", "等", None), id="and so on in kanji"),
        pytest.param(
            "健常者の人", ("avoided-word", "健常者", "障がいのない人"), id="a word"
        ),
        pytest.param(
            "普通の会社です",
            ("avoided-word", "普通の会社", "一般の会社"),
            id="an ordinary company",
        ),
        pytest.param("障害のある人", ("own-word", "障害", "障がい"), id="our own word"),
        pytest.param(
            "使えないわけではありません",
            ("double-negative", "ないわけではありません", None),
            id="not that not",
        ),
        pytest.param(
            "申請しないと使えません",
            ("double-negative", "ないと使えません", None),
            id="unless",
        ),
        pytest.param(
            "月9,300円です", ("typed-amount", "9,300円", None), id="an amount"
        ),
        pytest.param("[こちら](/faq/)", ("vague-link", "こちら", None), id="here"),
        pytest.param(
            "https://example.jp/x を見る",
            ("raw-url", "https://example.jp/x", None),
            id="an address",
        ),
    ],
)
def test_a_text_is_told_what_to_mend(text, found):
    assert told(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2026年（令和8年）4月1日", id="an era in brackets"),
        pytest.param("均等割と、高等部と、サービス等利用計画", id="等 within a word"),
        pytest.param("障害福祉サービスと障害者手帳", id="official names"),
        pytest.param("月[[cap:adult-ippan1]]です。", id="an amount by its code"),
        pytest.param("0円の人もいます。", id="no money at all"),
        pytest.param("聞いていないときは、聞いてください。", id="one negative"),
        pytest.param("[使うまでの流れ](/steps/)を見る", id="a link with a name"),
        pytest.param("[市のページ](https://example.jp/)", id="an address in a link"),
        pytest.param("午前9時〜午後5時。電話・FAX「相談」", id="common characters"),
        pytest.param("", id="nothing"),
    ],
)  # fmt: skip
def test_a_good_text_is_told_nothing(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "支給申請者名簿", ("kanji-run", "支給申請者名簿", None), id="kanji"
        ),
        pytest.param(
            "もし使えるなら、聞く",
            ("avoided-word", "もし使えるなら", None),
            id="a chain of ifs",
        ),
    ],
)
def test_easy_japanese_is_told_more(text, found):
    assert told(text, EASY) == [found]
    assert told(text, STANDARD) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Click [here](/faq/).", ["avoided-word", "vague-link"], id="here"),
        pytest.param("You pay 9,300 yen.", ["typed-amount"], id="an amount"),
        pytest.param("You pay 0 yen for the service.", [], id="no money"),
        pytest.param("Show your care plan.", ["avoided-word"], id="another's term"),
    ],
)
def test_english_has_rules_of_its_own(text, found):
    assert codes(text, ENGLISH) == found


def test_terms_of_the_glossary_may_have_four_kanji_in_a_row():
    assert told("相談支援専門員に聞きます。", EASY) == []


@pytest.mark.parametrize(
    ("language", "longest"),
    [pytest.param(STANDARD, 60, id="standard"), pytest.param(EASY, 30, id="easy")],
)
def test_a_sentence_has_a_longest_length(language, longest):
    assert codes("あ" * longest + "。" + "い" * longest + "。", language) == []
    assert codes("あ" * (longest + 1) + "。", language) == ["long-sentence"]


def test_an_amount_counts_as_it_is_shown_and_markup_not_at_all():
    text = "- **月[[fee:rent]]**の[家賃](/fees/caps/#rent)です。\n{就労|しゅうろう}\n"
    assert shown(text, KNOWN.amounts).text == "月10,000円の家賃です。\n就労\n"
    assert whole_sentences(text, KNOWN) == ["月10,000円の家賃です。"]
    assert sentence_lengths(text, KNOWN) == [13]


def test_words_without_a_reading_are_told_unless_the_text_says_it():
    known = Known(without_reading=lambda text: [(0, 2)])
    assert [one.words for one in lint("就労する", STANDARD, known)] == ["就労"]
    assert lint("{就労|しゅうろう}する", STANDARD, known) == []


def test_an_amount_is_told_by_which_codes_it_may_be_named():
    (finding,) = lint("月9,300円", STANDARD, KNOWN)
    assert finding.advice.endswith("[[cap:adult-ippan1]]")


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_every_finding_stands_in_the_text(text, language):
    for finding in lint(text, language, KNOWN):
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.words


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_a_text_is_told_the_same_each_time(text, language):
    assert lint(text, language, KNOWN) == lint(text, language, KNOWN)


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_a_right_answer_leaves_nothing_of_its_kind_to_mend(text, language):
    for _ in range(100):
        open_ones = [one for one in lint(text, language, KNOWN) if one.fix is not None]
        if not open_ones:
            return
        mended = open_ones[0].applied_to(text)
        assert mended != text
        text = mended
    raise AssertionError(f"Never done: {text!r}")


def test_every_word_that_the_readme_forbids_is_known_here():
    table = (
        (ROOT / "docs" / "words.md").read_text().split("| not |")[1].split("\n\n")[0]
    )
    column = [line.split("|")[-2] for line in table.splitlines()[2:]]
    words = [word.split("(")[0].strip() for cell in column for word in cell.split(",")]
    in_texts = {
        word
        for word in words
        if any(one.code == "avoided-word" for one in lint(word, ENGLISH, KNOWN))
    }
    assert {word for word in words if word} - in_texts <= ONLY_IN_CODE
    assert len(AVOIDED) == len({one.words for one in AVOIDED})
