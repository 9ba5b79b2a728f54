"""The import in the admin: look, read, say yes; once, and only to what was seen."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from facts.freshness import overdue_rows
from offices.admin import import_run
from offices.importing.claim import BUSY, Outrun
from offices.models import ImportRun, ImportSource, Office, OfficeChange
from staff.models import Change
from tests import people, rows
from tests.offices.conftest import DAY, do
from tests.offices.published import NAME, csv_text, file, row
from tests.offices.workbooks import workbook

pytestmark = pytest.mark.usefixtures("register")

ADD = "admin:offices_importrun_add"
ROWS = [row(number) for number in range(1, 11)]


@pytest.fixture
def staff() -> Client:
    client = Client()
    people.alone()
    client.force_login(User.objects.create_superuser("hanako"))
    return client


def send(staff: Client, content: bytes, name: str = NAME, **given: str):
    sent = {"file": SimpleUploadedFile(name, content), "source": "wam", **given}
    return staff.post(reverse(ADD), sent, follow=True)


def yes(staff: Client, run: ImportRun):
    return staff.post(reverse("admin:offices_importapply", args=[run.pk]), follow=True)


def test_staff_look_at_a_file_and_then_apply_it(staff):
    page = send(staff, csv_text(ROWS).encode())
    run = page.context["run"]
    assert (run.mode, run.counts["new"], Office.objects.count()) == ("dry", 10, 0)
    assert "反映する" in page.content.decode()

    page = yes(staff, run)

    assert Office.objects.count() == 10
    assert (page.context["run"].mode, page.context["run"].by.username) == (
        "apply",
        "hanako",
    )
    assert 'value="反映する"' not in page.content.decode()


def test_a_second_yes_changes_nothing(staff):
    run = send(staff, csv_text(ROWS).encode()).context["run"]
    yes(staff, run)
    page = yes(staff, run)
    assert "もう反映したか" in page.content.decode()
    assert ImportRun.objects.filter(mode="apply").count() == 1


def test_a_yes_after_another_import_is_no_yes(staff):
    run = send(staff, csv_text(ROWS).encode()).context["run"]
    do(file(*ROWS[:5]))
    page = yes(staff, run)
    assert "ほかの取り込みが反映されました" in page.content.decode()
    assert Office.objects.count() == 5


def test_what_is_refused_says_why_and_cannot_be_applied(staff):
    page = send(staff, b"<html>404</html>")
    html = page.content.decode()
    assert "ホームページ（エラーの画面など）が保存されています" in html
    assert "反映する" not in html
    yes(staff, page.context["run"])
    assert not Office.objects.exists()


def test_rejected_rows_can_be_taken_away(staff):
    rows = [*[row(n) for n in range(1, 41)], row(99, name="")]
    run = send(staff, csv_text(rows).encode()).context["run"]
    got = staff.get(reverse("admin:offices_importrejects", args=[run.pk]))
    text = got.content.decode()
    assert text.startswith("\ufeff")
    assert "name_missing" in text
    assert "attachment" in got["Content-Disposition"]


def test_staff_look_at_an_excel_list_of_their_own_and_see_all_that_is_odd(staff):
    columns = "名称 サービス 市区町村 番地以降 電話番号 確認日".split()
    odd = [[f"もも{n}", "B型", "山口県山口市", f"町{n}", "1", ""] for n in range(7)]
    content = workbook(["題名"], columns, *odd, others={"防府": [columns]})

    page = send(staff, content, "市.xlsx", source="generic")

    html = page.content.decode()
    assert page.context["run"].encoding == "xlsx"
    assert "シート「一覧」を読みました。" in html
    assert "同じ列の名前があるシートを、ほかに読んでいません：「防府」。" in html
    assert "<summary>ほか2件</summary>" in html
    assert "9行目 電話番号 1" in html

    html = yes(staff, page.context["run"]).content.decode()
    assert "反映しました" in html
    assert "気づいたことを、全部見る" in html
    every = staff.get(html.split('">気づいたことを')[0].rsplit('"', 1)[1])
    assert every.status_code == 200


def test_while_another_import_writes_staff_read_a_sentence(staff, monkeypatch):
    """`test_crash` holds the lock for real; here is what staff see of it."""

    def busy(*given: object, **named: object) -> None:
        raise Outrun(BUSY)

    run = send(staff, csv_text(ROWS).encode()).context["run"]
    for name in ("look", "apply"):
        monkeypatch.setattr(import_run, name, busy)
    page = send(staff, csv_text(ROWS).encode(), period="202603")
    html = page.content.decode()
    assert (page.status_code, BUSY in html) == (200, True)
    assert 'value="202603"' in html
    assert BUSY in yes(staff, run).content.decode()
    run.refresh_from_db()
    assert run.upload


def test_staff_take_an_empty_table_for_a_list_of_their_own(staff):
    got = staff.get(reverse("admin:offices_importtemplate"))
    assert got.content.decode().startswith("\ufeff種別,名称*,")


def test_who_may_not_import_may_not(client):
    client.force_login(User.objects.create_user("taro", is_staff=True))
    assert client.get(reverse(ADD)).status_code == 403
    run = ImportRun.objects.create(source_id=_source(), file_name="x", sha256="x")
    for view in ("importapply", "importrejects"):
        address = reverse(f"admin:offices_{view}", args=[run.pk])
        ask = client.post if view == "importapply" else client.get
        assert ask(address).status_code == 403


def _source() -> int:
    do(file(*ROWS))
    return ImportRun.objects.first().source_id


def as_opened(staff: Client, address: str) -> dict[str, object]:
    """What a browser sends where nothing was typed."""
    context = staff.get(address).context
    form = context["adminform"].form
    sent = {
        name: "" if value is None else value
        for name in form.fields
        if (value := form[name].value()) not in (False, [])
    }
    return (
        sent
        | {"_seen": context["seen"]}
        | {
            f"{inline.formset.prefix}-{name}": "0"
            for inline in context["inline_admin_formsets"]
            for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
    )


def test_what_staff_change_at_an_imported_office_is_locked_and_logged(staff):
    do(file(*ROWS))
    office = Office.objects.get(code="3510100001")
    address = reverse("admin:offices_office_change", args=[office.pk])
    sent = as_opened(staff, address)

    got = staff.post(address, {**sent, "phone": "083-922-4111"})

    assert got.status_code == 302, got.context["adminform"].form.errors
    office.refresh_from_db()
    assert office.locked_fields == ["phone"]
    change = OfficeChange.objects.get()
    assert (change.field, change.new, change.by.username) == (
        "phone",
        "083-922-4111",
        "hanako",
    )


@pytest.mark.parametrize(
    ("field", "state"),
    [
        pytest.param("phone", "published", id="a phone goes out at once"),
        pytest.param("postal_code", "draft", id="what people do not call by waits"),
    ],
)
def test_an_editor_changes_how_a_place_is_reached_without_a_second_look(field, state):
    do(file(*ROWS))
    staff, office = people.editor(), Office.objects.get(code="3510100001")
    address = reverse("admin:offices_office_change", args=[office.pk])
    typed = {"phone": "083-922-4111", "postal_code": "753-8650"}[field]

    got = staff.post(address, as_opened(staff, address) | {field: typed})

    assert got.status_code == 302, got.context["adminform"].form.errors
    assert Change.objects.get().state == state


def test_a_form_left_open_during_an_import_overwrites_nothing_unseen(staff):
    do(file(*ROWS))
    office = Office.objects.get(code="3510100001")
    address = reverse("admin:offices_office_change", args=[office.pk])
    sent = as_opened(staff, address) | {"note_ja": "車いすで入れます。"}
    do(file(row(1, phone="083-922-0000"), *ROWS[1:], name="x_202609_46.csv"))

    page = staff.post(address, sent)

    html = page.content.decode()
    told = "電話「0836-39-5300」→「083-922-0000」"
    assert told in html
    assert "車いすで入れます。" in html
    # The history of the row leads to the report of the import that changed it.
    history = staff.get(reverse("admin:offices_office_history", args=[office.pk]))
    [one] = history.context["programs"]
    assert (one.lines, one.name) == ([told], "x_202609_46.csv（反映）")
    assert f'<a href="{one.address}">' in history.content.decode()
    assert staff.get(one.address).context["run"] == ImportRun.objects.latest("pk")
    office.refresh_from_db()
    assert (office.phone, office.note) == ("083-922-0000", "")

    sent["_seen"] = page.context["seen"]
    assert staff.post(address, sent).status_code == 302
    office.refresh_from_db()
    assert (office.phone, office.note) == ("0836-39-5300", "車いすで入れます。")


def test_a_form_that_nobody_came_before_is_saved(staff):
    do(file(*ROWS))
    office = Office.objects.get(code="3510100001")
    address = reverse("admin:offices_office_change", args=[office.pk])
    assert staff.post(address, as_opened(staff, address)).status_code == 302


def test_imported_offices_are_due_as_one_line_and_those_of_staff_each(staff):
    do(file(*ROWS))
    own = rows.office(rows.office_kind())
    later = DAY + dt.timedelta(days=181)
    usual = DAY + dt.timedelta(days=180)
    Office.objects.update(checked_on=DAY, check_due=usual)
    ImportRun.objects.update(finished_at=dt.datetime(2026, 11, 21, 3, tzinfo=dt.UTC))

    found = overdue_rows([Office, ImportSource], on=later, limit=30)

    assert [pending.row for pending in found.rows] == [
        own,
        ImportSource.objects.get(slug="wam"),
    ]
    assert {pending.since for pending in found.rows} == {usual}
    day_before = later - dt.timedelta(days=1)
    assert overdue_rows([ImportSource], on=day_before, limit=30).total == 0


# --- what is asked, and the way back -----------------------------------------------

HAGI = row(61, municipality="山口県萩市")
LATER = "x_202609_46.csv"


def send_without_hagi(staff: Client) -> ImportRun:
    do(file(*ROWS, HAGI))
    return send(staff, csv_text(ROWS).encode(), LATER).context["run"]


def test_the_last_place_of_a_town_is_closed_after_a_tick(staff):
    run = send_without_hagi(staff)
    html = staff.get(reverse("admin:offices_importrun_change", args=[run.pk]))
    assert "山口県萩市の就労継続支援B型（1→0）" in html.content.decode()

    page = yes(staff, run)
    assert "「確かめました」に印をつけてから" in page.content.decode()
    assert Office.objects.filter(status="active").count() == 11

    address = reverse("admin:offices_importapply", args=[run.pk])
    page = staff.post(address, {"is_sure": "on"}, follow=True)
    assert "反映しました" in page.content.decode()
    assert Office.objects.filter(status="active").count() == 10


def test_a_month_to_come_is_refused_at_its_field_and_what_was_typed_stays(staff):
    page = send(staff, csv_text(ROWS).encode(), "x_46.csv", period="209912")
    form = page.context["form"]
    assert form.errors["period"] == [
        "データの時点（2099年12月）は、まだ来ていない月です。"
        "ファイルの名前と「データの時点」を確かめてください。"
    ]
    assert 'value="209912"' in page.content.decode()
    assert not ImportRun.objects.exists()


def test_staff_say_of_which_service_a_file_is(staff):
    mixed = [*ROWS[:3], *(row(n, type="就労継続支援Ａ型") for n in (101, 102, 103))]
    page = send(staff, csv_text(mixed).encode(), "x_202603.csv")
    assert "どのサービスのファイルか、わかりません" in page.content.decode()

    page = send(staff, csv_text(ROWS[:9]).encode(), "x_202603.csv", service="b-gata")
    yes(staff, page.context["run"])
    assert Office.objects.count() == 9


def undo_page(staff: Client, run: ImportRun, **sent: str):
    address = reverse("admin:offices_importundo", args=[run.pk])
    return staff.post(address, sent, follow=True)


def test_staff_undo_an_import_with_a_tick_and_a_button(staff):
    run = yes(staff, send(staff, csv_text(ROWS).encode()).context["run"]).context["run"]
    page = staff.get(reverse("admin:offices_importrun_change", args=[run.pk]))
    assert 'value="取り消す"' in page.content.decode()

    page = undo_page(staff, run)
    assert "何も変えていません" in page.content.decode()
    assert Office.objects.count() == 10

    html = undo_page(staff, run, is_sure="on").content.decode()
    assert "取り消しました。反映する前の内容にもどりました。" in html
    assert "hanakoが取り消しました" in html
    assert 'value="取り消す"' not in html
    assert not Office.objects.exists()


def test_staff_are_told_whose_rows_keep_an_import_from_being_undone(staff):
    do(file(*ROWS))
    run = ImportRun.objects.get()
    Office.objects.filter(code="3510100001").update(access_ja="駅から5分")
    html = undo_page(staff, run, is_sure="on").content.decode()
    assert "変えた行があります：さくら作業所1。" in html
    assert Office.objects.count() == 10


def test_who_may_not_import_may_not_undo(client):
    do(file(*ROWS))
    client.force_login(User.objects.create_user("taro", is_staff=True))
    run = ImportRun.objects.get()
    address = reverse("admin:offices_importundo", args=[run.pk])
    assert client.post(address, {"is_sure": "on"}).status_code == 403
    assert client.get(address).status_code == 405
