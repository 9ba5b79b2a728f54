"""Whether the tables are those that the program's own release wants."""

from __future__ import annotations

from collections.abc import Set
from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from texts.own_apps import own_apps


def unapplied() -> list[str]:
    """The migrations that the database lacks, as `app.name`; one query."""
    return unapplied_and_unknown()[0]


def unapplied_and_unknown() -> tuple[list[str], list[str]]:
    """The same, and those that the database has and no file of this program names.

    Of the site's own apps, not of libraries. What a squashed migration `replaces` is
    known, and has to be named there as long as a database may have it.
    """
    applied = {*MigrationRecorder(connection).applied_migrations()}
    own = {app.label for app in own_apps()}
    ours = {one for one in applied if one[0] in own}
    return _named(_of_this_release() - applied), _named(ours - _known())


def _named(rows: Set[tuple[str, str]]) -> list[str]:
    return [".".join(one) for one in sorted(rows)]


@cache
def _of_this_release() -> frozenset[tuple[str, str]]:
    """What the program's own files want of the database."""
    return frozenset(MigrationLoader(None).disk_migrations)


@cache
def _known() -> frozenset[tuple[str, str]]:
    """The same, with what was there before it was squashed."""
    files = MigrationLoader(None).disk_migrations.values()
    return _of_this_release().union(*(one.replaces for one in files))
