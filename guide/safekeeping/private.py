"""The files of an SQLite database are read by the site's own user and group only."""

from __future__ import annotations

import os
import stat


def keep_private(name: str) -> None:
    """Take the rights of all others from the file and what SQLite keeps beside it."""
    for file in (name, f"{name}-wal", f"{name}-shm"):
        try:
            mode = stat.S_IMODE(os.stat(file).st_mode)
            if mode & stat.S_IRWXO:
                os.chmod(file, mode & ~stat.S_IRWXO)
        except OSError:
            pass  # in memory, or not ours to change
