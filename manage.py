#!/usr/bin/env python3
"""Django's command line for this site.

What the one who types can mend ends in a sentence; `--traceback` shows where it arose.
"""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, connection

from guide.safekeeping.release import unapplied

_NO_DATABASE = (
    "データベースにつながりません。データベースが動いているか、環境変数 DATABASE_URL が"
    "正しいか、確かめてください。"
)
_NO_TABLES = (
    "データベースの表が、この版のものではありません。先に migrate を実行してください"
    "（手もとでは make database、市のサーバーでは guide-manage migrate）。"
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, DatabaseError) as error:
        told = _what_to_do(error)
        if not told or "--traceback" in sys.argv:
            raise
        sys.exit(told)


def _what_to_do(error: Exception) -> str:
    """Empty: nothing that is known, so that the traceback has to tell."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    connection.close()
    try:
        return _NO_TABLES if unapplied() else ""
    except DatabaseError as why:
        return f"{_NO_DATABASE}\n{why}"


if __name__ == "__main__":
    main()
