"""What is seen, logged and kept when something goes wrong, and when nothing can be."""

import logging
import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
)
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from guide import outage
from guide.models import SiteIdentity
from guide.safekeeping.databases import config_of, wrapper_of
from staff import errors
from staff.models import ServerError
from texts.languages import languages

PHONE = '<a href="tel:083-922-4111">083-922-4111</a>'


def broken(request: HttpRequest, what: str = "") -> HttpResponse:
    """A page of ours that fails; what it was asked with must be kept nowhere."""
    if what == "gone":
        raise OperationalError("no connection")
    if what == "closed":
        raise InterfaceError("closed")
    if what == "bad":
        raise BadRequest("no")
    raise ZeroDivisionError("田中さん")


urlpatterns = [
    path("broken/", broken),
    path("broken/<what>/", broken),
    path("", include("config.urls")),
]
handler400 = "guide.views.bad_request"
handler404 = "guide.views.not_found"
handler500 = "guide.views.server_error"


@pytest.fixture(autouse=True)
def _alone(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def reader(content, settings) -> Client:
    settings.ROOT_URLCONF = __name__
    outage.read_contact()
    return Client(raise_request_exception=False)


# --- our own errors -----------------------------------------------------------------


def test_an_error_leaves_its_traceback_in_the_log_under_the_code_of_its_page(
    reader, caplog
):
    page = reader.get("/broken/?name=田中")
    [code] = re.findall(r"この番号を言ってください：(\w+)", page.content.decode())
    [record] = [one for one in caplog.records if one.name == "errors"]
    assert page.status_code == 500
    assert record.getMessage() == f"Error {code} at /broken/"
    assert "in broken" in logging.Formatter().format(record)
    assert [one.name for one in caplog.records] == ["errors"]


def test_an_address_writes_no_line_of_its_own_into_the_log(db, caplog):
    code = errors.note_error(ValueError("x"), "/a\nERROR forged\x1b[31m")
    assert caplog.messages == [f"Error {code} at /a?ERROR forged?[31m"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        pytest.param("/p/0K3-7QX/", "/p/…", id="the code of a paper"),
        pytest.param(
            "/easy/check/result/b-gata/", "/easy/check/…", id="what was found"
        ),
    ],
)
def test_of_a_page_that_tells_of_a_person_an_error_says_only_that(
    path, told, db, caplog
):
    code = errors.note_error(ValueError("x"), path)
    assert caplog.messages == [f"Error {code} at {told}"]
    assert ServerError.objects.get().path == told


def test_the_log_of_a_city_shows_it_and_no_address_that_is_not_ours():
    loggers = site_settings.LOGGING["loggers"]
    assert site_settings.LOGGING["root"]["handlers"] == ["log"]
    assert loggers["django.request"] == {"level": "CRITICAL"}


def test_staff_see_what_happened_and_nothing_of_who_was_there(reader):
    reader.cookies["furigana"] = "1"
    for _ in range(3):
        reader.post("/broken/?name=田中", {"text": "田中"})
    [row] = ServerError.objects.all()
    assert (row.kind, row.path, row.count) == ("ZeroDivisionError", "/broken/", 3)
    assert "田中" not in str(ServerError.objects.values())
    editor = Client()
    editor.force_login(User.objects.create_user("hanako", is_staff=True))
    first = editor.get(reverse("admin:index")).content.decode()
    assert "サイトでエラーが起きました" in first
    assert row.code in first


def test_who_runs_the_site_puts_an_error_away(reader, admin_client):
    reader.get("/broken/")
    listed = reverse("admin:staff_servererror_changelist")
    first = admin_client.get(reverse("admin:index")).content.decode()
    assert f'href="{listed}">サイトで起きたエラーを見る' in first
    chosen = {"_selected_action": ServerError.objects.get().pk, "post": "yes"}
    admin_client.post(listed, chosen | {"action": "delete_selected"})
    first = admin_client.get(reverse("admin:index")).content.decode()
    assert "サイトで起きたエラーを見る" not in first


@pytest.mark.django_db
def test_a_hundred_kinds_of_error_are_kept_the_newest():
    now = timezone.now()
    old = {"kind": "Error", "path": "/", "first_at": now, "last_at": now}
    ServerError.objects.bulk_create(
        ServerError(code=str(number), **old) for number in range(100)
    )
    code = errors.note_error(ValueError("new"), "/" + "a" * 3000)
    assert ServerError.objects.count() == 100
    assert len(ServerError.objects.get(code=code).path) == 200


def test_the_same_error_elsewhere_in_the_program_is_another_one(reader):
    reader.get("/broken/")
    errors.note_error(ZeroDivisionError("elsewhere"), "/broken/")
    assert ServerError.objects.count() == 2


# --- without the database -------------------------------------------------------------


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
@pytest.mark.parametrize("what", ["gone", "closed"])
def test_without_the_database_a_reader_is_told_whom_to_call(
    what, language, reader, django_assert_num_queries
):
    prefix = f"/{language.prefix}" if language.prefix else ""
    with django_assert_num_queries(0):
        page = reader.get(f"{prefix}/broken/{what}/")
    html = page.content.decode()
    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert PHONE in re.sub(r"<ruby>|</ruby>|<r[tp]>.*?</r[tp]>|<wbr>", "", html)
    assert f'lang="{language.html}"' in html
    assert not ServerError.objects.exists()


@pytest.mark.parametrize("harm", ["x" * 5000, ""], ids=["no database", "damaged"])
def test_a_damaged_file_is_an_outage_and_no_error_of_ours(harm, tmp_path, db):
    file = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(file)) as made:
        made.executescript("CREATE TABLE a (b); INSERT INTO a VALUES (zeroblob(9000))")
    content = file.read_bytes()
    file.write_bytes(harm.encode() or content[:4096] + b"\xff" * len(content[4096:]))
    database = wrapper_of(config_of(f"sqlite:///{file}"))
    with closing(database) as broken, pytest.raises(DatabaseError) as raised:
        broken.cursor().execute("SELECT b FROM a")
    assert type(raised.value) is DatabaseError
    assert errors.is_outage(raised.value)
    assert not errors.is_outage(DatabaseError("of ours"))


@pytest.mark.usefixtures("content")
def test_how_to_reach_the_city_follows_its_row(tmp_path):
    outage.read_contact()
    SiteIdentity.objects.update(section_phone="083-000-0000")
    assert Client().get("/healthz").content == b"ok\n"
    assert "083-000-0000" in outage.page(503, "/").decode()


@pytest.mark.usefixtures("content")
def test_what_a_proxy_shows_by_itself_is_written_for_anyone_to_read(tmp_path):
    outage.read_contact()
    written = {
        str(file.relative_to(tmp_path)): file
        for file in (tmp_path / "outage").rglob("*.html")
    }
    prefixes = [one.prefix and f"{one.prefix}/" for one in languages()]
    assert {*written} == {
        f"outage/{prefix}{status}.html"
        for prefix in prefixes
        for status in (413, 429, 503)
    }
    assert {file.stat().st_mode & 0o777 for file in written.values()} == {0o644}
    assert all(PHONE in file.read_text() for file in written.values())


def test_before_anything_was_kept_the_page_names_no_number():
    assert "tel:" not in outage.page(503, "/").decode()


@pytest.mark.django_db
def test_a_site_without_content_is_not_well_but_alive():
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (503, b"no content\n")
    response = Client().get("/healthz/live")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.usefixtures("content")
def test_a_site_whose_tables_are_of_an_older_release_is_not_well():
    MigrationRecorder(connection).record_unapplied("guide", "0001_initial")
    response = Client().get("/healthz")
    assert response.status_code == 503
    assert response.content == b"not migrated: guide.0001_initial\n"


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("app", "name", "told"),
    [
        pytest.param(
            "guide", "0999_later", b"of a later release: guide.0999_later\n", id="later"
        ),
        pytest.param("guide", "0002_short_frame", b"ok\n", id="squashed"),
        pytest.param("axes", "0999_later", b"ok\n", id="of a library"),
        pytest.param("dropped", "0001_initial", b"ok\n", id="of no app any more"),
    ],
)
def test_a_site_whose_tables_are_of_a_later_release_is_not_well(app, name, told):
    MigrationRecorder(connection).record_applied(app, name)
    assert Client().get("/healthz").content == told


def test_whether_the_process_lives_asks_nothing_of_the_database():
    assert Client().get("/healthz/live").content == b"ok\n"


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A host that takes a connection and never says anything."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield listener.getsockname()[1]


ASK = """
import django
django.setup()
from django.test import Client
reader = Client(raise_request_exception=False)
asked = ("/", "/healthz", "/healthz/live")
print([reader.get(address).status_code for address in asked])
"""


def test_a_silent_database_is_given_up_in_seconds(silent_port, tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgres://a:b@127.0.0.1:{silent_port}/x",
        "DATA_DIR": str(tmp_path),
    }
    asked = [sys.executable, "-c", ASK]
    # Three seconds for each; without a limit it would wait for minutes.
    done = subprocess.run(
        asked, env=environment, timeout=60, check=True, capture_output=True, text=True
    )
    assert done.stdout == "[503, 503, 200]\n"
    assert "OperationalError" in done.stderr


@pytest.mark.skipif(connection.vendor != "postgresql", reason="for PostgreSQL")
def test_a_statement_and_a_lock_are_waited_for_so_long(db):
    with connection.cursor() as cursor:
        shown = []
        for name in ("statement_timeout", "lock_timeout"):
            cursor.execute(f"SHOW {name}")
            shown += cursor.fetchone()
    assert shown == ["30s", "10s"]


# --- what cannot be read --------------------------------------------------------------

FORMS = ["/handout/sheet/?b=s-b-gata.ask.next", "/check/age/", "/admin/login/", "/"]
MULTIPART = "multipart/form-data; boundary=x"
PART = '--x\r\nContent-Disposition: form-data; name="f%d"; filename="a"\r\n\r\nx\r\n'
BODIES = [
    pytest.param("&".join(f"a{n}=1" for n in range(1500)), "form", id="many fields"),
    pytest.param("a=" + "b" * 3_000_000, "form", id="a long field"),
    pytest.param("xx", "multipart/form-data", id="no boundary"),
    pytest.param("xx", MULTIPART, id="no parts"),
    pytest.param(
        "".join(PART % n for n in range(150)) + "--x--", MULTIPART, id="many files"
    ),
    pytest.param("a=1", "form; charset=nonsense", id="no such charset"),
    pytest.param("a=%00", "form", id="a zero"),
]


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize(("body", "kind"), BODIES)
def test_a_body_that_cannot_be_read_is_answered_with_a_page(
    body, kind, address, reader
):
    kind = kind.replace("form;", "application/x-www-form-urlencoded;")
    kind = "application/x-www-form-urlencoded" if kind == "form" else kind
    for client in (reader, Client(enforce_csrf_checks=True)):
        client.raise_request_exception = False
        page = client.generic("POST", address, body.encode(), content_type=kind)
        assert page.status_code < 500, page.content.decode()[:300]
        if page.status_code in (400, 413):
            assert "もう一度送ってください" in page.content.decode()
    assert not ServerError.objects.exists()


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
@pytest.mark.parametrize(
    "address",
    [
        "/" + "a" * 3000,
        "/" + "a" * 3000 + "/",
        "/" + "あ" * 1000 + "/",
        "/p/" + "a" * 3000 + "/",
        "/services/" + "a" * 3000 + "/",
        "/offices/office/" + "あ" * 3000 + "/",
        "/%00",
        "/services/%00/",
        "/%ff/",
        "/static/" + "a" * 3000,
    ],
    ids=lambda address: address[:12],
)
def test_an_address_that_is_none_is_not_found_however_long(address, language, reader):
    prefix = f"/{language.prefix}" if language.prefix else ""
    page = reader.get(prefix + address)
    assert page.status_code == 404
    assert "<h1>" in page.content.decode()
    assert not ServerError.objects.exists()


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/faq/?change=1"])
def test_a_cookie_that_cannot_be_read_is_none(address, reader):
    page = reader.get(address, headers={"Cookie": r'sessionid="\000aaaaaaaa"'})
    assert page.status_code in (200, 302)
    assert not ServerError.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/offices/search/?q=", "/search/?q=", "/handout/?b=", "/?on=", "/?utm="],
)
def test_a_long_query_is_no_error(address, reader):
    assert reader.get(address + "a" * 6000).status_code in (200, 400)
