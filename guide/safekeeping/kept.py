"""Where copies are kept, what they are called, and which of them go."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from guide.safekeeping.copies import SUFFIXES, CopyError, read_copy, write_copy
from guide.safekeeping.databases import scratch_like
from guide.safekeeping.opening import unopened

_NAME = re.compile(r"backup-\d{8}-\d{6}(-\d+)?\.(sqlite3|dump)")


def keep_copy(wrapper: BaseDatabaseWrapper, *, now: datetime) -> Path:
    """Write a copy and try it out; CopyError where it is no good."""
    file = _free_name(now, SUFFIXES[wrapper.vendor])
    write_copy(wrapper, file)
    try_out(file, wrapper)
    return file


def drop_oldest(*, but: Path | None = None) -> None:
    """Let the oldest copies go, but for the one that somebody has just asked for."""
    for old in copies()[settings.BACKUPS_KEPT :]:
        if but is None or old.resolve() != but.resolve():
            old.unlink(missing_ok=True)


def try_out(file: Path, like: BaseDatabaseWrapper) -> None:
    """Restore the copy beside the site and open its pages."""
    with scratch_like(like) as scratch:
        read_copy(file, scratch)
        if wrong := unopened(scratch):
            raise CopyError(f"控え「{file}」を試しました。" + "".join(wrong))


def copies() -> list[Path]:
    """The copies that are kept, the newest first; nothing else in the folder."""
    folder = Path(settings.BACKUP_DIR)
    found = [one for one in folder.glob("backup-*") if _NAME.fullmatch(one.name)]
    return sorted(found, key=lambda one: one.stem, reverse=True)


def _free_name(now: datetime, suffix: str) -> Path:
    """A name after all others, also where the clock was set back."""
    name, newest = f"backup-{now:%Y%m%d-%H%M%S}", copies()
    if newest and newest[0].stem >= name:
        name, number = _counted(newest[0].stem)
        name = f"{name}-{number + 1:03}"
    return Path(settings.BACKUP_DIR) / f"{name}{suffix}"


def _counted(stem: str) -> tuple[str, int]:
    """`backup-20261129-031500-002` as its beginning and 2."""
    word, day, time, *number = stem.split("-")
    return f"{word}-{day}-{time}", int(number[0]) if number else 0
