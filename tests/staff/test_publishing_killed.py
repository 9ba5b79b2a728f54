"""A process that is killed while it publishes; on either database."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offices.test_crash import ROOT, WAIT, database

__all__ = ["database"]
# Marked, so that the run on PostgreSQL takes part; it has a database of its own.
pytestmark = pytest.mark.django_db


@pytest.fixture
def start(database: str, tmp_path: Path) -> Iterator:
    begun = []

    def process(step: str) -> subprocess.Popen:
        begun.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.staff.publishing_process", step],
                cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env=os.environ | {"DATABASE_URL": database, "DATA_DIR": str(tmp_path)},
            )
        )  # fmt: skip
        return begun[-1]

    yield process
    for one in begun:
        one.kill()
        one.communicate()


def test_a_change_whose_publishing_is_killed_is_whole_or_not_there(start):
    stalled = start("stall")
    assert stalled.stdout.readline() == "in the middle\n"
    stalled.send_signal(signal.SIGKILL)
    stalled.wait(WAIT)

    again = start("publish")
    out, err = again.communicate(timeout=WAIT)
    assert (out.splitlines(), err) == (["approved 前 前", "published 後 後"], "")
