"""A disk that is full or read-only, a killed process, a clock that goes back."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from guide.models import Faq, SiteIdentity
from guide.safekeeping import kept
from guide.safekeeping.databases import config_of, standing_in, wrapper_of
from guide.safekeeping.moving import rows_of, tables
from offices.models import Office, OfficeReport
from texts.content_version import content_version

pytestmark = pytest.mark.usefixtures("content")
ROOT = Path(__file__).parent.parent


@contextmanager
def read_only():
    """The database takes nothing, as a disk or a standby that is read-only."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA query_only = ON")
            else:
                cursor.execute("SET transaction_read_only = on")
        yield
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


def test_who_reads_does_not_notice_that_nothing_can_be_written():
    with read_only():
        for address in ("/", "/search/?q=qqqq", "/check/", "/offices/search/"):
            assert Client().get(address).status_code == 200, address


def test_who_sends_something_that_cannot_be_kept_is_told_whom_to_call():
    address = f"/offices/office/{Office.objects.published().first().code}/report/"
    client = Client(raise_request_exception=False)
    with read_only(), transaction.atomic():
        answer = client.post(address, {"reason": "other", "text": "ちがいます"})
        transaction.set_rollback(True)
    assert answer.status_code == 503
    assert "いま、ページを出せません" in answer.content.decode()
    assert OfficeReport.objects.count() == 0


@pytest.fixture
def own(moved, tmp_path) -> str:
    """A database on disk with all content, of this test alone."""
    shutil.copy(moved.removeprefix("sqlite:///"), tmp_path / "db.sqlite3")
    return f"sqlite:///{tmp_path / 'db.sqlite3'}"


def run(code: str, url: str) -> subprocess.CompletedProcess[str]:
    """A program of its own, on the database of that URL."""
    folder = str(Path(url.removeprefix("sqlite:///")).parent)
    environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": folder}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def everything() -> dict[str, list[tuple]]:
    return {model._meta.db_table: list(rows_of(model, "default")) for model in tables()}


FULL = """
import os, resource
from django.core.management import call_command
from django.test import Client
from guide.models import Faq, SiteIdentity
from guide.safekeeping import kept
SiteIdentity.objects.exists()
most = os.path.getsize(os.environ["DATABASE_URL"].removeprefix("sqlite:///")) // 2
resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
told = []
for write in (
    lambda: Faq.objects.update(answer_ja="x" * 5000),
    lambda: call_command("backup"),
):
    try:
        write()
    except Exception as error:
        told.append(type(error).__name__)
print(told, kept.copies(), Client().get("/faq/").status_code)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
"""


def test_a_full_disk_takes_nothing_and_loses_nothing(own):
    done = run(FULL, own)
    assert done.stdout == "['OperationalError', 'CommandError'] [] 200\n"
    with standing_in(wrapper_of(config_of(own))):
        assert Faq.objects.filter(answer_ja__startswith="xxxx").count() == 0
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA quick_check").fetchall() == [("ok",)]


KILLED_UPDATE = """
import os, signal
from django.core.management import call_command
from django.db.models.signals import pre_save
from guide.models import Faq, ShippedRow
for row in ShippedRow.objects.filter(label="guide.faq"):
    row.values["question_ja"] = row.given["question_ja"] = "まえの質問"
    row.save()
Faq.objects.update(question="まえの質問", question_ja="まえの質問")
saved = []
def die(sender, **rest):
    saved.append(sender)
    if len(saved) == 5:
        os.kill(os.getpid(), signal.SIGKILL)
if die_at_last:
    pre_save.connect(die, sender=Faq)
call_command("update_content", verbosity=0)
"""


def test_an_update_that_is_killed_has_done_nothing_and_is_done_again(own):
    killed = run("die_at_last = True\n" + KILLED_UPDATE, own)
    assert killed.returncode == -signal.SIGKILL
    with standing_in(wrapper_of(config_of(own))):
        assert {*Faq.objects.values_list("question_ja", flat=True)} == {"まえの質問"}
    again = "from django.core.management import call_command\n"
    assert run(again + "call_command('update_content')", own).returncode == 0
    with standing_in(wrapper_of(config_of(own))):
        assert Faq.objects.filter(question_ja="まえの質問").count() == 0


KILLED_BACKUP = """
import os, signal
from django.core.management import call_command
from guide.safekeeping import kept
kept.unopened = lambda scratch: os.kill(os.getpid(), signal.SIGKILL)
call_command("backup")
"""


def test_a_backup_that_is_killed_leaves_none_that_could_be_taken_for_one(own, settings):
    assert run(KILLED_BACKUP, own).returncode == -signal.SIGKILL
    folder = Path(own.removeprefix("sqlite:///")).parent / "backups"
    left = [one.name.partition("-")[0] for one in folder.iterdir()]
    assert sorted(left) == [".lock", ".part"]
    settings.BACKUP_DIR = folder
    with standing_in(wrapper_of(config_of(own))):
        file = kept.keep_copy(connection, now=timezone.localtime())
    assert sorted(folder.iterdir()) == [folder / ".lock", file]


@pytest.mark.parametrize("days", [-400, -1, 400])
def test_a_clock_that_is_set_hides_no_change(days, monkeypatch):
    site, now = SiteIdentity.objects.get(), timezone.now()
    with transaction.atomic():
        site.save()
        before = content_version()
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=days))
        site.save()
        assert content_version() != before
        transaction.set_rollback(True)
