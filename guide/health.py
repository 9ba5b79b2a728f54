"""For whoever watches the server: whether it lives, and whether it can serve."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guide.outage import read_contact
from guide.safekeeping.release import unapplied_and_unknown
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
        missing, unknown = unapplied_and_unknown()
    except DatabaseError:
        return "no database"
    if missing:
        return f"not migrated: {missing[0]}"
    if unknown:
        return f"of a later release: {unknown[0]}"
    return "" if read_contact() else "no content"


def _told(lacking: str) -> HttpResponse:
    return HttpResponse(
        f"{lacking or 'ok'}\n",
        status=503 if lacking else 200,
        content_type="text/plain; charset=utf-8",
    )
