"""Makes the database what it was when a copy was kept."""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from guide.models import SiteIdentity
from guide.outage import read_contact
from guide.safekeeping.copies import read_copy
from guide.safekeeping.databases import CopyError
from guide.safekeeping.kept import (
    copies,
    drop_oldest,
    keep_copy,
    keep_untried,
    try_out,
)
from guide.safekeeping.release import unapplied


class Command(BaseCommand):
    """`manage.py restore FILE`: with the site stopped; what there is, is kept first."""

    help = "控えからデータベースを戻します。いまの中身は、先に控えに取ります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="控えのファイル")

    def handle(self, *args: object, file: Path | None, **options: object) -> None:
        if file is None:
            names = "\n".join(map(str, copies())) or "控えはまだありません。"
            raise CommandError(f"戻す控えを1つ書いてください。\n{names}")
        try:
            try_out(file, connection)
            if self._is_filled():
                self.stdout.write(self._keep())
            read_copy(file, connection)
        except (CopyError, DatabaseError, OSError) as error:
            raise CommandError(f"{error}\nデータベースは、前のままです。") from error
        read_contact()
        if unapplied():
            self.stdout.write(
                "前の版の控えです。migrate と update_content を実行してください。"
            )
        self.stdout.write(f"{file} から戻しました。サイトを始めなおしてください。")
        with suppress(OSError):  # nothing of the restore; the next backup says so
            drop_oldest(but=file)

    @staticmethod
    def _keep() -> str:
        """Keep what there is now as well as that goes; what to say of it."""
        now = timezone.localtime()
        try:
            return f"いまの中身を控えに取りました。{keep_copy(connection, now=now)}"
        except CopyError as error:
            why = error
        try:
            file = keep_untried(connection, now=now)
        except CopyError as error:
            if isinstance(error.__cause__, OSError):
                raise  # nowhere to write, which can be mended before anything is lost
            return f"いまの中身は読めず、控えを取れませんでした。{error}"
        return (
            "いまの中身では、この版のページを出せません。"
            f"確かめていない控えに取りました。{file}\n（{why}）"
        )

    @staticmethod
    def _is_filled() -> bool:
        """Whether there is something to lose; what is damaged may be."""
        try:
            return SiteIdentity.objects.exists()
        except DatabaseError:
            connection.close()
        try:
            return bool(connection.introspection.table_names())
        except DatabaseError:
            return True
