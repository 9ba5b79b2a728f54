"""Fills an empty database with the city's content; never touches rows that exist."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
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

    help = "空のデータベースに、サイトの内容を入れます。"

    def handle(self, *args: object, **options: object) -> None:
        call_command("make_editors", stdout=self.stdout)
        if SiteIdentity.objects.exists():
            self.stdout.write("内容はもう入っています。何も変えませんでした。")
            return
        files = content_files()
        # Fixtures name the columns of each language; the base column follows Japanese.
        with translation.override("ja"), transaction.atomic():
            call_command("loaddata", *map(str, files), verbosity=0)
            found = sum(
                self._load_lists(Path(folder)) for folder in settings.FIXTURE_DIRS
            )
            # A machine wrote the shipped translations: no person has read them yet.
            record_all(is_machine_made=True)
            # So that an update can tell later what staff have changed.
            remember(read_entries(files))
        self.stdout.write(
            f"{len(files)} 個のファイルから内容を入れました。"
            f"公表データから {found} 件のサービスを取り込みました。"
        )

    def _load_lists(self, folder: Path) -> int:
        """Places first: the lists name municipalities, and towns check positions."""
        shipped_lists.load_geography(folder / "geo")
        found = shipped_lists.load_lists(folder / "wam", on=_LISTS_CHECKED_ON)
        Office.objects.all().refold()
        return found
