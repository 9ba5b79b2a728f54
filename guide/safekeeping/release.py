"""Whether the tables are those that the program's own release wants."""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def unapplied() -> list[str]:
    """The migrations that the database lacks, as `app.name`; one query."""
    applied = MigrationRecorder(connection).applied_migrations().keys()
    return [".".join(one) for one in sorted(_of_this_release() - applied)]


@cache
def _of_this_release() -> frozenset[tuple[str, str]]:
    """What the program's own files want of the database."""
    return frozenset(MigrationLoader(None).disk_migrations)
