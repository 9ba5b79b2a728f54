"""Keeps a copy of everything in the database."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from guide.safekeeping.databases import CopyError
from guide.safekeeping.kept import drop_oldest, keep_copy


class Command(BaseCommand):
    """`manage.py backup`: each night, and before an update."""

    help = "データベースの控えを1つ作り、戻せることを確かめます。"

    def handle(self, *args: object, **options: object) -> None:
        try:
            file = keep_copy(connection, now=timezone.localtime())
            drop_oldest()
        except (CopyError, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error
        size = file.stat().st_size / 1_000_000
        self.stdout.write(
            f"控えを作り、別の場所に戻して、ページが出ることを確かめました。"
            f"{file}（{size:.1f}MB）"
        )
