"""What is to be mended in a text: told under its form, never in the way."""

import pytest
from django.contrib.messages import get_messages

from guide.models import Faq
from staff.writing import MEND
from tests import rows
from tests.staff.test_texts import form_of

pytestmark = pytest.mark.django_db


def faq_saying(**texts: str) -> Faq:
    row = rows.faq()
    Faq.objects.filter(pk=row.pk).update(**texts)
    return Faq.objects.get(pk=row.pk)


def told(page) -> list[tuple[str, str]]:
    return [
        (note.column, finding.code)
        for note in page.context["writing"]
        for finding in note.findings
        if finding.is_error
    ]


def test_the_form_of_a_row_tells_what_to_mend_and_links_to_the_field(admin_client):
    row = faq_saying(answer_ja="令和8年の数字です。", answer_en="Click it.")
    address, _ = form_of(row)

    page = admin_client.get(address)
    html = page.content.decode()

    assert told(page) == [("answer_ja", "era"), ("answer_en", "avoided-word")]
    assert '<a href="#id_answer_ja">答えの続き（日本語）</a>' in html
    assert 'href="#writing-answer_ja">書き方の注意（' in html
    assert html.count(f'name="{MEND}"') == 1


def test_a_row_with_good_texts_has_no_list(admin_client):
    address, _ = form_of(faq_saying(answer_ja="市の窓口です。"))
    page = admin_client.get(address)
    assert told(page) == []
    assert f'name="{MEND}"' not in page.content.decode()


def test_what_is_told_never_keeps_from_saving(admin_client):
    row = rows.faq()
    address, given = form_of(row, answer_ja="令和8年の数字です。")

    page = admin_client.post(address, given, follow=True)

    row.refresh_from_db()
    assert row.answer_ja == "令和8年の数字です。"
    assert "書き方の注意が" in page.content.decode()


def button_of(page, column: str) -> str:
    (note,) = [note for note in page.context["writing"] if note.column == column]
    (asked,) = [asked for _, asked in note.answers if asked]
    return asked


def test_a_button_mends_one_finding_and_keeps_the_rest_as_typed(admin_client):
    row = faq_saying(answer_ja="Ｂ型は令和8年の数字です。")
    address, given = form_of(row)
    page = admin_client.get(address)
    (note,) = [n for n in page.context["writing"] if n.column == "answer_ja"]
    asked = {finding.code: sent for finding, sent in note.answers}["era"]

    # Typed since the page was opened: the words have moved, another field is new.
    typed = {"answer_ja": "答えます。Ｂ型は令和8年の数字です。", "question_ja": "いつ"}
    page = admin_client.post(address, given | typed | {MEND: asked})

    row.refresh_from_db()
    assert (row.answer_ja, row.question_ja) == (
        "答えます。Ｂ型は2026年の数字です。",
        "いつ",
    )
    assert page.url == address
    words = [str(message) for message in get_messages(page.wsgi_request)]
    assert "「令和8年」を直しました。ほかは、入れたとおりに保存しました。" in words


def test_words_that_are_gone_are_not_mended_elsewhere(admin_client):
    row = faq_saying(answer_ja="令和8年の数字です。")
    address, given = form_of(row)
    asked = button_of(admin_client.get(address), "answer_ja")

    page = admin_client.post(
        address, given | {"answer_ja": "平成8年の数字です。", MEND: asked}
    )

    row.refresh_from_db()
    assert row.answer_ja == "平成8年の数字です。"
    words = [str(message) for message in get_messages(page.wsgi_request)]
    assert "その言葉は、もう文の中にありません。" in words


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("", id="nothing"),
        pytest.param("answer_ja", id="only a field"),
        pytest.param("code era 0 令和8年", id="a field without a language"),
        pytest.param("answer_ja era x 令和8年", id="no place"),
        pytest.param("no_such_field era 0 令和8年", id="no such field"),
    ],
)
def test_a_button_that_nobody_made_changes_nothing(asked, admin_client):
    row = faq_saying(answer_ja="令和8年の数字です。")
    address, given = form_of(row)

    assert admin_client.post(address, given | {MEND: asked}).status_code == 302

    row.refresh_from_db()
    assert row.answer_ja == "令和8年の数字です。"
