"""Real processes: killed in the middle, and two at once; on either database."""

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.offices.published import csv_text, row

# Marked, so that the run on PostgreSQL takes part; each has a database of its own.
pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
WAIT = 120


@contextmanager
def own_database(folder: Path, *, like: str = "") -> Iterator[str]:
    """The address of a database that nobody else uses: empty, or as another is."""
    server = os.environ.get("DATABASE_URL")
    if not server:
        file = folder / "own.sqlite3"
        if like:
            shutil.copyfile(like.removeprefix("sqlite:///"), file)
        yield f"sqlite:///{file}"
        return
    name = f"own_{uuid.uuid4().hex}"
    template = urlsplit(like).path.removeprefix("/") or "template1"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    with own_database(tmp_path) as url:
        yield url


def step(database: str, folder: Path, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.offices.process", *arguments],
        cwd=ROOT, env=os.environ | {"DATABASE_URL": database, "DATA_DIR": str(folder)},
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with the geography: each test has a copy of it."""
    folder = tmp_path_factory.mktemp("prepared")
    with own_database(folder) as url:
        said(step(url, folder, "prepare"))
        yield url


@pytest.fixture
def start(prepared: str, tmp_path: Path) -> Iterator[Callable]:
    """Starts a step in a process of its own."""
    begun = []

    def process(*arguments: str) -> subprocess.Popen:
        begun.append(step(database, tmp_path, *arguments))
        return begun[-1]

    with own_database(tmp_path, like=prepared) as database:
        yield process
        for one in begun:
            one.kill()
            one.communicate()


@pytest.fixture
def path(tmp_path: Path) -> str:
    given = tmp_path / "list.csv"
    given.write_text(csv_text(row(number) for number in range(1, 41)), "utf-8")
    return str(given)


def said(process: subprocess.Popen) -> str:
    out, err = process.communicate(timeout=WAIT)
    assert process.returncode == 0, err
    return out.strip()


def test_an_import_killed_in_the_middle_leaves_nothing_and_can_run_again(start, path):
    process = start("stall", path, f"{path}.never")
    assert process.stdout.readline().startswith("from")
    assert process.stdout.readline() == "in the middle\n"

    process.send_signal(signal.SIGKILL)
    process.wait(WAIT)

    assert said(start("count")) == "0 0 0 0"
    assert said(start("import", path)).endswith("new 40")
    assert said(start("count")) == "40 40 1 1"


def test_of_two_imports_at_once_one_wins_and_the_other_is_told(start, path):
    released = Path(f"{path}.released")
    first = start("stall", path, str(released))
    assert first.stdout.readline().startswith("from")
    assert first.stdout.readline() == "in the middle\n"

    second = start("import", path)
    assert second.stdout.readline() == "from None\n"
    released.touch()
    _out, err = second.communicate(timeout=WAIT)

    assert second.returncode == 1
    assert "Outrun: " in err
    assert said(first).endswith("new 40")
    assert said(start("count")) == "40 40 1 1"


def test_reading_leaves_the_database_to_others_and_a_writer_is_not_waited_for(
    start, path
):
    """Whoever reads holds nothing; whoever finds a writer is told in seconds."""
    released = Path(f"{path}.released")
    reader = start("read", path, str(released))
    assert reader.stdout.readline().startswith("from")
    assert reader.stdout.readline() == "reading\n"

    # Another import comes and goes meanwhile; so could a login.
    assert said(start("import", path)).endswith("new 40")
    released.touch()
    _out, err = reader.communicate(timeout=WAIT)
    assert (reader.returncode, "Outrun: 確認したあとで" in err) == (1, True)

    holder = start("hold", path, f"{path}.never")
    assert holder.stdout.readline() == "holding\n"
    begun = time.monotonic()
    late = start("again", path)
    assert late.stdout.readline().startswith("from")
    _out, err = late.communicate(timeout=WAIT)
    assert (late.returncode, "いま、ほかの取り込みが動いています" in err) == (1, True)
    assert time.monotonic() - begun < 15
