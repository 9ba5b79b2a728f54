"""A whole copy of the database as one file, and a database from such a file.

SQLite is copied by its own backup of a database in use, PostgreSQL by `pg_dump`. What
is restored is there as a whole or not at all.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from guide.safekeeping.databases import CopyError, conninfo_of
from staff.errors import is_damage

_MINUTE = 60
_BUSY, _LOCKED = 5, 6  # of sqlite3.h
SUFFIXES = {"sqlite": ".sqlite3", "postgresql": ".dump"}


def write_copy(wrapper: BaseDatabaseWrapper, file: Path) -> None:
    """Everything in the database as of one moment; for nobody else to read."""
    try:
        file.touch(0o600)
        _WRITERS[wrapper.vendor](wrapper, file)
        with file.open("rb") as written:
            os.fsync(written.fileno())
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise CopyError(f"控えを書けませんでした。{error}") from error


def copy_unread(wrapper: BaseDatabaseWrapper, file: Path) -> None:
    """The file of an SQLite and its log as they are, for one that is damaged."""
    for end in ("", "-wal"):
        source = Path(f"{wrapper.settings_dict['NAME']}{end}")
        if source.exists():
            Path(f"{file}{end}").touch(0o600)
            shutil.copyfile(source, f"{file}{end}")


def read_copy(file: Path, wrapper: BaseDatabaseWrapper) -> None:
    """Make the database what it was in `file`; what it holds now is gone."""
    if not file.is_file():
        raise CopyError(f"「{file}」がありません。")
    if file.suffix != SUFFIXES[wrapper.vendor]:
        wanted = SUFFIXES[wrapper.vendor]
        raise CopyError(
            f"このサイトのデータベースに戻せるのは、名前が {wanted} で終わる控えです。"
            "ほかの種類へは、戻してから move_database で移してください。"
        )
    try:
        _READERS[wrapper.vendor](file, wrapper)
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise CopyError(f"控えを戻せませんでした。{error}") from error


def _write_sqlite(wrapper: BaseDatabaseWrapper, file: Path) -> None:
    wrapper.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        wrapper.connection.backup(copy, progress=_patience())
        # One file, without the log that the site's own keeps beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        _must_be_whole(copy)


def _read_sqlite(file: Path, wrapper: BaseDatabaseWrapper) -> None:
    address = f"{file.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as copy:
        _must_be_whole(copy)
        try:
            wrapper.ensure_connection()
            copy.backup(wrapper.connection, progress=_patience())
        except (DatabaseError, sqlite3.Error) as error:
            if not is_damage(error):
                raise
            wrapper.close()
            _put_in_place(copy, str(wrapper.settings_dict["NAME"]))


def _put_in_place(copy: sqlite3.Connection, name: str) -> None:
    """A new file instead of the damaged one, which stays until that is whole."""
    part = Path(f"{name}.part")
    part.unlink(missing_ok=True)
    part.touch(0o600)
    shutil.copymode(name, part)
    with closing(sqlite3.connect(part)) as new:
        copy.backup(new)
    for log in ("-wal", "-shm"):
        Path(f"{name}{log}").unlink(missing_ok=True)
    os.replace(part, name)


def _patience() -> Callable[[int, int, int], None]:
    """Gives up where somebody else holds the database for a minute."""
    until = time.monotonic() + _MINUTE

    def progress(status: int, remaining: int, total: int) -> None:
        if status in (_BUSY, _LOCKED) and time.monotonic() > until:
            raise TimeoutError("データベースが、ずっと使われています。")

    return progress


def _must_be_whole(copy: sqlite3.Connection) -> None:
    # The program's own functions, which conditions ask, are not known here.
    copy.execute("PRAGMA ignore_check_constraints=ON")
    [[told]] = copy.execute("PRAGMA integrity_check(1)").fetchall()
    if told != "ok":
        raise CopyError(f"控えがこわれています。{told}")


def _write_postgres(wrapper: BaseDatabaseWrapper, file: Path) -> None:
    file.write_bytes(_run("pg_dump", "--format=custom", at=wrapper))


def _read_postgres(file: Path, wrapper: BaseDatabaseWrapper) -> None:
    """In one transaction: the tables that there are go, those of the file come.

    Its end is the last word of what psql reads: with --single-transaction, psql takes
    a pipe that breaks for the end, and commits the half that has come.
    """
    plain = _run("pg_restore", "--file=-", "--no-owner", "--no-privileges", str(file))
    with wrapper.cursor() as cursor:
        tables = wrapper.introspection.table_names(cursor)
    wrapper.close()
    names = ", ".join(map(wrapper.ops.quote_name, tables))
    drop = f"DROP TABLE {names} CASCADE;\n" if names else ""
    quiet = ("--quiet", "--no-psqlrc", "--output=/dev/null")
    script = b"BEGIN;\n" + drop.encode() + plain + b"\nCOMMIT;\n"
    _run("psql", *quiet, "--set=ON_ERROR_STOP=1", at=wrapper, given=script)


def _run(
    *command: str, at: BaseDatabaseWrapper | None = None, given: bytes = b""
) -> bytes:
    """What the program writes; the password is not told where others see it."""
    environment = dict(os.environ)
    if at is not None:
        reached = conninfo_of(at, password=None)
        command = (*command, f"--dbname={reached}")
        environment["PGPASSWORD"] = at.settings_dict["PASSWORD"] or ""
    done = subprocess.run(
        command, input=given, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        raise CopyError(f"{command[0]}：{done.stderr.decode(errors='replace').strip()}")
    return done.stdout


_WRITERS = {"sqlite": _write_sqlite, "postgresql": _write_postgres}
_READERS = {"sqlite": _read_sqlite, "postgresql": _read_postgres}
