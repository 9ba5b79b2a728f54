"""Where copies are kept, what they are called, and which of them go.

A copy is written, and tried out, in a folder of its own beside the others, and has its
name only then: no other can be taken for one.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from guide.safekeeping.copies import SUFFIXES, copy_unread, read_copy, write_copy
from guide.safekeeping.databases import CopyError, scratch_like
from guide.safekeeping.opening import unopened

_NAME = re.compile(r"backup-\d{8}-\d{6}(-\d+)?\.(sqlite3|dump)")
_PART = ".part-"
_Writer = Callable[[BaseDatabaseWrapper, Path], None]


def keep_copy(wrapper: BaseDatabaseWrapper, *, now: datetime) -> Path:
    """Write a copy and try it out; CopyError, and no copy, where it is no good."""
    with _folder() as part, scratch_like(wrapper) as scratch:
        file = part / _free_name(now, SUFFIXES[wrapper.vendor])
        write_copy(wrapper, file)
        _try_in(scratch, file)
        return file.rename(part.parent / file.name)


def keep_untried(wrapper: BaseDatabaseWrapper, *, now: datetime) -> Path:
    """What there is of a database that this program cannot show; never let go.

    It may be of a later release, whose program shows it, or damaged.
    """
    try:
        return _as_it_is(wrapper, now, write_copy)
    except CopyError:
        if wrapper.vendor != "sqlite":
            raise
    return _as_it_is(wrapper, now, copy_unread)


def try_out(file: Path, like: BaseDatabaseWrapper) -> None:
    """Restore the copy beside the site and open its pages."""
    with scratch_like(like) as scratch:
        _try_in(scratch, file)


def drop_oldest(*, but: Path | None = None) -> None:
    """Let the oldest copies go, but for the one that somebody has just asked for."""
    for old in copies()[settings.BACKUPS_KEPT :]:
        if but is None or old.resolve() != but.resolve():
            old.unlink(missing_ok=True)


def copies() -> list[Path]:
    """The copies that are kept, the newest first; nothing else in the folder."""
    folder = Path(settings.BACKUP_DIR)
    found = [one for one in folder.glob("backup-*") if _NAME.fullmatch(one.name)]
    return sorted(found, key=lambda one: one.stem, reverse=True)


def _as_it_is(wrapper: BaseDatabaseWrapper, now: datetime, write: _Writer) -> Path:
    with _folder() as part:
        file = part / f"untried-{now:%Y%m%d-%H%M%S}{SUFFIXES[wrapper.vendor]}"
        write(wrapper, file)
        for one in part.iterdir():
            one.rename(part.parent / one.name)
        return part.parent / file.name


def _try_in(scratch: BaseDatabaseWrapper, file: Path) -> None:
    read_copy(file, scratch)
    try:
        wrong = unopened(scratch)
    except Exception as error:  # a migration, too, fails in its own way on its rows
        wrong = [f"{type(error).__name__}: {error}"]
    if wrong:
        raise CopyError(f"控え「{file.name}」を試しました。" + "".join(wrong))


@contextmanager
def _folder() -> Iterator[Path]:
    """Where one copy is written, by one process at a time.

    What a killed one has left holds accounts, and goes.
    """
    folder = Path(settings.BACKUP_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Given back by the system, however this process ends.
        lock = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in folder.glob(f"{_PART}*"):
                shutil.rmtree(left, ignore_errors=True)
            with TemporaryDirectory(dir=folder, prefix=_PART) as part:
                yield Path(part)
        finally:
            os.close(lock)
    except BlockingIOError as error:
        raise CopyError(
            "いま、ほかで控えを取っています。それが終わってから、実行してください。"
        ) from error
    except OSError as error:
        raise CopyError(f"控えを書けませんでした。{error}") from error


def _free_name(now: datetime, suffix: str) -> str:
    """A name after all others, also where the clock was set back."""
    name, newest = f"backup-{now:%Y%m%d-%H%M%S}", copies()
    if newest and newest[0].stem >= name:
        name, number = _counted(newest[0].stem)
        name = f"{name}-{number + 1:03}"
    return f"{name}{suffix}"


def _counted(stem: str) -> tuple[str, int]:
    """`backup-20261129-031500-002` as its beginning and 2."""
    word, day, time, *number = stem.split("-")
    return f"{word}-{day}-{time}", int(number[0]) if number else 0
