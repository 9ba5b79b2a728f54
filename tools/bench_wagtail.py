"""Measures our pages beside a blog in Wagtail, in one run: part of `make bench`.

Takes: a Python that has Wagtail; without one, pip installs it into a folder of the run.
Wagtail starts a site there, and the blog beside this file is put into it: pages of our
own in the manner of Wagtail's demo, not the demo itself. They are measured once between
every two kinds of ours, so that what else the machine does falls on both alike.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TypeAlias

import django

TOOLS = Path(__file__).resolve().parent
sys.path.insert(0, str(TOOLS.parent))

from tests.browser.site import wait_for  # noqa: E402
from tools import bench_pages  # noqa: E402 -- the root is known now
from tools.serve import HOST, free_port  # noqa: E402

# The framework is ours, so that only what stands on it differs.
PACKAGES = ["wagtail==8.0.1", f"django=={django.__version__}"]
MEDIAN, WORST = 0.5, 1.0  # of Wagtail's blog page

# By page: milliseconds at first and again, and queries.
Look: TypeAlias = dict[str, tuple[float, float, int]]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        given = [Path(one) for one in sys.argv[1:]]
        try:
            [python] = given or [installed(Path(folder) / "venv")]
        except subprocess.CalledProcessError as error:
            print(f"Wagtail is left out: {error}")
            return bench_pages.main()
        looks, loads = [], [load()]
        with served(python, started(python, Path(folder) / "site")) as site:
            look(site)
            told = bench_pages.measured(lambda: looks.append(look(site)))
        loads.append(load())
    code = bench_pages.tell_all(told)
    print(f"load before and after: {' and '.join(loads)}")
    return tell(looks, told) or code


def installed(venv: Path) -> Path:
    """A Python of its own, with Wagtail."""
    python = venv / "bin" / "python"
    run(sys.executable, "-m", "venv", venv)
    run(python, "-m", "pip", "install", "--quiet", *PACKAGES)
    return python


def started(python: Path, folder: Path) -> Path:
    """A site that Wagtail has started, with the blog and what is written in it."""
    folder.mkdir()
    run(python.with_name("wagtail"), "start", "compared", folder)
    shutil.copytree(TOOLS / "wagtail_blog", folder / "blog")
    for command in ("makemigrations blog", "migrate", "collectstatic --no-input"):
        run(python, folder / "manage.py", *command.split(), "--verbosity", "0")
    run(python, folder / "manage.py", "write_blog")
    return folder


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True, env=_env(), stdout=subprocess.DEVNULL)


@contextmanager
def online(folder: Path) -> Iterator[str]:
    """The address of the same site, served as ours is: two processes of Granian."""
    folder.mkdir(exist_ok=True)
    python = installed(folder / "venv")
    run(python, "-m", "pip", "install", "--quiet", f"granian=={version('granian')}")
    site = started(python, folder / "site")
    port = free_port()
    command = [str(python), "-m", "granian", "--interface", "wsgi", "--workers", "2"]
    command += ["--host", HOST, "--port", str(port), "--no-ws", "--http", "1"]
    with subprocess.Popen(
        [*command, "--log-level", "warning", "compared.wsgi:application"],
        cwd=site, env=_env(),
    ) as server:  # fmt: skip
        try:
            wait_for(f"http://{HOST}:{port}/en/")
            yield f"http://{HOST}:{port}"
        finally:
            server.terminate()


@contextmanager
def served(python: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that looks at the blog whenever it is sent a line."""
    with subprocess.Popen(
        [python, folder / "manage.py", "measure_blog"], env=_env(), text=True,
        bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as site:  # fmt: skip
        yield site


def _env() -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "blog.settings"}


def look(site: subprocess.Popen[str]) -> Look:
    assert site.stdin
    assert site.stdout
    site.stdin.write("\n")
    seen: Look = json.loads(site.stdout.readline())
    return seen


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def tell(looks: list[Look], told: bench_pages.Told) -> int:
    """Both, and what ours is of Wagtail's blog; 1 where it is more than is asked."""
    over = False
    for turn, moment in enumerate(("at first", "again")):
        theirs = {page: median(one[page][turn] for one in looks) for page in looks[0]}
        for page, ms in theirs.items():
            print(
                f"Wagtail's {page} {moment}: {ms:.1f} ms, {looks[-1][page][2]} queries"
            )
        ours = {
            " ".join(kind): median((one.ms, one.again)[turn] for one in told[kind])
            for kind in told
        }
        worst = max(ours, key=ours.__getitem__)
        for name, ms, asked in (
            (f"median of our {len(ours)} kinds", median(ours.values()), MEDIAN),
            (f"our worst, {worst}", ours[worst], WORST),
        ):
            share = ms / theirs["blog"]
            print(f"{name}: {ms:.1f} ms, {share:.2f} of the blog's, asked: {asked}")
            # At first is what a change of the content costs; asked is the same again.
            over |= moment == "again" and share > asked
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
