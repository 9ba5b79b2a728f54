"""Moves everything to another database: SQLite to PostgreSQL, or back."""

from __future__ import annotations

from argparse import ArgumentParser

from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from guide.models import SiteIdentity
from guide.safekeeping.databases import Config, config_of, standing_in, wrapper_of
from guide.safekeeping.moving import MoveError, move_rows
from guide.safekeeping.opening import unopened

_SOURCE = "source"


class Command(BaseCommand):
    """`manage.py move_database URL`: with the site stopped; the old one stays."""

    help = (
        "すべての行を、空の別のデータベースに移します。いまのデータベースは変えません。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", help="移す先の DATABASE_URL。例：postgres://…")

    def handle(self, *args: object, url: str, **options: object) -> None:
        config = self._config(url)
        # What stands in for "default" within the blocks below is the other one.
        connections[_SOURCE] = connections[DEFAULT_DB_ALIAS]
        try:
            number = self._move(wrapper_of(config))
            wrong = unopened(wrapper_of(config))
        except (DatabaseError, MoveError) as error:
            raise CommandError(f"{error}\n移していません。") from error
        finally:
            del connections[_SOURCE]
        if wrong:
            raise CommandError("移しましたが、使わないでください。" + "".join(wrong))
        self.stdout.write(
            f"{number} 行を移し、1行ずつ見くらべ、ページが出ることを確かめました。"
            "DATABASE_URL を移した先に変えて、サイトを始めてください。"
        )

    @staticmethod
    def _config(url: str) -> Config:
        try:
            return config_of(url)
        except (ImproperlyConfigured, KeyError, ValueError) as error:
            raise CommandError(
                "移す先を、postgres://名前:パスワード@ホスト/データベース か "
                "sqlite:////フォルダー/db.sqlite3 のように書いてください。"
            ) from error

    @staticmethod
    def _move(target: BaseDatabaseWrapper) -> int:
        with standing_in(target):
            call_command("migrate", verbosity=0)
            if SiteIdentity.objects.exists() or get_user_model().objects.exists():
                raise MoveError("移す先には、もう中身があります。空のものが要ります。")
            return move_rows(_SOURCE, DEFAULT_DB_ALIAS)
