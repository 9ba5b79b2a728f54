"""The page of a change: what it does, old and new; its steps; its clashes."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.urls import reverse

from guide.models import Faq, FaqGroup
from staff import beside_changes
from staff.applying import clashes_of
from staff.beside_changes import Beside
from staff.change_page import line_of
from staff.domain.marked_words import Parts
from staff.models import Change, ChangeState, RowChange
from staff.publishing import publish_due
from staff.told_rows import told_forms
from staff.waiting import changes_to_decide
from tests import people, rows
from tests.staff.test_changes import TODAY, chief, editor, only_change, save
from texts.models import Translation

__all__ = ["chief", "editor"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def approver(chief: User) -> Client:
    """The chief, whose own saves are public at once: nobody else is there to look."""
    people.alone()
    client = Client()
    client.force_login(chief)
    return client


def step(client: Client, change: Change, name: str, **sent: str):
    address = reverse("admin:staff_change_step", args=[change.pk])
    response = client.post(address, {"step": name, **sent}, follow=True)
    change.refresh_from_db()
    return response


def turns(user: User) -> list[str]:
    """What the desk says of changes to `user`."""
    return [one.title for one in changes_to_decide(user, TODAY) if one.number]


def approve(client: Client, change: Change):
    seen = client.get(change.get_absolute_url()).context["seen"]
    return step(client, change, "approve", seen=seen)


def shown(parts: Parts | None) -> str | None:
    if parts is None:
        return None
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in parts)


def told(change: Change) -> dict[str, tuple[str | None, str | None]]:
    return {
        field.label: (shown(field.old), shown(field.new))
        for form in told_forms(list(change.rows.all()))
        for row in form.rows
        for field in row.fields
    }


# --- what it does -------------------------------------------------------------------


def test_a_change_is_told_in_the_words_of_the_form(editor):
    row = rows.faq()
    Faq.objects.update(checked_on=dt.date(2026, 11, 21))
    save(
        editor,
        row,
        answer_ja="これです。",
        answer_en="This one.",
        checked_on="2026-11-30",
        services=[str(rows.service(name_ja="就労移行支援").pk)],
    )
    change = only_change()
    [form] = told_forms(list(change.rows.all()))

    assert (form.kind, form.name) == ("よくある質問", str(row))
    assert told(change) == {
        "答えの続き（日本語）": ("これ", "これ[です。]"),
        "答えの続き（English）": ("（なし）", "[This one.]"),
        "確認した日": ("2026年11月[21]日（[土]）", "2026年11月[30]日（[月]）"),
    }
    assert [row.link for row in form.rows if row.link] == ["＋就労移行支援"]


def test_a_deletion_is_told_whole(admin_client):
    row = rows.faq()
    address = reverse("admin:guide_faq_delete", args=[row.pk])
    admin_client.post(address, {"post": "yes"})

    sides = told(only_change())

    assert sides["質問（日本語）"] == (row.question_ja, None)
    assert {new for _old, new in sides.values()} == {None}


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("draft", "[下書き] 確認待ち 承認ずみ（2027年4月1日（木）に公開） 公開ずみ"),
        ("approved", "下書き 確認待ち [承認ずみ（2027年4月1日（木）に公開）] 公開ずみ"),
        ("returned", "下書き [もどした]"),
        ("dropped", "下書き [取りやめ]"),
    ],
)
def test_the_state_is_a_place_in_a_line(state, line):
    change = Change(state=state, publish_on=dt.date(2027, 4, 1))
    stations = [f"[{s.label}]" if s.is_now else s.label for s in line_of(change)]
    assert " ".join(stations) == line


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_and_the_lists_ask_as_often_for_one_row_as_for_three(
    approver, chief, django_assert_num_queries, number
):
    for _ in range(number):
        save(approver, rows.faq(), answer_ja="新しい答え。")
    change = Change.objects.create(title="まとめ", author=chief)
    group = FaqGroup.objects.first()
    for row in Faq.objects.all():
        RowChange.objects.create(
            change=change, kind="altered", table="guide.faq", key=str(row.pk),
            before={"order": row.order, "group_id": row.group_id},
            after={"order": 9, "group_id": group.pk},
        )  # fmt: skip
    faq = Faq.objects.first()
    approver.get(change.get_absolute_url())  # what is asked once by a process
    # PostgreSQL is asked twice whether all that rows point to is there.
    twice = connection.vendor == "postgresql"
    with django_assert_num_queries(65 + twice):
        approver.get(change.get_absolute_url())
    with django_assert_num_queries(5):
        approver.get(reverse("admin:staff_change_changelist"))
    with django_assert_num_queries(6):
        approver.get(reverse("admin:guide_faq_history", args=[faq.pk]))


# --- the steps ----------------------------------------------------------------------


def test_a_sentence_goes_its_way_from_draft_to_readers(editor, approver, chief):
    row = rows.faq()
    save(editor, row, answer_ja="新しい。", answer_en="New.", answer_ja_simple="新しい")
    change = only_change()
    author = change.author

    assert approve(approver, change).status_code == 200  # not yet asked
    assert change.state == ChangeState.DRAFT
    step(editor, change, "ask")
    assert (turns(chief), turns(author)) == (["確認待ちの変更を見る"], [])
    step(approver, change, "give_back", answer="やさしく書いてください。")
    assert turns(author) == ["もどってきた変更を直す"]
    assert (
        "やさしく書いてください。"
        in editor.get(change.get_absolute_url()).content.decode()
    )
    step(editor, change, "enter")
    save(editor, row, answer_ja="もっと新しい。")
    step(editor, change, "ask")
    step(editor, change, "take_back")
    assert change.state == ChangeState.DRAFT
    step(editor, change, "ask")
    approve(approver, change)

    row.refresh_from_db()
    assert change.state == ChangeState.PUBLISHED
    assert (row.answer_ja, row.answer_en) == ("もっと新しい。", "New.")


@pytest.mark.parametrize(
    ("name", "sent", "sentence"),
    [
        ("give_back", {"answer": " "}, "どこを直すかを書いてから"),
        ("approve", {"seen": "another"}, "変更の中身が変わりました"),
        ("plan", {"publish_on": "2027-04-01"}, "承認ずみの変更だけです"),
        ("ask", {}, "書いた人だけができます"),
        ("enter", {}, "書いた人だけができます"),
        ("publish", {}, "承認ずみの変更だけです"),
        ("nothing", {}, "することを選んでください"),
    ],
)
def test_a_refused_step_says_why_and_changes_nothing(
    editor, approver, name, sent, sentence
):
    save(editor, rows.faq(), answer_ja="新しい。")
    change = only_change()
    step(editor, change, "ask")

    page = step(approver, change, name, **sent)

    assert (page.status_code, change.state) == (200, ChangeState.WAITING)
    assert sentence in "".join(page.context["refused"])


def test_what_is_approved_for_a_day_can_get_another(editor, approver):
    row = rows.faq()
    save(editor, row, order=8)
    change = only_change()
    Change.objects.update(publish_on=dt.date(2127, 4, 1))
    step(editor, change, "ask")
    approve(approver, change)
    assert change.state == ChangeState.APPROVED

    page = step(approver, change, "plan", publish_on="4月31日")
    assert "日として読めません" in "".join(page.context["refused"])
    assert page.context["typed"]["publish_on"] == "4月31日"
    step(approver, change, "plan", publish_on="")

    row.refresh_from_db()
    assert (change.state, row.order) == (ChangeState.PUBLISHED, 8)


def test_several_saves_go_into_a_change_with_a_title(editor):
    address = reverse("admin:staff_change_add")
    made = editor.post(address, {"title": "2127年4月の改正", "publish_on": ""})
    change = only_change()
    assert made["Location"] == change.get_absolute_url()
    first, second = rows.faq(), rows.term()
    save(editor, first, order=4)
    save(editor, second, name_ja="ことば")

    page = editor.get(reverse("admin:index")).content.decode()
    assert f"（{change.rows.count()}行）" in page
    [faq] = change.rows.filter(table="guide.faq")
    out = reverse("admin:staff_change_out", args=[change.pk])
    editor.post(out, {"row": faq.pk})
    assert not change.rows.filter(table="guide.faq").exists()
    assert change.rows.filter(table="guide.glossaryterm").exists()
    step(editor, change, "leave")
    assert "working_on" not in editor.get(reverse("admin:index")).context


def test_a_new_row_is_taken_out_with_all_that_hangs_on_it(editor):
    row = rows.faq()
    row.services.add(rows.service())
    editor.post(reverse("admin:guide_faq_delete", args=[row.pk]), {"post": "yes"})
    change = only_change()
    [gone] = change.rows.filter(table="guide.faq")
    editor.post(reverse("admin:staff_change_out", args=[change.pk]), {"row": gone.pk})
    assert [*change.rows.all()] == []


def test_an_editor_says_what_her_own_change_is_and_asks_for_a_yes(editor, approver):
    save(editor, rows.faq(), order=4)
    change = only_change()
    page = editor.get(change.get_absolute_url()).content.decode()
    for name in ("title", "publish_on", "note", "_save"):
        assert page.count(f' name="{name}"') == 1
    sent = {"title": "順番を直す", "publish_on": "2127-04-01", "note": "見やすく。"}

    answer = editor.post(change.get_absolute_url(), sent)

    assert (answer.status_code, answer["Location"]) == (302, change.get_absolute_url())
    change.refresh_from_db()
    assert (change.title, change.note) == ("順番を直す", "見やすく。")
    assert step(editor, change, "ask").status_code == 200
    assert (change.state, change.publish_on) == (
        ChangeState.WAITING,
        dt.date(2127, 4, 1),
    )
    assert approver.post(change.get_absolute_url(), sent).status_code == 403


def test_only_another_of_the_approvers_says_yes(editor):
    user = User.objects.create_user("taro", is_staff=True)
    user.groups.add(Group.objects.get(name="承認者"))
    taro, hers, his = people.signed_in(user), rows.faq(), rows.faq()
    for client, row in ((editor, hers), (taro, his)):
        save(client, row, answer_ja="まったく新しい答え。")
    of_taro, of_hanako = Change.objects.all()
    for client, change in ((editor, of_hanako), (taro, of_taro)):
        step(client, change, "ask")
        assert "自分で書いた変更" in "".join(approve(client, change).context["refused"])
    # Nor does an editor, by whatever she sends.
    for name in ("approve", "publish", "plan", "give_back", "drop"):
        seen = editor.get(of_taro.get_absolute_url()).context["seen"]
        page = step(editor, of_taro, name, seen=seen, answer="直す")
        assert page.status_code == 403 or page.context["refused"]
        assert of_taro.state == ChangeState.WAITING

    approve(taro, of_hanako)

    assert of_hanako.state == ChangeState.PUBLISHED
    assert [Faq.objects.get(pk=row.pk).answer_ja for row in (hers, his)] == [
        "まったく新しい答え。",
        "これ",
    ]


def test_nobody_alters_the_page_of_what_is_published(approver):
    save(approver, rows.faq(), order=3)
    change = only_change()
    sent = {"title": "ほかの題名", "publish_on": "", "note": ""}
    assert approver.post(change.get_absolute_url(), sent).status_code == 403
    delete = reverse("admin:staff_change_delete", args=[change.pk])
    assert approver.post(delete, {"post": "yes"}).status_code == 403
    step(approver, change, "drop")
    assert change.state == ChangeState.PUBLISHED


# --- two at one row -----------------------------------------------------------------


@pytest.fixture
def behind(editor) -> Change:
    """A change of two fields, one of which somebody else has changed since."""
    row = rows.faq()
    save(editor, row, answer_ja="わたしの答え。", order=5)
    Faq.objects.filter(pk=row.pk).update(answer_ja="ほかの答え。")
    change = only_change()
    step(editor, change, "ask")
    return change


@pytest.mark.parametrize(
    ("chosen", "typed", "answer"),
    [
        ("mine", "", "わたしの答え。"),
        ("now", "", "ほかの答え。"),
        ("was", "", "これ"),
        ("typed", "二人の答え。\r\n二行目。", "二人の答え。\n二行目。"),
    ],
)
def test_who_approves_chooses_from_three_texts_or_writes_one(
    behind, approver, chosen, typed, answer
):
    page = approve(approver, behind)
    assert page.redirect_chain[-1][0] == reverse(
        "admin:staff_change_clashes", args=[behind.pk]
    )
    [row] = page.context["rows"]
    [field] = row.fields
    versions = {one.code: shown(one.parts) for one in field.versions}
    assert versions == {
        "was": "これ",
        "now": "[ほかの答え。]",
        "mine": "[わたしの答え。]",
    }

    address = page.redirect_chain[-1][0]
    sent = {field.name: chosen, f"t{field.name[1:]}": typed}
    sent |= {"seen": page.context["seen"]}
    assert approver.post(address, sent).status_code == 302
    assert clashes_of(behind) == []
    approve(approver, behind)

    faq = Faq.objects.get()
    assert (behind.state, faq.answer_ja, faq.order) == ("published", answer, 5)
    assert not Translation.objects.filter(field="answer", is_outdated=False).exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "どれにするか選んでください"),
        ({"chosen": "typed", "typed": "[[nai]]"}, "直してください"),
        ({"chosen": "mine", "seen": "another"}, "また変わりました"),
    ],
)
def test_what_is_not_chosen_or_cannot_be_read_is_told(behind, approver, sent, sentence):
    address = reverse("admin:staff_change_clashes", args=[behind.pk])
    page = approver.get(address)
    [field] = page.context["rows"][0].fields
    names = {"chosen": field.name, "typed": f"t{field.name[1:]}", "seen": "seen"}
    given = {"seen": page.context["seen"]} | {names[k]: v for k, v in sent.items()}

    again = approver.post(address, given)

    assert sentence in "".join(again.context["refused"])
    [field] = again.context["rows"][0].fields
    assert field.typed == sent.get("typed", "わたしの答え。")


def test_a_row_that_is_gone_meanwhile_stays_gone_or_is_made_again(
    behind, editor, approver
):
    row = Faq.objects.get()
    delete = reverse("admin:guide_faq_delete", args=[row.pk])
    approver.post(delete, {"post": "yes"})
    address = reverse("admin:staff_change_clashes", args=[behind.pk])
    page = approver.get(address)
    names = {one.name: "mine" for told in page.context["rows"] for one in told.fields}
    approver.post(address, names | {"seen": page.context["seen"]})
    approve(approver, behind)
    assert behind.state == ChangeState.PUBLISHED
    assert Faq.objects.get().answer_ja == "わたしの答え。"


def test_what_does_not_fit_on_its_day_waits_on_the_desk(behind, approver, chief):
    Faq.objects.update(answer_ja="これ")
    Change.objects.update(publish_on=dt.date(2127, 4, 1))
    behind.refresh_from_db()
    approve(approver, behind)
    Faq.objects.update(answer_ja="ほかの答え。")

    [(change, sentences)] = publish_due(dt.date(2127, 4, 1))

    assert (change, len(sentences)) == (behind, 1)
    assert turns(chief) == ["公開できなかった変更を見る"]


def test_what_differs_is_approved_only_as_it_was_seen(editor, approver, monkeypatch):
    def differs(change: Change, user: User) -> Beside:
        return Beside("admin/staff/change/pages.html", {}, mark="seen-so")

    monkeypatch.setitem(beside_changes._tellings, "a test", (1, differs))
    save(editor, rows.faq(), answer_ja="まったく新しい答え。")
    change = only_change()
    step(editor, change, "ask")
    page = approver.get(change.get_absolute_url())
    seen = page.context["seen"]
    assert "例題のちがいも認める" in page.content.decode()

    page = step(approver, change, "approve", seen=seen, accepted="")
    assert "例題の結果が変わります" in "".join(page.context["refused"])
    step(approver, change, "approve", seen=seen, accepted=page.context["accepted"])

    assert (change.state, change.accepted) == (ChangeState.PUBLISHED, "seen-so")
