"""Counts words that found nothing, so that staff can say where they lead."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import DatabaseError, connection, transaction

from guide.domain.countable import may_be_counted
from guide.models import SearchMiss

_WAIT = 200  # milliseconds: a reader does not wait for a count
_log = logging.getLogger(__name__)


def note_misses(query: str, words: Iterable[str], *, on: date) -> None:
    """Count those of `words`, of a query, that tell of nobody; never in the way."""
    counted = [word for word in words if may_be_counted(query, word)]
    if not counted:
        return
    try:
        with _hardly_waiting(), transaction.atomic():
            for word in dict.fromkeys(counted):
                SearchMiss.objects.count_word(word, on=on)
    except DatabaseError:
        _log.warning("A word that found nothing was not counted", exc_info=True)


@contextmanager
def _hardly_waiting() -> Iterator[None]:
    """SQLite has one writer: while an import writes, the count is left out."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_WAIT}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")
