"""Fills an empty database with a city's content; never touches rows that exist."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from guide.models import SiteIdentity
from guide.shipped.entries import content_files, read_entries
from guide.shipped.update import remember
from offices.importing import shipped_lists
from offices.models import Office
from texts.translations import record_all

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
        call_command("make_editors", stdout=self.stdout)
        if SiteIdentity.objects.exists():
            self.stdout.write("内容はもう入っています。何も変えませんでした。")
            return
        [fixtures] = map(Path, settings.FIXTURE_DIRS)
        own = _folder_of(fixtures / "cities", city)
        files = content_files()
        # Fixtures name the columns of each language; the base column follows Japanese.
        with translation.override("ja"), transaction.atomic():
            call_command("loaddata", *map(str, files), verbosity=0)
            # Places first: lists name municipalities, and towns check positions.
            shipped_lists.load_municipalities(fixtures / "geo")
            shipped_lists.load_towns(own / "towns.csv")
            found = shipped_lists.load_lists(own / "wam", on=_LISTS_CHECKED_ON)
            Office.objects.all().refold()
            # A machine wrote the shipped translations: no person has read them yet.
            record_all(is_machine_made=True)
            # So that an update can tell later what staff have changed.
            remember(read_entries(files))
        self.stdout.write(
            f"{len(files)} 個のファイルから内容を入れました。"
            f"公表データから {found} 件のサービスを取り込みました。"
        )


def _folder_of(cities: Path, city: str) -> Path:
    """The folder of a city's fixtures, by the name that was typed."""
    known = {folder.name: folder for folder in sorted(cities.iterdir())}
    if city not in known:
        raise CommandError(
            f"「{city}」という市の内容はありません。"
            f"あるのは {'、'.join(known)} です。"
            "ほかの市は start_city で始めてください。"
        )
    return known[city]
