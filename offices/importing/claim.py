"""One import at a time: the lock that they share, taken once there is all to write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Count, Max

from offices.models import (
    ImportRun,
    ImportSource,
    Office,
    OfficeChange,
    OfficeService,
    RunMode,
    RunState,
)

BUSY = "いま、ほかの取り込みが動いています。終わってから、もう一度してください。"
CHANGED = (
    "読んでいるあいだに、職員が事業所の内容を変えました。何も変えていません。"
    "もう一度してください。"
)
# Whoever waits holds a worker: seconds on SQLite. PostgreSQL does not wait at all.
_PATIENCE = 2
_LOCK_NOT_AVAILABLE = "55P03"


class Outrun(Exception):  # noqa: N818 -- a verdict, as `Refused` is
    """Another import is running, or was applied since this one looked."""


@contextmanager
def locked() -> Iterator[None]:
    """A transaction that holds the lock of imports.

    PostgreSQL locks the rows; on SQLite the transaction itself (BEGIN IMMEDIATE).
    Raises `Outrun` where somebody else holds it.
    """
    with told_when_busy(), ExitStack() as stack:
        with _impatience():
            stack.enter_context(transaction.atomic())
            _claim_sources()
        yield


@contextmanager
def told_when_busy() -> Iterator[None]:
    """Raises `Outrun` where the database is locked by somebody who writes."""
    try:
        yield
    except OperationalError as error:
        state = getattr(error.__cause__, "sqlstate", None)
        if "locked" in str(error) or state == _LOCK_NOT_AVAILABLE:
            raise Outrun(BUSY) from error
        raise


def refuse_outrun(base: int | None) -> None:
    """Raise `Outrun` where an import came in since `base`."""
    if last_applied() != base:
        raise Outrun(
            "確認したあとで、ほかの取り込みが反映されました。"
            "もう一度、確認からしてください。"
        )


def stamp() -> tuple[object, ...]:
    """What is another one once anybody changed what an import compares with."""
    change = OfficeChange.objects.aggregate(Max("pk"))
    office = Office.objects.aggregate(Max("updated_at"), Count("pk"))
    listing = OfficeService.objects.aggregate(Max("pk"), Count("pk"))
    return *change.values(), *office.values(), *listing.values()


def last_applied() -> int | None:
    """The newest applied import of any source: what a look is based on."""
    return (
        ImportRun.objects.filter(mode=RunMode.APPLY, state=RunState.OK)
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    )


def _claim_sources() -> None:
    try:
        rows = ImportSource.objects.order_by("pk")
        if connection.features.has_select_for_update_nowait:
            rows = rows.select_for_update(nowait=True)
        list(rows)  # to ask for them is to lock them
    except DatabaseError as error:
        raise Outrun(BUSY) from error


@contextmanager
def _impatience() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    usual = connection.settings_dict["OPTIONS"].get("timeout", 5)
    _wait_no_longer_than(_PATIENCE)
    try:
        yield
    finally:
        _wait_no_longer_than(usual)


def _wait_no_longer_than(seconds: float) -> None:
    connection.ensure_connection()
    connection.connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
