"""Translations in staff's hands: one table of all, and the languages side by side."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guide.models import Faq
from services.models import Choice, Question
from tests import rows
from tests.staff.test_texts import errors_of, form_of
from texts.models import Translation

pytestmark = pytest.mark.django_db
TABLE = reverse("admin:texts_translation_changelist")


def faq(**texts: str) -> Faq:
    row = rows.faq()
    for name, text in texts.items():
        setattr(row, name, text)
    row.save()
    return row


def form_address(row: Faq) -> str:
    return reverse("admin:guide_faq_change", args=[row.pk])


def key(row: Faq) -> str:
    return f"guide.faq:{row.pk}"


def cells(page, row: Faq) -> list[list[tuple[str, list[tuple[str, str]]]]]:
    """What the table says of a row: by language, the states with their links."""
    [found] = [
        cells
        for item, cells in page.context["table"].lines()
        if (item.model, item.pk) == (type(row), row.pk)
    ]
    return [[(group.state.label, group.links) for group in cell] for cell in found]


def listed(page) -> list[object]:
    return [item.row for item, _ in page.context["table"].lines()]


# --- the table ------------------------------------------------------------------------


def test_a_line_says_how_each_text_stands_and_leads_to_its_field(admin_client):
    row = faq(question_en="What", answer_ja="まえ", answer_en="This")
    row.answer_ja = "これ"
    row.save()

    page = admin_client.get(TABLE, {"kind": "guide.faq"})

    form = form_address(row)
    easy, english = cells(page, row)
    assert easy == [
        (
            "ありません",
            [
                ("質問", f"{form}#id_question_ja_simple"),
                ("ひとことの答え", f"{form}#id_short_answer_ja_simple"),
                ("答えの続き", f"{form}#id_answer_ja_simple"),
            ],
        )
    ]
    assert english == [
        ("ありません", [("ひとことの答え", f"{form}#id_short_answer_en")]),
        ("古くなった", [("答えの続き", f"{form}#id_answer_en")]),
        ("あります", [("質問", f"{form}#id_question_en")]),
    ]
    html = page.content.decode()
    assert f'<a href="{form}#id_answer_en">答えの続き</a>' in html
    assert 'id="id_answer_en"' in admin_client.get(form).content.decode()


def test_what_a_machine_wrote_says_so_until_a_person_has_read_it(admin_client):
    row = faq(question_en="What", answer_en="This")
    Translation.objects.filter(field="answer").update(is_machine_made=True)

    page = admin_client.get(TABLE, {"kind": "guide.faq", "language": "en"})

    [english] = cells(page, row)
    assert [state for state, _ in english] == [
        "ありません",
        "機械が書いた・まだ読んでいない",
        "あります",
    ]


def test_rows_without_a_japanese_text_and_what_staff_read_are_not_listed(admin_client):
    rows.office(rows.office_kind())
    found = {type(row).__name__ for row in listed(admin_client.get(TABLE))}
    assert found == {"OfficeKind", "Source"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({"state": "missing"}, ["whole", "half"], id="missing anywhere"),
        pytest.param(
            {"state": "missing", "language": "en"}, ["half"], id="missing in English"
        ),
        pytest.param({"state": "current"}, ["whole"], id="there"),
        pytest.param({"state": "outdated"}, [], id="outdated"),
        pytest.param({"q": "WHAT"}, ["whole"], id="words of any language"),
        pytest.param({"q": "なんで すか"}, ["half"], id="all of several words"),
        pytest.param({"state": "nonsense"}, ["whole", "half"], id="nonsense: all"),
    ],
)
def test_the_table_can_be_narrowed(asked, found, admin_client):
    named = {
        "whole": faq(
            question_ja="なに",
            question_en="What",
            short_answer_en="Yes.",
            answer_en="This",
        ),
        "half": faq(question_ja="なんですか"),
    }
    page = admin_client.get(TABLE, {"kind": "guide.faq"} | asked)
    assert page.status_code == 200
    assert listed(page) == [named[name] for name in found]


def test_the_counts_on_top_lead_to_what_they_count(admin_client):
    faq(question_en="What")
    page = admin_client.get(TABLE, {"kind": "guide.faq", "q": "何"})

    counts = {
        language.code: {count.state.label: count.number for count in counts}
        for language, counts in page.context["table"].counts()
    }

    assert counts == {
        "ja-simple": {
            "ありません": 3,
            "古くなった": 0,
            "機械が書いた・まだ読んでいない": 0,
            "あります": 0,
        },
        "en": {
            "ありません": 2,
            "古くなった": 0,
            "機械が書いた・まだ読んでいない": 0,
            "あります": 1,
        },
    }
    link = "?kind=guide.faq&amp;language=en&amp;state=missing&amp;q=%E4%BD%95"
    assert f'<a href="{link}">2</a>' in page.content.decode()


def test_a_page_has_fifty_lines_and_leads_to_the_next(admin_client):
    group = rows.faq().group
    common = {"group": group, "question": "何", "answer": "これ"} | rows.sourced()
    for _ in range(50):
        Faq.objects.create(code=rows.code(), **common)

    first = admin_client.get(TABLE, {"kind": "guide.faq"})
    second = admin_client.get(TABLE, {"kind": "guide.faq", "page": 2})

    assert (len(listed(first)), len(listed(second))) == (50, 1)
    assert '<a href="?kind=guide.faq&amp;page=2">2</a>' in first.content.decode()


# Two ask who it is, one asks for the states; then one for each kind of row, and one for
# the names of each kind on the page.
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("kind", "queries"),
    [
        pytest.param("", 43, id="every kind"),
        pytest.param("guide.faq", 5, id="one kind"),
    ],
)
def test_the_table_costs_the_same_however_many_rows(
    kind, queries, number, admin_client, django_assert_num_queries
):
    for _ in range(number):
        rows.change()
        faq(answer_en="This")
    admin_client.get(TABLE)
    with django_assert_num_queries(queries):
        page = admin_client.get(TABLE, {"kind": kind})
    assert len(listed(page)) == number * (1 if kind else 7) + (0 if kind else 1)


def client_who_may(*rights: str) -> Client:
    user = User.objects.create_user("hanako", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def test_staff_see_what_they_may_change_and_nothing_else():
    row = faq()
    client = client_who_may("change_faq", "view_source")

    assert listed(client.get(TABLE)) == [row]
    page = client.post(TABLE, read("en", row.source, kind="facts.source"))
    assert page.context["form"].errors == {
        "item": ["なくなったか、あなたが直せない行です。選び直してください。"]
    }
    assert TABLE in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("rights", [[], ["view_translation", "change_translation"]])
def test_whoever_may_change_no_text_does_not_see_the_table(rights):
    assert client_who_may(*rights).get(TABLE).status_code == 403


# --- what a person has read -----------------------------------------------------------


def read(language: str, *read: object, kind: str = "guide.faq", **more) -> dict:
    items = [f"{kind}:{row.pk}" for row in read]
    return {"item": items, "read_language": language, "read_by": ""} | more


def unread(**texts: str) -> Faq:
    row = faq(**texts)
    Translation.objects.update(is_machine_made=True)
    return row


def state(row: Faq, language: str) -> tuple[bool, object, str]:
    kept = Translation.objects.get(
        object_id=row.pk, content_type__model="faq", language=language
    )
    return kept.is_unread, kept.read_on, kept.read_by


def test_chosen_items_are_marked_as_read_in_one_language(admin_client, admin_user):
    texts = {"answer_en": "This", "answer_ja_simple": "これです"}
    row, other = unread(**texts), unread(**texts)
    asked = f"{TABLE}?kind=guide.faq&state=unread"

    page = admin_client.post(asked, read("en", row, read_by="山口さん"))

    assert (page.status_code, page["Location"]) == (302, asked)
    assert state(row, "en") == (False, timezone.localdate(), "山口さん")
    assert state(row, "ja-simple") == (True, None, "")
    assert state(other, "en") == (True, None, "")
    assert (
        "1件のEnglishの文を「人が読んだ」にしました。"
        in admin_client.get(asked).content.decode()
    )
    assert LogEntry.objects.get().change_message == "人が読んだ：English"


def test_all_items_of_the_page_can_be_marked_at_once(admin_client):
    marked = [unread(answer_en="This") for _ in range(2)]
    shown = {"shown": [key(row) for row in marked], "all": "1"}

    admin_client.post(TABLE, read("en") | shown)

    assert [state(row, "en")[0] for row in marked] == [False, False]


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        pytest.param(
            {"item": []}, {"item": ["読んだ行に印をつけてください。"]}, id="no item"
        ),
        pytest.param(
            {"read_language": ""},
            {"read_language": ["どのことばを読んだか、選んでください。"]},
            id="no language",
        ),
    ],
)
def test_a_mistake_is_told_and_what_was_given_is_kept(given, errors, admin_client):
    row = unread(answer_en="This")

    page = admin_client.post(TABLE, read("en", row, read_by="山口さん") | given)

    assert page.context["form"].errors == errors
    html = page.content.decode()
    assert 'value="山口さん"' in html
    assert (f'value="{key(row)}" aria-label="何を読んだ" checked' in html) is bool(
        given.get("item", True)
    )
    assert state(row, "en")[0]


@pytest.mark.parametrize(
    "item", ["guide.faq:", "guide.faq:x", "auth.user:1", "guide.faq:" + "9" * 30]
)
def test_what_is_no_item_is_not_marked(item, admin_client):
    page = admin_client.post(TABLE, read("en") | {"item": [item]})
    assert list(page.context["form"].errors) == ["item"]


# --- the form of a row ----------------------------------------------------------------


def shown_state(page, name: str) -> str:
    """What stands under a field, as it is read."""
    html = page.content.decode()
    [told] = re.findall(f'id="id_{name}_helptext">(.*?)</div>', html, re.DOTALL)
    return re.sub(r"<[^>]+>", "", told).strip()


def help_of(page) -> dict[str, str]:
    fields = page.context["adminform"].form.fields
    return {
        name: re.sub(r"<[^>]+>", "", str(fields[name].help_text))
        for name in ("question_ja_simple", "question_en", "answer_en")
    }


def test_each_translation_in_a_form_says_how_it_stands(admin_client):
    row = faq(question_en="What", answer_ja="まえ", answer_en="This")
    row.answer_ja = "これ"
    row.save()

    assert help_of(admin_client.get(form_address(row))) == {
        "question_ja_simple": "ありません",
        "question_en": "あります",
        "answer_en": "古くなった",
    }


def test_a_new_row_has_no_states_and_nothing_to_say_of_them(admin_client):
    page = admin_client.get(reverse("admin:guide_faq_add"))
    assert set(help_of(page).values()) == {""}
    assert "is_small_change" not in page.context["adminform"].form.fields


def test_a_small_change_leaves_the_translations_current(admin_client):
    row = faq(answer_ja="これ", answer_en="This")
    address, given = form_of(row, answer_ja="これ。", is_small_change="on")

    admin_client.post(address, given)

    row.refresh_from_db()
    assert row.answer_ja == "これ。"
    assert not Translation.objects.get().is_outdated


def test_another_change_makes_them_outdated(admin_client):
    row = faq(answer_ja="これ", answer_en="This")
    address, given = form_of(row, answer_ja="ちがうこと")

    admin_client.post(address, given)

    assert Translation.objects.get().is_outdated


def test_what_a_person_read_is_said_in_the_form(admin_client):
    row = unread(answer_en="This", answer_ja_simple="これです")
    address, given = form_of(row, read_en="on", read_by="山口さん")

    admin_client.post(address, given)

    assert state(row, "en") == (False, timezone.localdate(), "山口さん")
    assert state(row, "ja-simple") == (True, None, "")
    assert "English：人が読んだ" in LogEntry.objects.get().get_change_message()


def test_a_mistake_keeps_everything_that_was_typed(admin_client):
    row = faq(answer_ja="これ", answer_en="This")
    typed = {
        "answer_ja": "",
        "answer_en": "Something else",
        "is_small_change": "on",
        "read_en": "on",
        "read_by": "山口さん",
    }
    address, given = form_of(row, **typed)

    page = admin_client.post(address, given)

    form = page.context["adminform"].form
    assert list(form.errors) == ["answer_ja"]
    assert shown_state(page, "answer_en") == "あります"
    assert {name: form[name].value() for name in typed} == typed | {
        "is_small_change": True,
        "read_en": True,
    }


def test_whoever_may_only_look_is_not_asked_about_translations():
    row = faq(answer_en="This")
    page = client_who_may("view_faq").get(form_address(row))
    assert page.status_code == 200
    assert "小さな直し" not in page.content.decode()


def test_what_is_said_of_a_row_holds_for_the_rows_under_it(admin_client):
    question = Question.objects.create(code="age", text="何歳ですか", reason="わけ")
    choice = question.choices.create(code="young", text="64才", text_en="64")
    address, given = form_of(question, is_small_change="on")
    under = {
        "choices-TOTAL_FORMS": 1,
        "choices-INITIAL_FORMS": 1,
        "choices-0-id": choice.pk,
        "choices-0-question": question.pk,
        "choices-0-code": "young",
        "choices-0-text_ja": "64歳",
        "choices-0-text_en": "64",
        "choices-0-order": 0,
    }

    admin_client.post(address, given | under)

    assert Choice.objects.get().text_ja == "64歳"
    assert not Translation.objects.get().is_outdated


# --- what must be there ---------------------------------------------------------------

LATER = "あとで書くときは、「公開する」の印をはずすと保存できます。"
NEEDED = (
    "日本語の文があるので、「やさしい日本語」の文も要ります。"
    "日本語の文を見て、ここに書いてください。"
)


def test_a_row_for_readers_is_not_saved_without_its_required_twin(
    admin_client, settings
):
    settings.REQUIRE_TRANSLATIONS = ["ja-simple"]
    row = faq(
        short_answer_ja_simple="はい。", answer_ja="まえ", answer_ja_simple="まえ"
    )
    address, given = form_of(row, answer_ja="これ")

    page = admin_client.post(address, given)

    assert errors_of(page) == {"question_ja_simple": [NEEDED + LATER]}
    row.refresh_from_db()
    assert row.answer_ja == "まえ"


def test_a_row_is_saved_with_its_twins(admin_client, settings):
    settings.REQUIRE_TRANSLATIONS = ["ja-simple"]
    row = faq(answer_ja="まえ")
    twins = {
        "question_ja_simple": "何ですか",
        "short_answer_ja_simple": "はい。",
        "answer_ja_simple": "これです",
    }
    address, given = form_of(row, answer_ja="これ", **twins)

    admin_client.post(address, given)

    row.refresh_from_db()
    assert (row.answer_ja, row.answer_ja_simple) == ("これ", "これです")


def test_what_is_not_published_can_wait_and_the_error_says_so(admin_client, settings):
    settings.REQUIRE_TRANSLATIONS = ["ja-simple"]
    office = rows.office(rows.office_kind())
    linked = {
        f"{prefix}-{count}_FORMS": 0
        for prefix in ("services", "changes")
        for count in ("TOTAL", "INITIAL")
    }
    address, given = form_of(office, note_ja="予約がいります。")
    given = {name: value for name, value in given.items() if value != []} | linked

    page = admin_client.post(address, given)

    assert errors_of(page) == {"note_ja_simple": [NEEDED + LATER]}
    del given["is_published"]
    admin_client.post(address, given)
    office.refresh_from_db()
    assert (office.note_ja, office.is_published) == ("予約がいります。", False)


def test_an_answer_under_its_question_needs_its_twin_too(admin_client, settings):
    settings.REQUIRE_TRANSLATIONS = ["ja-simple"]
    question = Question.objects.create(
        code="age",
        text="何歳ですか",
        text_ja_simple="何さいですか",
        reason="わけ",
        reason_ja_simple="わけ",
    )
    address, given = form_of(question)
    under = {
        "choices-TOTAL_FORMS": 1,
        "choices-INITIAL_FORMS": 0,
        "choices-0-question": question.pk,
        "choices-0-code": "young",
        "choices-0-text_ja": "64歳",
        "choices-0-order": 0,
    }

    page = admin_client.post(address, given | under)

    [formset] = page.context["inline_admin_formsets"]
    assert formset.formset.errors == [{"text_ja_simple": [NEEDED]}]


def test_the_state_and_what_is_to_be_mended_stand_under_the_same_field(admin_client):
    row = faq(answer_ja="これ", answer_ja_simple="ＡＢＣです。")
    page = admin_client.get(form_address(row))
    assert shown_state(page, "answer_ja_simple") == "あります 書き方の注意（1つ）"
