"""The command that says which texts to mend, as a writer runs it."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from facts import text_checks
from facts.text_checks import WrittenText
from guide.models import Faq, GlossaryTerm
from guide.terms import faults_of_terms, share_of_linked_terms
from tests import rows

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 21)


def run(capsys, *given: str) -> tuple[str, str | None]:
    """What it prints, and how it ends."""
    try:
        call_command("lint_text", *given)
        end = None
    except CommandError as error:
        end = str(error)
    return capsys.readouterr().out, end


@pytest.fixture
def faq() -> Faq:
    row = rows.faq()
    row.question_ja = "いつから使えますか"
    row.answer_ja = "令和8年から使えます。"
    row.answer_en = "Click it."
    row.save()
    return row


def test_it_says_where_which_words_and_what_to_write(faq, capsys):
    out, end = run(capsys, "guide.Faq", "--language", "ja")
    assert (
        f"guide.Faq {faq.pk} answer_ja 0–4「令和8年」[era] 西暦で「2026年」と"
        "書いてください。元号は（ ）の中だけです。" in out.splitlines()
    )
    assert "answer_en" not in out
    assert end == "直すところが1個あります。"


def test_it_is_content_with_good_texts(faq, capsys):
    faq.answer_ja, faq.answer_en = "2026年から使えます。", "Choose it."
    faq.save()
    assert run(capsys, "guide.Faq")[1] is None


def test_as_json_it_gives_the_same(faq, capsys):
    out, end = run(capsys, "guide.Faq", "--json")
    told = [one for one in json.loads(out)["findings"] if one["is_error"]]
    assert [(one["field"], one["code"], one["fix"]) for one in told] == [
        ("answer_ja", "era", "2026年"),
        ("answer_en", "avoided-word", None),
    ]
    assert end == "直すところが2個あります。"


def test_a_model_that_is_not_there_is_answered_with_a_sentence(capsys):
    _, end = run(capsys, "guide.Nothing")
    assert end == (
        "guide.Nothing というものはありません。guide.Faq のように書いてください。"
    )


def test_a_term_has_a_reading_and_two_sentences_at_most():
    term = rows.term()
    assert faults_of_terms() == []
    GlossaryTerm.objects.filter(pk=term.pk).update(
        reading="", meaning_ja="あ。い。う。"
    )
    assert faults_of_terms() == [
        f"ことば「{term.name_ja}」によみがながありません。",
        f"ことば「{term.name_ja}」の意味（ja）が3文です（2文まで）。",
    ]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        pytest.param("[{0}](/glossary/)は{0}です。", 1.0, id="a link first"),
        pytest.param("{0}は[{0}](/glossary/)です。", 0.0, id="plain first"),
        pytest.param("{0}です。", 1.0, id="a text without links"),
    ],
)
def test_a_word_counts_as_linked_where_it_comes_first(text, share):
    term = rows.term()
    written = WrittenText(term, "meaning", "ja", text.format(term.name_ja))
    assert share_of_linked_terms([written]) == share


def test_an_easy_text_is_measured_with_its_own_limits():
    texts = [WrittenText(rows.faq(), "answer", "ja-simple", "あ" * 25 + "。" + "題名")]
    measure = text_checks.measure(
        texts, "ja-simple", text_checks.known(on=TODAY)["ja-simple"]
    )
    assert (measure.sentences, measure.mean, measure.longest) == (1, 25.0, 25)
    assert "文の長さの平均が25.0文字です（22まで）。" in measure.faults
