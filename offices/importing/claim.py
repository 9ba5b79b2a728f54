"""One import at a time: the lock that they share."""

from __future__ import annotations

from django.db import DatabaseError, OperationalError, connection

from offices.models import ImportRun, ImportSource, RunMode, RunState

BUSY = "いま、ほかの取り込みが動いています。終わってから、もう一度してください。"


class Outrun(Exception):  # noqa: N818 -- a verdict, as `Refused` is
    """Another import is running, or was applied since this one looked."""


def claim_lock() -> dict[str, ImportSource]:
    """Hold the lock that imports share; the sources by their codes.

    PostgreSQL locks the rows; on SQLite the transaction itself (BEGIN IMMEDIATE).
    """
    try:
        rows = ImportSource.objects.order_by("pk")
        if connection.features.has_select_for_update_nowait:
            rows = rows.select_for_update(nowait=True)
        return {source.slug: source for source in rows}
    except (OperationalError, DatabaseError) as error:
        raise Outrun(BUSY) from error


def claim(slug: str, base: int | None) -> ImportSource:
    """Hold the lock, and see that no import came in since `base`."""
    sources = claim_lock()
    if last_applied() != base:
        raise Outrun(
            "確認したあとで、ほかの取り込みが反映されました。"
            "もう一度、確認からしてください。"
        )
    return sources[slug]


def last_applied() -> int | None:
    """The newest applied import of any source: what a look is based on."""
    return (
        ImportRun.objects.filter(mode=RunMode.APPLY, state=RunState.OK)
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    )
