"""For whoever watches the server: whether it lives, and whether it can serve."""

from __future__ import annotations

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guide.outage import read_contact
from texts.requests import Request


@never_cache
@require_safe
def live(request: Request) -> HttpResponse:
    """The process answers; asks nothing of anything else."""
    return _told("")


@never_cache
@require_safe
def ready(request: Request) -> HttpResponse:
    """Whether the site has its database, its tables and its content."""
    return _told(_what_is_lacking())


def _what_is_lacking() -> str:
    try:
        applied = MigrationRecorder(connection).applied_migrations().keys()
    except DatabaseError:
        return "no database"
    if not applied:
        return "no tables: run migrate"
    if missing := sorted(_of_this_release() - applied):
        return f"not migrated: {'.'.join(missing[0])}"
    return "" if read_contact() else "no content"


@cache
def _of_this_release() -> frozenset[tuple[str, str]]:
    """What the program's own files want of the database."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _told(lacking: str) -> HttpResponse:
    return HttpResponse(
        f"{lacking or 'ok'}\n",
        status=503 if lacking else 200,
        content_type="text/plain; charset=utf-8",
    )
