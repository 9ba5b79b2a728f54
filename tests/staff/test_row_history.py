"""The history of a row, of a page, of what was deleted; ways back; for ever."""

import csv
import datetime as dt

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from fees.models import FeeCap, FeeCase
from guide.models import Faq
from staff.models import Change, ChangeState
from tests import people, rows
from tests.fees.test_admin_fees import AMOUNTS, cap, fee_case, parameter
from tests.staff.test_between import address_of, opened
from tests.staff.test_change_pages import approve, approver, shown, step
from tests.staff.test_changes import chief, editor, only_change, save
from texts.models import Translation

__all__ = ["approver", "chief", "editor"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def taro() -> Client:
    """Somebody of 承認者, in an office of several."""
    call_command("make_roles", verbosity=0)
    user = User.objects.create_user("taro", is_staff=True)
    user.groups.add(Group.objects.get(name="承認者"))
    return people.signed_in(user)


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


def test_a_leavers_account_is_switched_off_and_what_she_did_stays(
    approver, editor, taro
):
    row = rows.faq()
    save(editor, row, order=3)
    refused = step(taro, only_change(), "take_over").context["refused"]
    assert "やめた人" in "".join(refused)  # she is still there
    hanako = User.objects.get(username="hanako")
    delete = reverse("admin:auth_user_delete", args=[hanako.pk])
    assert approver.post(delete, {"post": "yes"}).status_code == 403
    User.objects.filter(pk=hanako.pk).update(is_active=False)

    change = only_change()
    assert str(change.author) == "hanako"
    assert editor.get(reverse("admin:index")).status_code == 302
    step(taro, change, "take_over")
    assert (str(change.author), change.note) == (
        "taro",
        "hanakoが書きはじめ、taroが引きつぎました。",
    )
    save(taro, row, answer_ja="続きです。")
    written = change.rows.get(table="guide.faq").after
    assert (written["order"], written["answer_ja"]) == (3, "続きです。")
    page = step(approver, change, "drop")
    assert (page.status_code, change.state) == (200, ChangeState.DROPPED)


# --- a cap from April, with its golden case -------------------------------------------

APRIL = dt.date(2027, 4, 1)


def today_is(day: dt.date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: day)


def begun(client: Client, address: str) -> dict[str, object]:
    """What a browser sends of a form that is begun from another row."""
    form = client.get(address).context["adminform"].form
    return {
        bound.html_name: bound.value()
        for bound in form
        if bound.value() not in (None, False, "")
    }


def most_of(client: Client, query: str = "") -> int:
    """The cap of 一般1, as the table says it."""
    page = client.get(f"/fees/{query}")
    caps = page.context["entry"].caps
    [yen] = [one.yen for one in caps if one.bracket.code == "ippan1"]
    assert f"{yen:,}円" in page.content.decode()
    return yen


def test_a_cap_comes_on_its_day_with_its_case_and_is_taken_back(
    editor, taro, monkeypatch
):
    today_is(dt.date(2026, 11, 29), monkeypatch)
    for code, (value, unit) in AMOUNTS.items():
        parameter(code, value, unit=unit)
    for bracket, yen in {"seiho": 0, "teishotoku": 0, "ippan2": 37_200}.items():
        cap("adult", bracket, yen)
    low, faq = cap("adult", "ippan1", 9_300), rows.faq()
    now, then = fee_case(), fee_case(day=dt.date(2027, 4, 20))
    FeeCase.objects.filter(pk=then.pk).update(title_ja="4月の人")

    # Hanako drafts the cap, a text and a case of it, as one change for its day.
    add = reverse("admin:staff_change_add")
    editor.post(add, {"title": "2027年4月の改正", "publish_on": "2027-04-01"})
    change = only_change()
    add = f"{reverse('admin:fees_feecap_add')}?from={low.pk}"
    later = {"yen": 10_000, "valid_from": "2027-04-01", "checked_on": "2026-11-29"}
    sent = begun(editor, add) | later | {"status": "enacted"}
    assert editor.post(add, sent).status_code == 302
    save(editor, faq, answer_ja="いちばん多くて [[cap:adult-ippan1]] です。")
    sent = opened(editor, now) | {
        "title_ja": "新しい上限の人", "code": "april", "day": "2027-04-01",
        "expected": '{"cap_min": 10000, "cap_max": 10000}', "_saveasnew": "1",
    }  # fmt: skip
    answer = editor.post(address_of(now), sent)
    assert answer.status_code == 302, answer.context["errors"]
    assert {row.table for row in change.rows.exclude(table="texts.translation")} == {
        "fees.feecap",
        "fees.feecase",
        "guide.faq",
    }

    # She sees it as of its day, and nobody else sees anything.
    query = f"?change={change.pk}"
    seen = [most_of(editor, one) for one in (query, f"{query}&on=2027-04-01")]
    assert seen == [9_300, 10_000]
    assert most_of(Client(), "?on=2027-04-01") == 9_300
    step(editor, change, "ask")

    # Taro is shown for whom it comes out otherwise, and says yes to just that.
    page = taro.get(change.get_absolute_url())
    assert "4月の人" in page.content.decode()
    judged = page.context["beside"][0].context["judged"]
    assert {(one.case, one.expected, one.found) for one in judged.differences} == {
        ("4月の人", "9,300円", "10,000円")
    }
    seen, accepted = page.context["seen"], page.context["accepted"]
    assert step(taro, change, "approve", seen=seen).context["refused"]
    step(taro, change, "approve", seen=seen, accepted=accepted)
    assert (change.state, str(change.approver)) == (ChangeState.APPROVED, "taro")

    # It is out on its day, and not before.
    today_is(APRIL - dt.timedelta(days=1), monkeypatch)
    call_command("daily", verbosity=0)
    assert (FeeCap.objects.count(), most_of(Client())) == (4, 9_300)
    today_is(APRIL, monkeypatch)
    call_command("daily", verbosity=0)
    change.refresh_from_db()
    assert change.state == ChangeState.PUBLISHED
    assert most_of(Client()) == 10_000
    assert FeeCase.objects.get(code="april").expected["cap_max"] == 10_000

    # And taken back, as a change of its own.
    back = undo(editor, change)
    step(editor, back, "ask")
    page = taro.get(back.get_absolute_url())
    seen, accepted = page.context["seen"], page.context["accepted"]
    step(taro, back, "approve", seen=seen, accepted=accepted)
    assert back.state == ChangeState.PUBLISHED
    assert (FeeCap.objects.count(), most_of(Client())) == (4, 9_300)
    assert {*FeeCase.objects.all()} == {now, then}
