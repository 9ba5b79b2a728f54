"""Runs in a process of its own: `python -m tests.offices.process STEP [FILE]`.

`prepare` makes a database with the geography; `count` prints how much is in it;
`import` applies a file; `stall` does so too and stops in the middle, holding the
transaction, once it has said so.
"""

# ruff: noqa: E402 -- after django.setup()

import os
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command

from offices.importing import apply as writing
from offices.importing import shipped
from offices.importing.run import Outrun, last_applied
from offices.models import ImportRun, Office, OfficeService, Organization
from tests.offices.conftest import SHIPPED, do, make_codes
from tests.offices.published import NAME


def prepare() -> None:
    call_command("migrate", verbosity=0)
    shipped.load_geography(SHIPPED / "geo")
    make_codes()


def count() -> None:
    models = (Office, OfficeService, Organization, ImportRun)
    print(*(model.objects.count() for model in models), flush=True)


def stall(path: str) -> None:
    write_hours = writing.Writer._write_hours

    def slowly(self: writing.Writer, pairs: list) -> None:
        write_hours(self, pairs)
        print("in the middle", flush=True)
        time.sleep(float(os.environ["STALL"]))

    writing.Writer._write_hours = slowly
    run(path)


def run(path: str) -> None:
    upload = shipped.Upload(NAME, Path(path).read_bytes())
    print(f"from {last_applied()}", flush=True)
    try:
        [report] = do(upload)
    except Outrun as reason:
        sys.exit(f"Outrun: {reason}")
    print("new", report.counts()["new"], flush=True)


if __name__ == "__main__":
    {"prepare": prepare, "count": count, "stall": stall, "import": run}[sys.argv[1]](
        *sys.argv[2:]
    )
