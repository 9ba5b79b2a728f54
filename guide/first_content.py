"""What an empty database is filled with: the law's rows, and those of one city."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from guide.models import SiteIdentity
from guide.shipped.entries import content_files, read_entries
from guide.shipped.update import remember
from offices.importing import shipped_lists
from offices.importing.options import Upload
from offices.models import Municipality, Office
from texts.natural_keys import rows_held
from texts.translations import record_all

CITIES = Path(settings.FIXTURE_DIRS[0]) / "cities"
GEO = Path(settings.FIXTURE_DIRS[0]) / "geo"


def is_filled() -> bool:
    """Whether a city speaks already: then nothing is ever loaded again."""
    return SiteIdentity.objects.exists()


def load_rows(city: str = "") -> int:
    """The rows that are shipped to a city; how many files they stand in.

    The language must be Japanese: fixtures name the columns of each language, and the
    base column follows the current one.
    """
    files = content_files(city)
    with rows_held():
        call_command("loaddata", *map(str, files), verbosity=0)
    return len(files)


def load_city(folder: Path, *, on: date) -> tuple[int, int]:
    """Everything of a city that has a folder: the files, the listed services."""
    files = load_rows(folder.name)
    SiteIdentity.objects.update(folder=folder.name)
    # Places first: lists name municipalities, and towns check positions.
    shipped_lists.load_municipalities(GEO)
    site = SiteIdentity.objects.get()
    mark_own(
        Municipality.objects.filter(prefecture=site.prefecture_ja, name=site.city_ja)
    )
    shipped_lists.load_towns(folder / "towns.csv")
    if (folder / "place_names.csv").exists():
        shipped_lists.load_place_names(folder / "place_names.csv")
    listed = shipped_lists.load_lists(uploads_of(folder.glob("wam/*.csv")), on=on)
    Office.objects.all().refold()
    return files, listed


def mark_own(municipalities: Iterable[Municipality]) -> None:
    """Say which municipality, or which wards of one, the site is of."""
    Municipality.objects.filter(pk__in=[row.pk for row in municipalities]).update(
        is_own=True
    )


def note_as_shipped() -> None:
    """Keep what was loaded, so that an update can tell later what staff changed."""
    # A machine wrote the shipped translations: no person has read them yet.
    record_all(is_machine_made=True)
    remember(read_entries(content_files(SiteIdentity.objects.get().folder)))


def uploads_of(paths: Iterable[Path]) -> list[Upload]:
    """Published lists as the importer takes them, in the order of their names."""
    return [
        Upload(path.name, path.read_bytes())
        for path in sorted(paths, key=lambda path: path.name)
    ]
