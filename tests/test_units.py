"""The units of systemd that we ship: systemd reads them, and they run what we run."""

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.serve import HOST, options

SHIPPED = Path(__file__).parent.parent / "deploy" / "systemd"
UNITS = sorted(file.name for file in SHIPPED.iterdir())
_PROGRAMS = "/srv/guide/app/.venv/bin/"


def test_every_timer_has_its_service_and_every_job_its_timer():
    assert list(UNITS) == [
        *("guide-backup.service", "guide-backup.timer"),
        *("guide-daily.service", "guide-daily.timer"),
        "guide-web.service",
    ]


@pytest.fixture
def read_by_systemd(tmp_path) -> str:
    """What systemd has to say of all units, their programs being there."""
    for name in UNITS:
        text = (SHIPPED / name).read_text()
        for program in ("granian", "python"):
            text = text.replace(f"{_PROGRAMS}{program} ", "/bin/true ")
        assert _PROGRAMS not in text
        (tmp_path / name).write_text(text)
    files = [str(tmp_path / name) for name in UNITS]
    command = ["systemd-analyze", "verify", "--man=no", *files]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    return "\n".join(said) or str(done.returncode)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_has_nothing_to_say_of_them(read_by_systemd):
    assert read_by_systemd == "0"


def test_the_service_runs_what_make_run_runs():
    unit = (SHIPPED / "guide-web.service").read_text().replace("\\\n", " ")
    [line] = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    program, *given = shlex.split(line.removeprefix("ExecStart="))
    assert program == f"{_PROGRAMS}granian"
    assert given == options(8000)
    assert HOST == "127.0.0.1"
