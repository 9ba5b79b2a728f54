"""Copies of the database, and its way to another kind of database."""

import fcntl
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from guide.models import Faq, SiteIdentity
from guide.safekeeping import kept
from guide.safekeeping.copies import read_copy, write_copy
from guide.safekeeping.databases import (
    CopyError,
    config_of,
    conninfo_of,
    scratch_like,
    standing_in,
    wrapper_of,
)
from guide.safekeeping.moving import rows_of, tables
from guide.safekeeping.opening import PAGES, unopened
from tests.test_pages import listed
from texts.models import ContentChange

NOW = datetime(2026, 11, 29, 3, 15)


@pytest.fixture
def elsewhere(content, moved, settings, tmp_path) -> Iterator[str]:
    """The site on a database of its own, whose changes are really kept."""
    settings.BACKUP_DIR, settings.DATA_DIR = tmp_path / "a#b?c%20d", tmp_path
    with standing_in(wrapper_of(config_of(moved))):
        yield moved


def everything() -> dict[str, list[tuple]]:
    return {model._meta.db_table: list(rows_of(model, "default")) for model in tables()}


def pages() -> dict[str, bytes]:
    """Every eleventh page of the site, or all (`make gates`), and what has no row."""
    addresses = listed() if os.environ.get("EVERY_GATE") else listed()[::11]
    addresses += [reverse(page) for page in PAGES] + ["/easy/search/?q=%E5%B7%A5"]
    return {address: Client().get(address).content for address in addresses}


def test_a_moved_site_is_the_same_to_the_byte(content, moved):
    here, shown = everything(), pages()
    with standing_in(wrapper_of(config_of(moved))):
        assert everything() == here
        assert pages() == shown


def test_a_moved_site_goes_on_with_new_rows_and_notes_changes(elsewhere):
    marks, last = ContentChange.objects.count(), Faq.objects.latest("pk").pk
    with transaction.atomic():
        row = Faq.objects.latest("pk")
        row.pk, row.code = None, "another"
        row.save(force_insert=True)
        assert row.pk > last
        assert ContentChange.objects.count() == marks + 1
        transaction.set_rollback(True)


def test_a_database_that_has_content_is_not_moved_over(content, moved):
    with pytest.raises(CommandError, match="空のものが要ります"):
        call_command("move_database", moved)


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://a/b", "postgres://[", "sqlite:", ""]
)
def test_a_target_that_makes_no_sense_says_what_to_write(content, url):
    with pytest.raises(CommandError, match="移す先を、postgres://"):
        call_command("move_database", url)


def test_the_way_back_to_postgresql_is_the_same(content, moved, settings, tmp_path):
    own = connections["default"]
    if own.vendor != "postgresql":
        pytest.skip("for PostgreSQL")
    here = everything()
    empty = tmp_path / "empty.dump"
    write_copy(own, empty)  # what another connection sees: tables without rows
    settings.BACKUP_DIR = tmp_path
    with scratch_like(own) as scratch:
        read_copy(empty, scratch)
        name = scratch.settings_dict["NAME"]
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        with standing_in(wrapper_of(config_of(moved))):
            call_command("move_database", url, verbosity=0)
        with standing_in(scratch):
            assert everything() == here
            _goes_through_a_copy()
            _killed_restore_changes_nothing()
            _comes_back_over_a_lost_table()


def _goes_through_a_copy() -> None:
    """Restored, the database says what it said when the copy was kept."""
    before = [*rows_of(SiteIdentity, "default"), Faq.objects.count()]
    file = kept.keep_copy(connections["default"], now=NOW)
    SiteIdentity.objects.update(section_phone="083-000-0000")
    Faq.objects.all().delete()
    read_copy(file, connections["default"])
    assert [*rows_of(SiteIdentity, "default"), Faq.objects.count()] == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


# A restore that dies when its psql has read all rows and nothing after them.
KILLED_RESTORE = """
import os, signal, subprocess, sys
from pathlib import Path
from django.db import connection
from guide.safekeeping.copies import read_copy
run = subprocess.run
def half(command, *, input, **rest):
    if command[0] != "psql":
        return run(command, input=input, **rest)
    given = subprocess.Popen(command, stdin=subprocess.PIPE, env=rest["env"])
    given.stdin.write(input[: input.rindex(b"\\n\\\\.\\n") + 4])  # no constraint yet
    given.stdin.flush()
    print(given.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
subprocess.run = half
read_copy(Path(sys.argv[1]), connection)
"""


def _killed_restore_changes_nothing() -> None:
    [file, *_others] = kept.copies()
    Faq.objects.all().delete()
    before = everything()
    connections["default"].close()
    url = urlsplit(os.environ["DATABASE_URL"])
    name = connections["default"].settings_dict["NAME"]
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()" + KILLED_RESTORE, file],
        env=os.environ | {"DATABASE_URL": url._replace(path=f"/{name}").geturl()},
        stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    # Its psql holds the pipe of what it prints until it has ended.
    assert int(done.stdout) > 0
    assert everything() == before


def _comes_back_over_a_lost_table() -> None:
    [file, *_others] = kept.copies()
    with connections["default"].cursor() as cursor:
        cursor.execute("DROP TABLE guide_faq CASCADE")
    call_command("restore", str(file))
    assert Faq.objects.exists()
    assert [one.name[:8] for one in file.parent.glob("untried-*")] == ["untried-"]


def test_a_restored_database_says_what_it_said(elsewhere):
    _goes_through_a_copy()


def test_a_copy_is_tried_out_also_where_a_static_file_is_not_collected_yet(
    elsewhere, settings
):
    strict = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": strict}}
    settings.STORAGES, settings.STATIC_ROOT = storages, Path("nowhere")
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        Client().get("/")
    assert unopened(connections["default"]) == []
    assert storages == settings.STORAGES


def test_what_there_was_before_a_restore_is_kept_as_well(elsewhere, capsys, settings):
    settings.BACKUPS_KEPT = 1  # the one that is restored stays beside what there was
    call_command("backup")
    [first] = kept.copies()
    SiteIdentity.objects.update(section_phone="083-000-0000")
    call_command("restore", str(first))
    assert SiteIdentity.objects.get().section_phone != "083-000-0000"
    [newest, _first] = kept.copies()
    call_command("restore", str(newest))
    assert SiteIdentity.objects.get().section_phone == "083-000-0000"
    assert "控えを作り、別の場所に戻して" in capsys.readouterr().out


def test_a_file_that_is_no_good_changes_nothing(elsewhere, tmp_path):
    before = everything()
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    empty = tmp_path / "empty.sqlite3"
    empty.touch()
    other = tmp_path / "other.dump"
    other.write_bytes(b"x")
    for file in (broken, empty, other, tmp_path / "nothing.sqlite3"):
        with pytest.raises(CommandError, match="前のままです"):
            call_command("restore", str(file))
    assert everything() == before
    assert kept.copies() == []


def _overwritten(file: Path) -> None:
    file.write_bytes(b"nothing of SQLite" * 1000)


def _truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _without_a_table(file: Path) -> None:
    with closing(sqlite3.connect(file)) as own:
        own.execute("DROP TABLE guide_siteidentity")


def _of_a_later_release(file: Path) -> None:
    with closing(sqlite3.connect(file)) as own:
        own.execute("ALTER TABLE guide_faq RENAME COLUMN question_ja TO asked_ja")


@pytest.mark.parametrize(
    "spoil", [_overwritten, _truncated, _without_a_table, _of_a_later_release]
)
def test_a_copy_comes_back_over_what_cannot_be_shown(
    spoil, content, moved, settings, tmp_path, capsys
):
    settings.BACKUP_DIR, settings.DATA_DIR = tmp_path / "kept", tmp_path
    own, copy = tmp_path / "db.sqlite3", tmp_path / "copy.sqlite3"
    with standing_in(wrapper_of(config_of(moved))):
        write_copy(connections["default"], copy)
        before = [*rows_of(Faq, "default")]
    shutil.copy(copy, own)
    spoil(own)
    spoilt = own.read_bytes()
    with standing_in(wrapper_of(config_of(f"sqlite:///{own}"))):
        with pytest.raises(CommandError):
            call_command("backup")
        assert [one.name for one in settings.BACKUP_DIR.iterdir()] == [".lock"]
        call_command("restore", str(copy))
        assert [*rows_of(Faq, "default")] == before
    [untried] = settings.BACKUP_DIR.glob("untried-*")
    assert f"確かめていない控えに取りました。{untried}" in capsys.readouterr().out
    assert stat.S_IMODE(untried.stat().st_mode) == 0o600
    assert kept.copies() == []
    assert len(untried.read_bytes()) == len(spoilt)


def test_two_copies_are_not_written_at_once(settings, tmp_path, db):
    settings.BACKUP_DIR = tmp_path
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="いま、ほかで控えを取っています"):
            call_command("backup")


@pytest.mark.parametrize("command", [["backup"], ["restore", "x.dump"]])
def test_a_server_that_is_away_is_told_in_a_sentence(command, settings, tmp_path, db):
    settings.BACKUP_DIR = tmp_path
    away = wrapper_of(config_of("postgres://guide@127.0.0.1:9/guide"))
    with (
        standing_in(away),
        pytest.raises(CommandError, match="データベースにつながりません。"),
    ):
        call_command(*command)
    assert [*tmp_path.glob("*")] in ([], [tmp_path / ".lock"])


@pytest.fixture
def server(db) -> Iterator[psycopg.Connection]:
    own = connections["default"]
    if own.vendor != "postgresql":
        pytest.skip("for PostgreSQL")
    with psycopg.connect(conninfo_of(own), autocommit=True) as server:
        yield server


def test_what_a_killed_trial_has_left_on_the_server_goes(server):
    there = "SELECT count(*) FROM pg_database WHERE datname = %s"
    with scratch_like(connections["default"]) as scratch:
        name = scratch.settings_dict["NAME"]
        with (
            pytest.raises(CopyError, match="ほかで控えを試しています"),
            scratch_like(connections["default"]),
        ):
            pass
    server.execute(f"CREATE DATABASE {name}")
    with scratch_like(connections["default"]):
        assert server.execute(there, [name]).fetchone() == (1,)
    assert server.execute(there, [name]).fetchone() == (0,)


def test_a_role_that_may_make_no_database_is_told_what_to_do(
    server, settings, tmp_path
):
    settings.BACKUP_DIR = tmp_path
    server.execute("CREATE ROLE nobody_much LOGIN PASSWORD 'x'")
    config = connections["default"].settings_dict
    role = {**config, "USER": "nobody_much", "PASSWORD": "x"}
    try:
        with standing_in(wrapper_of(role)):
            for command in (["backup"], ["restore", "x.dump"]):
                with pytest.raises(CommandError, match="ALTER ROLE nobody_much CREATE"):
                    call_command(*command)
    finally:
        server.execute("DROP ROLE nobody_much")
    assert [*tmp_path.iterdir()] == [tmp_path / ".lock"]


def test_the_oldest_copies_go_and_nothing_else(tmp_path, settings, monkeypatch):
    settings.BACKUP_DIR, settings.BACKUPS_KEPT = tmp_path, 3
    monkeypatch.setattr(kept, "_try_in", lambda scratch, file: None)
    monkeypatch.setattr(kept, "write_copy", lambda like, file: file.touch())
    (tmp_path / "backup-of-mine.sqlite3").touch()
    # Twice in one second, and once after the clock was set back.
    for day, second in ((1, 0), (2, 0), (3, 0), (3, 0), (2, 5)):
        now = datetime(2026, 11, day, 3, 15, second)
        kept.keep_copy(wrapper_of(config_of("sqlite:///x")), now=now)
        kept.drop_oldest()
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        ".lock",
        "backup-20261103-031500-001.sqlite3",
        "backup-20261103-031500-002.sqlite3",
        "backup-20261103-031500.sqlite3",
        "backup-of-mine.sqlite3",
    ]


def test_the_file_of_a_database_is_nobody_elses_to_read(db, tmp_path):
    wrapper = wrapper_of(config_of(f"sqlite:///{tmp_path / 'db.sqlite3'}"))
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE a (b)")
        files = {
            one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()
        }
    wrapper.close()
    assert {mode & stat.S_IRWXO for mode in files.values()} == {0}
    assert set(files) >= {"db.sqlite3", "db.sqlite3-wal"}
