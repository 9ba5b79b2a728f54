"""Signing in: password, code, a lost phone, and what was typed while it had ended."""

import datetime as dt
import re
import time
from secrets import token_urlsafe

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from guide.models import FaqGroup
from staff import second_factor
from staff.known_device import COOKIE
from staff.models import RowChange, StaffRules
from staff.typed import Typed, packed, unpacked

pytestmark = pytest.mark.django_db
PASSWORD = "nagai-aikotoba-desu"
LOGIN, CODE, PHONE = "/admin/login/", "/admin/login/code/", "/admin/login/phone/"
GROUPS = "/admin/guide/faqgroup/"


@pytest.fixture
def hanako() -> User:
    """An 承認者, who gives codes."""
    call_command("make_roles", verbosity=0)
    user = User.objects.create_user("hanako", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="承認者"))
    return user


def sign_in(client: Client, name: str = "hanako", **more: str):
    given = {"username": name, "password": PASSWORD, "next": GROUPS} | more
    return client.post(LOGIN, given)


def shown(key: str, *, later: int = 0) -> str:
    """Return what a phone with `key` shows now, or `later` steps of half a minute."""
    return f"{totp(bytes.fromhex(key), drift=later):06}"


def is_in(client: Client) -> bool:
    return client.get(GROUPS).status_code == 200


# --- the first time ---------------------------------------------------------------


def test_the_first_time_a_phone_is_set_up_and_ten_codes_are_shown_once(hanako):
    client = Client()
    entry = sign_in(client)
    assert (entry.status_code, entry["Location"]) == (302, PHONE)
    assert is_in(client) is False

    page = client.get(PHONE)
    key = client.session["new_key"]
    told = page.content.decode()
    assert '<img class="sign-in__picture" src="data:image/svg+xml' in told
    assert second_factor.secret_of(key) in told
    assert page["Cache-Control"].count("no-store") == 1

    wrong = client.post(PHONE, {"code": "12345"}).content.decode()
    assert "番号がちがいます。アプリに いま出ている6つの数字を入れてください。" in wrong
    assert client.session["new_key"] == key

    sheet = client.post(PHONE, {"code": shown(key)})
    codes = re.findall(
        r"<li><code>([a-z2-7]{4}-[a-z2-7]{4})</code>", sheet.content.decode()
    )
    assert len(set(codes)) == 10
    assert f'<a href="{GROUPS}">しまいました。続ける</a>' in sheet.content.decode()
    assert is_in(client) is True
    again = client.post(PHONE, {"code": shown(key)}).content.decode()
    assert not any(code in again for code in codes)


@pytest.fixture
def key(hanako) -> str:
    """The secret of the phone of `hanako`."""
    key = second_factor.new_key()
    second_factor.set_up(hanako, key)
    TOTPDevice.objects.update(last_t=-1)
    return key


def test_a_code_is_asked_after_the_password_and_taken_once(key):
    client = Client()
    assert sign_in(client)["Location"] == CODE
    assert is_in(client) is False
    assert client.get(PHONE)["Location"] == CODE

    code = " ".join(shown(key)).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )
    assert client.post(CODE, {"code": code})["Location"] == GROUPS
    assert is_in(client) is True

    other = Client()
    sign_in(other)
    told = other.post(CODE, {"code": code}).content.decode()
    assert "1回使った番号は使えません。" in told
    assert is_in(other) is False


def test_wrong_codes_are_slowed_and_nobody_waits_for_ever(key):
    client = Client()
    sign_in(client)
    told = [client.post(CODE, {"code": "000000"}).content.decode() for _ in range(2)]
    assert "番号がちがいます。" in told[0]
    assert re.search(r"番号がつづけてちがいました。\d秒 待ってから", told[1])
    late = timezone.now() - dt.timedelta(days=1)
    for _ in range(12):
        TOTPDevice.objects.update(throttling_failure_timestamp=late)
        client.post(CODE, {"code": "000000"})
    wait = second_factor.give(User.objects.get(), shown(key)).wait_seconds
    assert 200 < wait <= 256


def test_without_a_password_the_code_pages_lead_to_the_beginning(key):
    assert [Client().get(page)["Location"] for page in (CODE, PHONE)] == [LOGIN] * 2
    client = Client()
    sign_in(client)
    hanako = User.objects.get()
    hanako.set_password("another-one-now")
    hanako.save()
    assert client.post(CODE, {"code": shown(key)})["Location"] == LOGIN


# --- a lost phone -------------------------------------------------------------------


def test_a_lost_phone_is_replaced_by_a_code_of_the_sheet(hanako):
    old = second_factor.new_key()
    code, *others = second_factor.set_up(hanako, old)
    client = Client()
    sign_in(client)
    wrong = client.post(CODE, {"code": "abcd-efgh"}).content.decode()
    assert "紙の番号は、1つを1回だけ使えます。" in wrong
    second_factor.StaticDevice.objects.update(throttling_failure_count=0)

    entry = client.post(CODE, {"code": code.upper().replace("-", " ")})
    assert entry["Location"] == PHONE
    told = client.get(PHONE).content.decode()
    assert "紙の番号は、あと9個です。" in told
    assert f'<a href="{GROUPS}">登録しないで続ける</a>' in told
    key = client.session["new_key"]
    client.post(PHONE, {"code": shown(key)})

    assert TOTPDevice.objects.get().key == key
    assert second_factor.give(hanako, others[0]).is_right is False
    entries = LogEntry.objects.filter(object_id=str(hanako.pk)).order_by("pk")
    assert [entry.change_message for entry in entries] == [
        "紙の番号でログインしました。",
        "二段階の確認を登録しました。",
    ]


def test_who_is_in_sets_up_another_phone_with_her_password_only(hanako):
    client = Client()
    client.force_login(hanako)
    client.get(PHONE)
    key = client.session["new_key"]
    told = client.post(PHONE, {"code": shown(key), "password": "wrong"})
    assert "パスワードがちがいます。" in told.content.decode()
    client.post(PHONE, {"code": shown(key), "password": PASSWORD})
    assert TOTPDevice.objects.get().key == key


def test_an_administrator_takes_a_phone_away_and_the_history_says_so(
    key, hanako, admin_client
):
    admin = User.objects.get(is_superuser=True)
    chosen = {"action": "take_phone_away", "_selected_action": [hanako.pk, admin.pk]}
    page = admin_client.post(reverse("admin:auth_user_changelist"), chosen, follow=True)
    told = page.content.decode()
    assert "「hanako」は、次にログインするときに、登録し直します。" in told
    assert "「admin」は取り消せません。" in told
    assert second_factor.has_phone(hanako) is False
    [entry] = LogEntry.objects.all()
    assert (entry.user, entry.object_id, entry.change_message) == (
        admin, str(hanako.pk), "二段階の確認を取り消しました。",
    )  # fmt: skip


def test_an_office_without_phones_asks_for_none(hanako):
    call_command("second_factor", who="nobody", verbosity=0)
    client = Client()
    assert sign_in(client)["Location"] == GROUPS
    assert is_in(client) is True
    StaffRules.objects.update(who_gives_codes="approvers")
    assert is_in(client) is False  # from now on she gives one


def test_a_command_takes_the_phone_of_the_only_administrator_away(key, hanako):
    call_command("second_factor", reset="hanako", verbosity=0)
    assert second_factor.has_phone(hanako) is False


# --- a session that has ended -----------------------------------------------------


@pytest.fixture
def editor(hanako) -> Client:
    """A browser in which `hanako` signed in, without codes."""
    StaffRules.objects.create(who_gives_codes="nobody")
    client = Client()
    sign_in(client)
    return client


def idle(client: Client, minutes: int) -> None:
    """Let `minutes` go by in which `client` does nothing."""
    [row] = Session.objects.filter(session_key=client.session.session_key)
    row.expire_date -= dt.timedelta(minutes=minutes)
    row.save()


def test_a_session_ends_after_the_idle_minutes_and_each_step_begins_them_anew(editor):
    row = Session.objects.get(session_key=editor.session.session_key)
    assert 30 <= (row.expire_date - timezone.now()).total_seconds() / 60 <= 31
    idle(editor, 29)
    assert is_in(editor) is True
    idle(editor, 32)
    assert is_in(editor) is False


def test_a_step_of_a_later_minute_begins_the_idle_time_anew(editor, monkeypatch):
    begun = Session.objects.get(session_key=editor.session.session_key).expire_date
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    editor.get(GROUPS)
    row = Session.objects.get(session_key=editor.session.session_key)
    assert row.expire_date > begun


def end(client: Client) -> None:
    Session.objects.all().delete()


def hidden(page: str, name: str) -> str:
    [value] = re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    return value


FORM = {
    "code": "okane",
    "title_ja": "お金の<話>",
    "title_ja_simple": "お金",
    "order": "1",
}


def send_without_session(client: Client, address: str, given: dict) -> str:
    """Send a form after the session has ended, and return what has to be carried on."""
    end(client)
    page = client.post(address, given)
    assert page.status_code == 403
    told = page.content.decode()
    assert "まだ保存していません。" in told
    assert "お金の" not in told
    return hidden(told, "typed")


def test_what_was_typed_is_offered_after_signing_in_and_not_saved(editor):
    typed = send_without_session(editor, f"{GROUPS}add/", FORM | {"_save": "保存"})
    entry = sign_in(editor, typed=typed)
    assert entry["Location"] == "/admin/typed/"
    offer = editor.get("/admin/typed/").content.decode()
    assert "お金の&lt;話&gt;" in offer
    assert "hanako さんの名前になります。" in offer
    assert f'action="{GROUPS}add/"' in offer

    again = editor.post(f"{GROUPS}add/", FORM | {"_typed": "1"})
    assert again.status_code == 200
    assert "まだ保存していません。ログインが切れていたので" in again.content.decode()
    assert again.context["adminform"].form["title_ja"].value() == "お金の<話>"
    assert FaqGroup.objects.count() == 0
    assert editor.get("/admin/typed/").status_code == 302

    editor.post(f"{GROUPS}add/", FORM)
    [draft] = RowChange.objects.filter(table="guide.faqgroup")
    assert draft.after["title_ja"] == "お金の<話>"


def test_what_was_typed_goes_on_through_the_code(editor, hanako):
    StaffRules.objects.update(who_gives_codes="approvers")
    key = second_factor.new_key()
    second_factor.set_up(hanako, key)
    TOTPDevice.objects.update(last_t=-1)
    typed = send_without_session(editor, f"{GROUPS}add/", FORM)
    sign_in(editor, typed=typed)
    assert editor.post(CODE, {"code": shown(key)})["Location"] == "/admin/typed/"
    assert "お金の&lt;話&gt;" in editor.get("/admin/typed/").content.decode()


def test_another_person_gets_nothing_of_it(editor):
    typed = send_without_session(editor, f"{GROUPS}add/", FORM)
    User.objects.create_user("taro", password=PASSWORD, is_staff=True)
    sign_in(editor, "taro", typed=typed)
    offer = editor.get("/admin/typed/").content.decode()
    assert "ほかの人が書いていました。" in offer
    assert "お金の" not in offer
    assert editor.get("/admin/typed/").status_code == 302


def test_a_wrong_password_keeps_it_and_a_forged_one_is_none(editor):
    typed = send_without_session(editor, f"{GROUPS}add/", FORM)
    page = editor.post(LOGIN, {"username": "hanako", "password": "x", "typed": typed})
    assert hidden(page.content.decode(), "typed") == typed
    assert sign_in(editor, typed=typed[:-3] + "abc")["Location"] == GROUPS


def test_a_file_is_to_be_chosen_again_and_a_password_is_not_carried(editor):
    given = {
        "file": SimpleUploadedFile("a.csv", b"a"),
        "mode": "full",
        "password1": "p",
    }
    typed = send_without_session(editor, "/admin/offices/importrun/add/", given)
    assert unpacked(typed).fields == [("mode", "full")]
    sign_in(editor, typed=typed)
    offer = editor.get("/admin/typed/").content.decode()
    assert "ファイルは、もう一度選んでください。" in offer


def test_what_is_too_long_to_carry_is_said(editor):
    end(editor)
    noise = token_urlsafe(1_650_000)
    page = editor.post(f"{GROUPS}add/", {"title_ja": noise}).content.decode()
    assert "書いたものが長いので" in page
    assert 'name="typed"' not in page


def test_an_old_token_of_ones_own_page_loses_nothing(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    own = {"HTTP_ORIGIN": "http://testserver"}
    page = strict.post(f"{GROUPS}add/", FORM | {"csrfmiddlewaretoken": "old"}, **own)
    assert page.status_code == 403
    assert "お金の&lt;話&gt;" in page.content.decode()
    assert "まだ保存していません" in page.content.decode()
    for foreign in ({"HTTP_ORIGIN": "https://example.org"}, {}):
        told = strict.post(f"{GROUPS}add/", FORM, **foreign).content.decode()
        assert "お金の" not in told
    end(editor)
    ended = strict.post(f"{GROUPS}add/", FORM, **own).content.decode()
    assert unpacked(hidden(ended, "typed")).path == f"{GROUPS}add/"


def test_only_pages_of_the_staff_are_offered():
    elsewhere = Typed("https://example.org/", "", [("a", "b")], has_files=False)
    assert unpacked(packed(elsewhere)) is None
    assert packed(Typed("/admin/", "", [], has_files=False)) == ""


def test_the_browser_is_remembered_by_a_mark_and_not_by_a_name(editor):
    cookie = editor.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        "/admin/", True, "Lax",
    )  # fmt: skip
    assert "hanako" not in cookie.value
