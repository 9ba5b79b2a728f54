"""What import tests share: the geography, the services, and an import to call."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from offices.importing import shipped_lists
from offices.importing.gates import ImportLimits
from offices.importing.run import Options, Upload, apply, last_applied, look
from offices.models import ImportSource, ServiceCode
from tests import rows

DAY = dt.date(2026, 11, 21)
SHIPPED = Path(settings.FIXTURE_DIRS[0])
CITY = SHIPPED / "cities" / "yamaguchi"
DATA = Path(__file__).parent / "data"
CODES = [
    ("ikou", "60", "就労移行支援", []),
    ("a-gata", "45", "就労継続支援A型", ["A型"]),
    ("b-gata", "46", "就労継続支援B型", ["B型"]),
    ("teichaku", "62", "就労定着支援", []),
    ("sentaku", None, "就労選択支援", []),
    ("keikaku", "52", "計画相談支援", []),
    ("chiiki-ikou", "53", "地域移行支援", ["地域相談支援（地域移行支援）"]),
    ("chiiki-teichaku", "54", "地域定着支援", ["地域相談支援（地域定着支援）"]),
]


def make_codes() -> None:
    """The two sources, and the services that lists name."""
    for slug in ("wam", "generic"):
        ImportSource.objects.create(
            slug=slug,
            name=slug,
            publisher="国",
            attribution="出典",
            source=rows.source(),
        )
    kind = rows.office_kind()
    for order, (slug, code, name, aliases) in enumerate(CODES):
        ServiceCode.objects.create(
            slug=slug, wam_code=code, name=name, aliases=aliases, kind=kind, order=order
        )


def load_places() -> None:
    """The country's municipalities, and the towns of one prefecture."""
    shipped_lists.load_municipalities(SHIPPED / "geo")
    shipped_lists.load_towns(CITY / "towns.csv")


@pytest.fixture(scope="module")
def _register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_places()
        make_codes()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def register(_register, db) -> None:
    """Municipalities, towns, services: all but the lists."""


def upload(name: str, content: bytes | None = None) -> Upload:
    """A shipped or kept file by its name, or one of other content."""
    if content is None:
        folder = CITY / "wam" if (CITY / "wam" / name).exists() else DATA
        content = (folder / name).read_bytes()
    return Upload(name, content)


def options(**given) -> Options:
    limits = {
        name: given.pop(name)
        for name in (
            "vanish_share",
            "may_close_many",
            "may_empty_towns",
            "may_grow",
            "may_be_older",
        )
        if name in given
    }
    return Options(limits=ImportLimits(**limits), **given)


def do(*uploads: Upload, on: dt.date = DAY, **given):
    """Apply the files; the reports."""
    results = apply(
        uploads, options(**given), on=on, base=last_applied(), progress=_quiet
    )
    return [report for report, _run in results]


def see(*uploads: Upload, **given):
    """Look at the files only; the reports."""
    results = look(uploads, options(**given), on=DAY, progress=_quiet)
    return [report for report, _run in results]


def _quiet(line: str) -> None:
    """Nobody watches."""
