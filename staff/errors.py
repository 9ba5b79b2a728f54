"""Errors of ours: a traceback in the log, a row for staff, a short code for both.

Of the request only its path is kept, folded as in the log of requests: no query, body,
cookie or address of a person. The message of an error stays in the log, since it may
quote what somebody typed.
"""

from __future__ import annotations

import logging
import sqlite3
import traceback
from base64 import b32encode
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import (
    DatabaseError,
    DataError,
    InterfaceError,
    OperationalError,
    transaction,
)
from django.db.models import F
from django.utils import timezone
from psycopg.errors import ReadOnlySqlTransaction

from staff.models import ServerError
from texts.domain.addresses import folded

_MOST = 100
# SQLite names neither an outage.
_UNUSABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_log = logging.getLogger("errors")


def note_error(error: BaseException, path: str) -> str:
    """Log the error, count it for staff, and return its code: letters and digits."""
    kind = type(error).__qualname__
    code = _code(kind, error)
    path = "".join(sign if sign.isprintable() else "?" for sign in folded(path))
    _log.error("Error %s at %s", code, path, exc_info=error)
    if not is_outage(error):
        try:
            with transaction.atomic():
                _count(code, kind, path)
        except DatabaseError:
            _log.exception("Error %s could not be kept for staff", code)
    return code


def is_outage(error: BaseException | None) -> bool:
    """Whether the database itself is gone, silent, locked, full, broken, read-only."""
    cause = getattr(error, "__cause__", None)
    if isinstance(cause, ReadOnlySqlTransaction):
        return True  # a standby, or a server that has been told so
    return is_damage(error) or isinstance(error, OperationalError | InterfaceError)


def is_damage(error: BaseException | None) -> bool:
    """Whether an SQLite file is damaged, or no database: its error, or Django's."""
    number = getattr(getattr(error, "__cause__", None) or error, "sqlite_errorcode", 0)
    # The low byte: the others say which part of the file it is.
    return (number or 0) & 0xFF in _UNUSABLE


def is_unreadable(error: BaseException | None) -> bool:
    """Whether what was sent is more than a column or a key of the database can hold."""
    return isinstance(error, DataError | OverflowError)


def _code(kind: str, error: BaseException) -> str:
    """The same for the same kind of error at the same place of the program."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_own(Path(frame.filename))]
    told = [kind, *(f"{at.filename}:{at.lineno}" for at in (*own[-1:], *frames[-1:]))]
    return b32encode(sha256("\n".join(told).encode()).digest()).decode()[:6]


def _is_own(file: Path) -> bool:
    """Whether it is a file of the program, not of a library beside it (`.venv`)."""
    if not file.is_relative_to(settings.BASE_DIR):
        return False
    return not file.relative_to(settings.BASE_DIR).parts[0].startswith(".")


def _count(code: str, kind: str, path: str) -> None:
    now = timezone.now()
    row, is_new = ServerError.objects.get_or_create(
        code=code,
        defaults={"kind": kind[:120], "path": path} | {"first_at": now, "last_at": now},
    )
    if is_new:
        kept = ServerError.objects.order_by("-last_at")[:_MOST].values_list("pk")
        ServerError.objects.exclude(pk__in=[pk for (pk,) in kept]).delete()
    else:
        ServerError.objects.filter(pk=row.pk).update(
            count=F("count") + 1, path=path, last_at=now
        )
