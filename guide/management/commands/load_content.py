"""Fills an empty database with a city's content; never touches rows that exist."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from guide.first_content import CITIES, is_filled, load_city, note_as_shipped

# When the shipped lists were looked at; each row says of which day it is.
_LISTS_CHECKED_ON = date(2026, 11, 21)


class Command(BaseCommand):
    """`manage.py load_content`: what `make run` calls after the migrations."""

    help = "空のデータベースに、市の内容を入れます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--city",
            required=True,
            metavar="NAME",
            help="fixtures/cities/ の中の、市のフォルダーの名前。例：yamaguchi",
        )

    def handle(self, *args: object, city: str, **options: object) -> None:
        call_command("make_roles", stdout=self.stdout)
        if is_filled():
            self.stdout.write("内容はもう入っています。何も変えませんでした。")
            return
        folder = _folder_of(city)
        with translation.override("ja"), transaction.atomic():
            files, listed = load_city(folder, on=_LISTS_CHECKED_ON)
            note_as_shipped()
        self.stdout.write(
            f"{files} 個のファイルから内容を入れました。"
            f"公表データから {listed} 件のサービスを取り込みました。"
        )


def _folder_of(city: str) -> Path:
    """The folder of a city's fixtures, by the name that was typed."""
    known = {folder.name: folder for folder in sorted(CITIES.iterdir())}
    if city not in known:
        raise CommandError(
            f"「{city}」という市の内容はありません。"
            f"あるのは {'、'.join(known)} です。"
            "ほかの市は start_city で始めてください。"
        )
    return known[city]
