"""Runs in a process of its own: `-m tests.offices.process STEP [FILE [RELEASED]]`.

`prepare` makes a database with the geography; `count` prints how much is in it;
`import` applies a file; `again` one that says more; `stall` does so too, but stops in
the middle, holding the transaction, until the file RELEASED is there; `read` stops once
all is read and compared; `hold` holds the lock, and nothing else.
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
from offices.importing import claim, gates
from offices.importing import run as importing
from offices.importing.run import Outrun, Upload, apply, last_applied
from offices.models import ImportRun, Office, OfficeService, Organization
from tests.offices.conftest import DAY, load_places, make_codes, options
from tests.offices.published import NAME


def prepare() -> None:
    call_command("migrate", verbosity=0)
    load_places()
    make_codes()


def count() -> None:
    models = (Office, OfficeService, Organization, ImportRun)
    print(*(model.objects.count() for model in models), flush=True)


def stall(path: str, released: str) -> None:
    write_hours = writing.Writer._write_hours

    def slowly(self: writing.Writer, pairs: list) -> None:
        write_hours(self, pairs)
        print("in the middle", flush=True)
        wait_for(released)

    writing.Writer._write_hours = slowly
    run(path)


def read(path: str, released: str) -> None:
    guard = importing.Guard

    def slowly(*given: object) -> gates.Guard:
        print("reading", flush=True)
        wait_for(released)
        return guard(*given)

    importing.Guard = slowly
    run(path)


def hold(path: str, released: str) -> None:
    with claim.locked():
        print("holding", flush=True)
        wait_for(released)


def again(path: str) -> None:
    content = Path(path).read_bytes().replace("さくら".encode(), "もも".encode())
    Path(f"{path}.again").write_bytes(content)
    run(f"{path}.again")


def wait_for(released: str) -> None:
    while not Path(released).exists():
        time.sleep(0.05)


def run(path: str) -> None:
    upload = Upload(NAME, Path(path).read_bytes())
    base = last_applied()
    print(f"from {base}", flush=True)
    try:
        [(report, _run)] = apply([upload], options(), on=DAY, base=base)
    except Outrun as reason:
        sys.exit(f"Outrun: {reason}")
    print("new", report.counts()["new"], flush=True)


if __name__ == "__main__":
    steps = {
        "prepare": prepare, "count": count, "import": run, "again": again,
        "stall": stall, "read": read, "hold": hold,
    }  # fmt: skip
    steps[sys.argv[1]](*sys.argv[2:])
