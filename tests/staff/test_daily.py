"""`manage.py daily`: what the site does by itself, and what the desk says of it."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from facts.models import Source
from staff import daily_steps
from staff.daily_steps import DailyStep, run_daily, told_of_last_run
from staff.fetching import Fetched, digest_of, fetch, is_public
from staff.link_checks import CutOffError, check_links
from staff.models import DailyRun, LinkCheck, ServerError
from staff.monday_mail import mail_on_monday
from tests import rows
from texts.domain.links_in import links_in

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 30)
TODAY = dt.date(2026, 11, 21)
OK = Fetched("200", True, "as-it-was")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        pytest.param("[流れ](/steps/#two)を見る", ["/steps/"], id="ours"),
        pytest.param("[市](https://a.jp/x?y=1)", ["https://a.jp/x?y=1"], id="another"),
        pytest.param("[本](https://a.jp/x_(y))", ["https://a.jp/x_(y)"], id="brackets"),
        pytest.param("くわしくは https://a.jp/x。", ["https://a.jp/x"], id="bare"),
        pytest.param("（https://a.jp/x）", ["https://a.jp/x"], id="in brackets"),
        pytest.param("(https://a.jp/x).", ["https://a.jp/x"], id="at the end"),
        pytest.param("[a](/x/) と [b](/x/)", ["/x/"], id="twice"),
        pytest.param("[電話](tel:083) [下](#a) [m](mailto:a@b.jp)", [], id="no page"),
        pytest.param("//evil.example と [x](//evil.example)", [], id="no scheme"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_the_links_of_a_text_are_found(text, links):
    assert links_in(text) == links


def test_only_the_words_of_a_page_count_for_its_content():
    one = b"<p>A  b</p><script>var token = 1</script><!-- 12:00 -->"
    other = b"<div>A\nb</div><script>var token = 2</script>"
    changed = b"<p>A c</p>"
    marks = [digest_of(page, "text/html") for page in (one, other, changed)]
    assert marks[0] == marks[1] != marks[2]


# --- a server of our own ----------------------------------------------------------


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/page")
        elif self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
        else:
            statuses = {"/page": 200, "/%E8%A1%A8": 200, "/shut": 403, "/bad": 500}
            self.send_response(statuses.get(self.path, 404))
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write("<p>文</p>".encode())

    def log_message(self, *told):
        pass


@pytest.fixture(scope="module")
def server():
    server = HTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "status", "is_ok"),
    [
        pytest.param("/page", "200", True, id="there"),
        pytest.param("/moved", "200", True, id="moved"),
        pytest.param("/表", "200", True, id="in Japanese"),
        pytest.param("/gone", "404", False, id="gone"),
        pytest.param("/bad", "500", False, id="broken"),
        pytest.param("/shut", "403", None, id="shut to programs: nobody knows"),
        pytest.param("/inside", "302", False, id="led to a file"),
    ],
)
def test_an_address_is_opened(path, status, is_ok, server):
    found = fetch(server + path, may_reach=lambda host: True)
    assert (found.status, found.is_ok) == (status, is_ok)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param(
            "http://127.0.0.1:9/", "外から開けないアドレス", id="this machine"
        ),
        pytest.param("http://[::1]/", "外から開けないアドレス", id="this machine, v6"),
        pytest.param("http://10.0.0.1/", "外から開けないアドレス", id="our own net"),
        pytest.param("ftp://a.example/", "アドレスが読めない", id="another scheme"),
        pytest.param("https://[", "アドレスが読めない", id="nonsense"),
    ],
)
def test_what_no_reader_can_open_is_not_opened(address, status):
    found = fetch(address, may_reach=is_public)
    assert (found.status, found.is_ok) == (status, False)


# --- links ------------------------------------------------------------------------


def source_at(address: str) -> Source:
    source = rows.source()
    Source.objects.filter(pk=source.pk).update(url=address)
    return source


def checked(day: int, *answers: Fetched) -> LinkCheck:
    """The one address of a source, after it was asked for once on a day."""
    given = iter(answers)
    check_links(
        on=TODAY + dt.timedelta(days=day),
        fetching=lambda address: next(given),
        pause=0,
        elsewhere=True,
    )
    return LinkCheck.objects.get(is_own=False)


def test_a_link_is_dead_when_it_failed_on_three_days_in_a_row():
    source_at("https://a.example/x")
    gone = Fetched("404", False)
    states = [
        checked(day, answer).is_dead
        for day, answer in [
            (0, OK), (1, gone), (1, gone), (1, gone), (2, gone), (3, gone), (4, OK),
        ]
    ]  # fmt: skip
    assert states == [False, False, False, False, False, True, False]
    row = LinkCheck.objects.get()
    assert (row.last_ok, row.first_failed) == (TODAY + dt.timedelta(days=4), None)


def test_a_server_that_keeps_programs_out_says_nothing_of_the_page():
    source_at("https://a.example/x")
    for day in range(4):
        row = checked(day, Fetched("403", None))
    assert (row.status, row.is_dead, row.last_ok) == ("403", False, None)


def test_a_source_that_says_something_else_is_told_with_its_facts(admin_client):
    source = source_at("https://a.example/x")
    fact = rows.fact(rows.service())
    type(fact).objects.filter(pk=fact.pk).update(source=source)
    checked(0, OK)
    row = checked(1, Fetched("200", True, "another"))
    checked(2, Fetched("200", True, "another"))

    [one] = [
        one
        for one in admin_client.get(reverse("admin:index")).context["to_do"]
        if "出典" in one.title
    ]
    assert (one.number, one.address) == (1, "/admin/staff/linkcheck/?state=changed")
    form = reverse("admin:staff_linkcheck_change", args=[row.pk])
    assert str(fact) in admin_client.get(form).content.decode()

    sent = {"action": "seen", "_selected_action": [row.pk]}
    page = admin_client.post(one.address, sent, follow=True)
    assert "1件の「内容が変わった」の印を消しました。" in page.content.decode()
    assert not LinkCheck.objects.changed().exists()


def test_where_nobody_answers_at_all_it_is_our_own_line_that_is_down():
    for name in ("a", "b"):
        source_at(f"https://{name}.example/x")
    cut_off = Fetched("つながらない", False, is_cut_off=True)
    with pytest.raises(CutOffError):
        checked(0, cut_off, cut_off)
    assert not LinkCheck.objects.dead().exists()


def test_the_sites_own_links_are_asked_for_and_those_that_lead_nowhere_told(
    admin_client,
):
    faq = rows.faq()
    faq.answer_ja = "[どこか](/faq/nowhere/) [ロボット](/robots.txt)"
    faq.save()

    told = check_links(on=TODAY)

    [dead] = LinkCheck.objects.dead()
    assert (dead.address, dead.status) == ("/faq/nowhere/", "404")
    form = reverse("admin:guide_faq_change", args=[faq.pk])
    assert [address for _, address in dead.places] == [f"{form}#id_answer_ja"]
    assert told == (
        "サイトの中の2件と、ほかのサイトの0件を見ました。"
        "切れているもの1件、内容が変わった出典0件。"
    )
    page = admin_client.get("/admin/staff/linkcheck/?state=dead").content.decode()
    assert f'<a href="{form}#id_answer_ja">' in page


# --- a run ------------------------------------------------------------------------


def _raises(on: dt.date) -> str:
    raise KeyError("x")


def test_a_step_that_fails_does_not_stop_the_others():
    run = run_daily(
        [
            DailyStep("一", lambda on: "できた"),
            DailyStep("二", _raises),
            DailyStep("三", lambda on: "できた"),
        ]
    )
    [error] = ServerError.objects.all()
    told = f"うまくいきませんでした（番号 {error.code}）。"
    run.refresh_from_db()
    assert run.told == [
        ["一", "できた", True],
        ["二", told, False],
        ["三", "できた", True],
    ]
    assert (run.failed, run.is_running) == (["二"], False)
    late, _ = told_of_last_run(timezone.now())
    assert late.startswith("毎日の点検で、うまくいかないことがありました：二。")


def test_two_runs_at_once_are_refused_and_one_that_was_killed_is_no_hindrance():
    now = timezone.now()
    first = DailyRun.claim(now)
    with pytest.raises(CommandError, match="いま、毎日の点検が動いています。"):
        call_command("daily")
    assert DailyRun.claim(now + dt.timedelta(hours=4)).pk != first.pk


def test_the_command_does_all_its_steps_and_says_what_it_did(capsys):
    call_command("daily")
    names = [line.partition("：")[0] for line in capsys.readouterr().out.splitlines()]
    assert names == [
        "変更を公開する",
        "古い言葉を忘れる",
        "古い記録を片づける",
        "リンクを見る",
        "職員にメールを送る",
    ]


def test_the_first_page_says_when_it_ran_last_and_warns_after_26_hours(admin_client):
    page = admin_client.get(reverse("admin:index")).content.decode()
    assert "毎日の点検（manage.py daily）が、まだ動いていません。" in page
    run = run_daily([])
    begun = dt.datetime(2026, 11, 29, 3, 0, tzinfo=timezone.get_current_timezone())
    DailyRun.objects.filter(pk=run.pk).update(began_at=begun, ended_at=begun)
    soon, late = (
        told_of_last_run(begun + daily_steps.LATE_AFTER + dt.timedelta(minutes=more))
        for more in (0, 1)
    )
    assert soon == ("", "毎日の点検を 2026年11月29日 3:00 に終えました。")
    assert late == (
        "毎日の点検が 2026年11月29日 3:00 から動いていません。"
        "サーバーの管理者に伝えてください。",
        "",
    )


# --- the mail ---------------------------------------------------------------------


@pytest.fixture
def approver(settings) -> User:
    settings.SENDS_MAIL, settings.SITE_URL = True, "https://guide.example.jp"
    user = User.objects.create_user(
        "chief", "chief@example.jp", is_staff=True, is_superuser=False
    )
    user.groups.add(Group.objects.get_or_create(name="承認者")[0])
    User.objects.create_user("clerk", "clerk@example.jp", is_staff=True)
    User.objects.create_user("root", "", is_staff=True, is_superuser=True)
    return user


def test_on_monday_those_who_approve_get_the_numbers_once(approver):
    now = timezone.now()
    ServerError.objects.create(
        code="ABC234", kind="KeyError", path="/", first_at=now, last_at=now
    )
    monday = dt.datetime(2026, 11, 30, 3, 0, tzinfo=timezone.get_current_timezone())
    run = DailyRun.claim(monday)

    told = [mail_on_monday(MONDAY), mail_on_monday(MONDAY)]

    assert told == ["1人に送りました。", "きょうは、もう送りました。"]
    [message] = mail.outbox
    assert message.to == ["chief@example.jp"]
    assert message.subject == "就労支援ガイド：待っている仕事1件"
    assert "・サイトでエラーが起きました：1件" in message.body
    assert "https://guide.example.jp/admin/" in message.body
    run.refresh_from_db()
    assert run.is_mailed


def test_on_other_days_nothing_is_sent_and_nothing_where_mail_is_not_set(
    approver, settings
):
    told = [mail_on_monday(MONDAY + dt.timedelta(days=1))]
    settings.SENDS_MAIL = False
    told.append(mail_on_monday(MONDAY))
    assert told == [
        "月曜日に送ります。",
        "メールの設定がないので、送りません。職員の画面で見られます。",
    ]
    assert mail.outbox == []
