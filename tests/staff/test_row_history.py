"""The history of a row, of a page, of what was deleted; ways back; for ever."""

import csv
import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from fees.models import FeeCap
from guide.models import Faq
from staff.models import Change, ChangeState
from staff.publishing import publish_due
from tests import rows
from tests.staff.test_change_pages import approve, approver, shown, step
from tests.staff.test_changes import chief, editor, only_change, save
from texts.models import Translation

__all__ = ["approver", "chief", "editor"]
pytestmark = pytest.mark.django_db
DAY = dt.date(2127, 4, 1)


def history_of(client: Client, row: Faq):
    return client.get(reverse("admin:guide_faq_history", args=[row.pk]))


def undo(client: Client, change: Change, **what: object) -> Change:
    address = reverse("admin:staff_change_undo", args=[change.pk])
    response = client.post(address, what)
    draft = Change.objects.latest("pk")
    assert response["Location"] == draft.get_absolute_url()
    return draft


def publish(client: Client, draft: Change) -> None:
    step(client, draft, "ask")
    approve(client, draft)
    assert draft.state == ChangeState.PUBLISHED


def test_a_row_has_the_history_of_what_was_published(approver, editor):
    row = rows.faq()
    save(approver, row, answer_ja="一つ目です。")
    save(editor, row, order=7)  # a draft is no history
    step(editor, Change.objects.latest("pk"), "leave")
    save(approver, row, answer_ja="二つ目です。", services=[str(rows.service().pk)])

    page = history_of(approver, row)

    told = [
        [(f.label, shown(f.old), shown(f.new)) for r in form.rows for f in r.fields]
        for one in page.context["told"]
        for form in one.forms
    ]
    assert told == [
        [("答えの続き（日本語）", "[一]つ目です。", "[二]つ目です。")],
        [("答えの続き（日本語）", "[これ]", "[一つ目です。]")],
    ]
    assert {one.writer for one in page.context["told"]} == {"chief"}
    assert page.content.decode().count("この項目を元にもどす") == 2


def test_an_unknown_row_has_no_history(approver):
    for address in ("guide/faq/999999/history/", "no/such/1/history/"):
        assert approver.get(reverse("admin:index") + address).status_code == 404


@pytest.mark.parametrize("what", ["field", "form", "change"])
def test_a_way_back_makes_a_draft(approver, what):
    row = rows.faq()
    save(approver, row, answer_ja="新しい。", answer_en="New.")
    save(approver, row, answer_ja="もっと新しい。", order=6)
    change = Change.objects.latest("pk")
    [written] = change.rows.filter(table="guide.faq")
    sent = {
        "field": {"row": written.pk, "column": "answer_ja"},
        "form": {"form": f"guide.faq:{row.pk}"},
        "change": {},
    }[what]

    draft = undo(approver, change, **sent)
    row.refresh_from_db()
    assert (row.answer_ja, draft.state) == ("もっと新しい。", ChangeState.DRAFT)
    publish(approver, draft)

    row.refresh_from_db()
    assert (row.answer_ja, row.order) == ("新しい。", 6 if what == "field" else 0)
    # The translation says again what the Japanese says.
    state = Translation.objects.get(field="answer", language="en")
    assert not state.is_outdated
    [(kept, in_japanese)] = Faq.objects.values_list("answer", "answer_ja")
    assert kept == in_japanese


@pytest.mark.parametrize(
    "what", [{"row": "x"}, {"row": "9" * 30}, {"form": "a:1"}, {"column": "nai"}]
)
def test_what_is_not_there_is_not_taken_back(approver, what):
    save(approver, rows.faq(), order=6)
    change = only_change()
    address = reverse("admin:staff_change_undo", args=[change.pk])
    page = approver.post(address, what, follow=True)
    assert "見つかりませんでした" in page.content.decode()
    assert only_change() == change


def test_what_was_deleted_is_listed_and_given_back(approver):
    row = rows.faq()
    row.services.add(rows.service())
    kept = rows.faq()
    approver.post(reverse("admin:guide_faq_delete", args=[row.pk]), {"post": "yes"})
    address = reverse("admin:deleted_rows", args=["guide", "faq"])
    changelist = approver.get(reverse("admin:guide_faq_changelist")).content.decode()
    assert address in changelist

    [(gone, is_back)] = approver.get(address).context["rows"]
    assert (gone.name, is_back) == (str(row), False)
    publish(approver, undo(approver, gone.change, row=gone.pk))

    again = Faq.objects.exclude(pk=kept.pk).get()
    assert (again.pk, again.services.count()) == (row.pk, 1)
    assert approver.get(row.get_absolute_url()).status_code == 200
    [(_gone, is_back)] = approver.get(address).context["rows"]
    assert is_back


def test_a_page_has_the_history_of_all_that_is_on_it(approver):
    on_page, elsewhere = rows.faq(), rows.faq()
    for row in (on_page, elsewhere):
        save(approver, row, order=row.order + 1)
    address = reverse("admin:staff_change_changelist")
    page = approver.get(address, {"page": on_page.get_absolute_url()}, follow=True)
    keys = {
        row.row.key
        for one in page.context["told"]
        for form in one.forms
        for row in form.rows
        if row.row.table == "guide.faq"
    }
    assert keys == {str(on_page.pk)}

    wrong = approver.get(reverse("admin:history_of_page"), {"page": "/nai/"})
    assert "「/nai/」というページは ありません" in wrong.content.decode()


def test_the_history_is_a_table_whose_cells_are_no_formulas(approver, editor):
    row = rows.faq()
    save(approver, row, answer_en='=HYPERLINK("x")')
    save(editor, row, order=3)
    response = approver.get(reverse("admin:staff_change_csv"))
    text = b"".join(response.streaming_content).decode()

    head, *lines = csv.reader(text.removeprefix("\ufeff").splitlines())
    assert text.startswith("\ufeff")
    assert head == [
        *("公開した日時", "書いた人", "承認した人", "題名", "種類", "行", "すること"),
        *("項目", "前", "後"),
    ]
    assert [line[1:] for line in lines] == [
        [
            *("chief", "chief", f"よくある質問「{row}」を直す", "よくある質問"),
            *(str(row), "変える", "答えの続き（English）", "（なし）"),
            '\'=HYPERLINK("x")',
        ]
    ]


def test_a_leavers_account_is_switched_off_and_what_she_did_stays(approver, editor):
    row = rows.faq()
    save(editor, row, order=3)
    hanako = User.objects.get(username="hanako")
    delete = reverse("admin:auth_user_delete", args=[hanako.pk])
    assert approver.post(delete, {"post": "yes"}).status_code == 403
    User.objects.filter(pk=hanako.pk).update(is_active=False)

    change = only_change()
    assert str(change.author) == "hanako"
    assert editor.get(reverse("admin:index")).status_code == 302
    page = step(approver, change, "drop")
    assert (page.status_code, change.state) == (200, ChangeState.DROPPED)


# --- a cap from April, with its golden case -------------------------------------------


def test_a_cap_comes_on_its_day_with_its_case_and_is_taken_back(editor, approver):
    cap = rows.cap()
    change_page = reverse("admin:staff_change_add")
    editor.post(change_page, {"title": "2127年4月の改正", "publish_on": "2127-04-01"})
    change = only_change()
    add = f"{reverse('admin:fees_feecap_add')}?from={cap.pk}"
    later = {
        bound.html_name: bound.value()
        for bound in editor.get(add).context["adminform"].form
        if bound.value() not in (None, False, "")
    }
    later |= {"yen": 10_000, "valid_from": "2127-04-01", "checked_on": "2026-11-29"}
    editor.post(add, later | {"status": "enacted"})
    assert FeeCap.objects.count() == 1
    page = editor.get(change.get_absolute_url())
    assert "10000" in page.content.decode()
    step(editor, change, "ask")
    approve(approver, change)

    assert publish_due(DAY) == [(change, [])]
    caps = FeeCap.objects.order_by("valid_from").values_list("valid_from", "yen")
    assert [*caps] == [(cap.valid_from, 9_300), (DAY, 10_000)]

    publish(approver, undo(approver, change))
    assert FeeCap.objects.get() == cap
