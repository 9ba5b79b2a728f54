"""Measures the import at national size: `make bench` [rows of the largest file].

Makes files of realistic shape in a folder of its own, with a database of its own,
and holds each step to its budget: parse 20,783 rows in 2 s, look at all files in
15 s, apply in 60 s, undo in 60 s, 300 MB.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.nationwide import make_files  # noqa: E402 -- after the path

BUDGET = {"parse": 2, "look": 15, "apply": 60, "undo": 60, "memory": 300}


def main(scale: float) -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        # With DEBUG, Django would remember every statement.
        os.environ.update(DATA_DIR=folder, DEBUG="0", SECRET_KEY="bench-" * 10)
        made = make_files(Path(folder), scale)
        manage("migrate", "--verbosity", "0")
        manage("load_content", "--city", "yamaguchi", "--verbosity", "0")
        spent = {"parse": parse(made[0])}
        allow = ("--allow-mass-close", "--allow-growth", *map(str, made))
        spent["look"] = timed("import_offices", *allow)
        spent["apply"] = timed("import_offices", "--apply", *allow)
        spent["again"] = timed("import_offices", *allow)
        spent["undo"] = timed("import_offices", "--undo", *applied())
        kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        spent["memory"] = kib / 1024
    over = 0
    for name, value in spent.items():
        limit = BUDGET.get(name)
        is_over = limit is not None and value > limit * max(1.0, scale)
        over += is_over
        print(f"{name:8} {value:8.1f}  {'/ ' + str(limit) if limit else ''}"
              f"{'  OVER' if is_over else ''}")  # fmt: skip
    return min(over, 1)


def parse(path: Path) -> float:
    """Seconds to read and judge the largest file, in this process."""
    script = (
        "import sys, time;"
        "from pathlib import Path;"
        "from offices.importing.reader import read;"
        "from offices.importing.row_reader import RowReader;"
        "from offices.importing.lookups import load_lookups;"
        "p = Path(sys.argv[1]); lookups = load_lookups(); begin = time.process_time();"
        "f = read(p.name, p.read_bytes()); r = RowReader(lookups);"
        "n = [r.read(x.number, x.line, f.named(x)) for x in f.records()];"
        "print(time.process_time() - begin)"
    )
    return float(python(script, str(path)))


def applied() -> list[str]:
    """The numbers of the imports that were applied after the shipped ones."""
    return python(
        "from offices.models import ImportRun;"
        "runs = ImportRun.objects.filter(mode='apply', period='202609');"
        "print(*runs.values_list('pk', flat=True))"
    ).split()


def python(script: str, *arguments: str) -> str:
    """What a script says, in a process that has the models."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {script}", *arguments],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def timed(*arguments: str) -> float:
    """Seconds of processor time that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    clock = time.monotonic()
    manage(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"  {arguments[0]} {arguments[1][:8]}: "
          f"{time.monotonic() - clock:.1f} s on the clock", flush=True)  # fmt: skip
    return spent


def manage(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))
