"""One short text that is another one after anything that readers see was changed.

Whatever is made from the content and kept (a PDF, a page) is kept under it. Every
statement that writes to a table of ours is seen on its way to the database, whoever
sends it: a form, an import, `update()` on many rows, a fixture.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import QuerySet
from django.utils import timezone

from texts.own_apps import own_apps

_WRITES = re.compile(
    r"\s*(?:/\*.*?\*/\s*)*(?:WITH\b.*?\W)?"
    r"(?:(?:INSERT(?: OR \w+)?|REPLACE) INTO|UPDATE(?: OR \w+)?|DELETE FROM)"
    r'\s+"?(\w+)"?',
    re.IGNORECASE | re.DOTALL,
)
_VERSION = "SELECT COUNT(*), SUM(token) FROM texts_contentchange"
_KEPT = timedelta(days=7)


@dataclass
class _Told:
    """What was told while one page is made; nothing more once the page has written."""

    version: str = ""
    has_written: bool = False
    # What was made for this page alone, by what it was asked for (texts/held.py).
    made: dict[Hashable, Any] = field(default_factory=dict)


_told: ContextVar[_Told | None] = ContextVar("told", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Ask for the version once within: a page is made from one state of the content.

    After a change of its own it is asked each time: that may yet be rolled back.
    """
    token = _told.set(_Told())
    try:
        yield
    finally:
        _told.reset(token)


def made_for_page() -> dict[Hashable, Any]:
    """What was made for the page so far; nothing where no page is being made."""
    told = _told.get()
    return {} if told is None or told.has_written else told.made


def content_version() -> str:
    """The version of what is in the database now; one query, or none (`asking_once`).

    Within a transaction it counts what that transaction has changed so far.
    """
    told = _told.get()
    if told is None or told.has_written:
        return _ask()
    told.version = told.version or _ask()
    return told.version


def _ask() -> str:
    # Whoever has been told a version must be told another after the next change.
    _forget_mark(connection)
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)  # by hand: it is asked for every page
        rows, tokens = cursor.fetchone()
    return f"{rows}-{tokens or 0}"


def _changes() -> QuerySet[Any]:
    """The marks; by their name, for models stand on what asks for the version."""
    return apps.get_model("texts", "ContentChange")._default_manager.all()


def watch_changes() -> None:
    """See every statement of every connection; once, when the program starts."""
    connection_created.connect(_watch, dispatch_uid="content-version")


def _watch(connection: BaseDatabaseWrapper, **rest: object) -> None:
    if _see not in connection.execute_wrappers:
        connection.execute_wrappers.append(_see)


def _see(
    execute: Callable[..., object],
    sql: str,
    params: object,
    many: bool,
    context: dict[str, Any],
) -> object:
    written = _WRITES.match(sql)
    if not written or written[1] not in _tables():
        return execute(sql, params, many, context)
    connection = context["connection"]
    if not connection.in_atomic_block:
        # The change is over before its mark: should nobody come to make that, or not be
        # let, there is this one.
        _mark(connection)
    done = execute(sql, params, many, context)
    if told := _told.get():
        told.has_written = True
    _mark(connection)
    return done


@cache
def _tables() -> frozenset[str]:
    """The tables of our apps, those of many-to-many fields too, but for staff's own."""
    return frozenset(
        model._meta.db_table
        for app in own_apps()
        for model in app.get_models(include_auto_created=True)
        if getattr(model, "is_shown", True)
    )


def _mark(connection: BaseDatabaseWrapper) -> None:
    """One mark in each transaction and savepoint: what rolls that back takes its mark.

    Else whoever asked within a savepoint would have kept, under a version that goes on,
    what went with the savepoint.
    """
    if not _is_marked(connection):
        _changes().using(connection.alias).create(token=secrets.randbits(40))
        if connection.in_atomic_block:
            connection.on_commit(_tidy, robust=True)


def tidy_marks() -> int:
    """Old marks go, also where nothing changes for long; how many."""
    # The newest stays: without any, the version would be again what it was at first.
    newest = _changes().order_by("-pk").values("pk")[:1]
    old = _changes().filter(at__lt=timezone.now() - _KEPT).exclude(pk__in=newest)
    gone, _ = old.delete()
    return gone


def _tidy() -> None:
    """Old marks go, when a change is over: within it, writers would meet on them.

    That it waits for the commit says, too, that the transaction has its mark.
    """
    tidy_marks()


def _is_marked(connection: BaseDatabaseWrapper) -> bool:
    here = {*connection.savepoint_ids, None}  # None: a block without a savepoint
    return any(
        waiting[1] is _tidy and waiting[0] | {None} == here
        for waiting in connection.run_on_commit
    )


def _forget_mark(connection: BaseDatabaseWrapper) -> None:
    connection.run_on_commit = [
        waiting for waiting in connection.run_on_commit if waiting[1] is not _tidy
    ]
