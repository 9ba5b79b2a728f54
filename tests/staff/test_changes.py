"""What staff save becomes a change: a draft, published, undone; nothing is lost."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from guide.models import Faq, GlossaryTerm
from staff.applying import NotAppliedError, clashes_of
from staff.models import DRAFT_KEYS, Change, ChangeState, RowChange
from staff.publishing import approve, ask, publish_due, undo
from tests import people, rows
from tests.staff.test_between import address_of, opened
from texts.content_version import content_version
from texts.models import Translation

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 29)


@pytest.fixture
def editor() -> Client:
    return people.editor()


@pytest.fixture
def chief() -> User:
    return User.objects.create_superuser("chief")


def save(client: Client, row, **typed: object) -> None:
    sent = opened(client, row) | typed
    response = client.post(address_of(row), sent)
    assert response.status_code == 302, response.context["errors"]


def only_change() -> Change:
    [change] = Change.objects.all()
    return change


def published(change: Change, by: User) -> Change:
    ask(change)
    approve(change, by)
    change.refresh_from_db()
    assert change.state == ChangeState.PUBLISHED
    return change


def test_what_who_may_publish_saves_is_public_and_in_the_history(admin_client):
    row = rows.faq()
    before = row.answer_ja

    save(admin_client, row, answer_ja="新しい答えです。")

    row.refresh_from_db()
    change = only_change()
    written = change.rows.get(table="guide.faq")
    assert row.answer_ja == "新しい答えです。"
    assert (change.state, str(change.author)) == ("published", "admin")
    assert (written.kind, written.key, written.name) == (
        "altered",
        str(row.pk),
        str(row),
    )
    assert (written.before["answer_ja"], written.after["answer_ja"]) == (
        before,
        "新しい答えです。",
    )


def test_a_row_that_is_saved_as_it_was_is_no_change(admin_client):
    row = rows.faq()
    save(admin_client, row)
    assert Change.objects.count() == 0


def test_what_an_editor_saves_is_seen_by_her_alone(editor, chief):
    row = rows.faq()
    before, version = row.answer_ja, content_version()

    save(editor, row, answer_ja="下書きの答えです。")

    row.refresh_from_db()
    assert row.answer_ja == before
    assert content_version() == version
    assert only_change().state == ChangeState.DRAFT
    hers = editor.get(address_of(row)).context["adminform"].form
    assert hers["answer_ja"].value() == "下書きの答えです。"
    other = Client()
    other.force_login(chief)
    theirs = other.get(address_of(row)).context["adminform"].form
    assert theirs["answer_ja"].value() == before


def test_a_draft_is_published_as_it_was_written(editor, chief):
    row = rows.faq()
    save(editor, row, answer_ja="一つ目。")
    save(editor, row, answer_ja="二つ目。", order=9)

    change = published(only_change(), chief)

    row.refresh_from_db()
    assert (row.answer_ja, row.order) == ("二つ目。", 9)
    assert change.rows.get(table="guide.faq").before["answer_ja"] != "一つ目。"


def test_what_is_put_back_leaves_nothing_in_a_draft(editor):
    row = rows.faq()
    before = row.answer_ja
    save(editor, row, order=9)
    save(editor, row, order=row.order, answer_ja=before)
    assert [*only_change().rows.values("table", "before", "after")] == []


def test_a_row_made_in_a_draft_gets_its_key_when_it_is_published(editor, chief):
    old = rows.faq()
    sent = opened(editor, old) | {
        "question_ja": "新しい質問？",
        "code": "atarashii",
    }
    del sent["_seen"]
    sent |= {"order": 3, "answer_ja_simple": "はい、これです。"}
    response = editor.post(reverse("admin:guide_faq_add"), sent | {"_continue": "1"})
    assert response.status_code == 302, response.context["errors"]
    key = only_change().rows.get(table="guide.faq").key
    assert int(key) > DRAFT_KEYS
    assert response["Location"] == reverse("admin:guide_faq_change", args=[key])
    # Another row takes the number that the draft's was given first.
    between = rows.faq()

    save_again = opened(editor, Faq(pk=int(key))) | {"order": 4}
    editor.post(reverse("admin:guide_faq_change", args=[key]), save_again)
    change = published(only_change(), chief)

    made = Faq.objects.exclude(pk__in=[old.pk, between.pk]).get()
    assert (made.question_ja, made.order) == ("新しい質問？", 4)
    assert made.pk < DRAFT_KEYS
    written = change.rows.get(table="guide.faq")
    assert (written.key, written.form_key) == (str(made.pk), str(made.pk))
    states = Translation.objects.filter(object_id=made.pk).count()
    assert change.rows.filter(table="texts.translation").count() == states > 0


def test_new_rows_of_one_table_get_a_key_each(editor, chief):
    row = rows.faq()
    save(editor, row, answer_ja_simple="やさしく", answer_en="In English")

    change = published(only_change(), chief)

    states = Translation.objects.filter(object_id=row.pk, field="answer")
    assert change.rows.filter(table="texts.translation").count() == states.count() == 2


def test_a_deletion_is_taken_back_with_all_that_hung_on_it(admin_client, chief):
    row = rows.faq()
    row.services.add(rows.service())
    everything = [*Translation.objects.order_by("pk").values("object_id", "field")]
    address = reverse("admin:guide_faq_delete", args=[row.pk])
    admin_client.post(address, {"post": "yes"})
    assert not Faq.objects.exists()

    back = undo(only_change(), chief)
    published(back, chief)

    again = Faq.objects.get()
    assert (again.pk, again.answer_ja) == (row.pk, row.answer_ja)
    assert again.services.count() == 1
    states = Translation.objects.order_by("pk").values("object_id", "field")
    assert [*states] == everything


def test_two_drafts_of_one_row_meet_field_by_field(editor, chief):
    row = rows.faq()
    save(editor, row, answer_ja="わたしの答え。", order=5)
    change = only_change()
    Faq.objects.filter(pk=row.pk).update(answer_ja="ほかの人の答え。")

    clash = [(one.column, one.now, one.wanted) for one in clashes_of(change)]
    ask(change)
    with pytest.raises(NotAppliedError):
        approve(change, chief)

    row.refresh_from_db()
    change.refresh_from_db()
    assert clash == [("answer_ja", "ほかの人の答え。", "わたしの答え。")]
    assert (row.answer_ja, row.order) == ("ほかの人の答え。", rows.faq().order)
    assert change.state == ChangeState.WAITING


def test_what_is_approved_for_a_day_goes_out_on_that_day(editor, chief):
    row = rows.faq()
    save(editor, row, order=8)
    change = only_change()
    change.publish_on = dt.date(2027, 4, 1)
    change.save()
    ask(change)
    approve(change, chief)

    assert publish_due(dt.date(2027, 3, 31)) == []
    assert publish_due(dt.date(2027, 4, 1)) == [(change, [])]

    row.refresh_from_db()
    assert row.order == 8


def test_two_rows_can_change_places_in_one_change(editor, chief):
    first, second = rows.term(), rows.term()
    change = Change.objects.create(title="入れかえ", author=User.objects.create())
    for row, code in ((first, second.code), (second, first.code)):
        RowChange.objects.create(
            change=change,
            kind="altered",
            table="guide.glossaryterm",
            key=str(row.pk),
            before={"code": row.code},
            after={"code": code},
        )

    published(change, chief)

    codes = GlossaryTerm.objects.in_bulk([first.pk, second.pk])
    assert codes[first.pk].code == second.code
    assert codes[second.pk].code == first.code


@pytest.mark.parametrize("column", ["order", "answer_ja"])
def test_one_field_is_taken_back_and_the_rest_stays(admin_client, chief, column):
    row = rows.faq()
    before = {"order": row.order, "answer_ja": row.answer_ja}
    save(admin_client, row, order=6, answer_ja="新しい。")
    change = only_change()
    [written] = change.rows.filter(table="guide.faq")

    published(undo(change, chief, rows=[written], column=column), chief)

    row.refresh_from_db()
    after = {"order": 6, "answer_ja": "新しい。"} | {column: before[column]}
    assert {"order": row.order, "answer_ja": row.answer_ja} == after
