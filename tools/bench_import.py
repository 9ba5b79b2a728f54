"""Measures the import at national size: `make bench` [rows of the largest file].

Makes files of realistic shape in a folder of its own, with a database of its own,
and holds each step to its budget: parse 20,783 rows in 2 s, look at all files in
15 s, apply in 60 s, 300 MB.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from offices.domain.normalise import check_digit  # noqa: E402 -- after the path

SEEDS = ROOT / "fixtures" / "wam"
# Code, shipped rows to take after, rows of the country (directory.md 1.1).
FILES = [
    ("46", "yamaguchi_46_202603.csv", 20_783),
    ("45", "yamaguchi_45_202603.csv", 4_650),
    ("60", "yamaguchi_60_202603.csv", 3_396),
    ("62", "yamaguchi_62_202503.csv", 1_859),
    ("53", "yamaguchi_53_202503.csv", 3_680),
    ("54", "yamaguchi_54_202503.csv", 3_546),
    ("52", "yamaguchi_53_202503.csv", 12_797),
]
BUDGET = {"parse": 2, "look": 15, "apply": 60, "memory": 300}


def main(scale: float) -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        # With DEBUG, Django would remember every statement.
        os.environ.update(DATA_DIR=folder, DEBUG="0", SECRET_KEY="bench-" * 10)
        made = make_files(Path(folder), scale)
        manage("migrate", "--verbosity", "0")
        manage("load_content", "--verbosity", "0")
        spent = {"parse": parse(made[0])}
        spent["look"] = timed("import_offices", "--allow-mass-close", *map(str, made))
        spent["apply"] = timed(
            "import_offices", "--apply", "--allow-mass-close", *map(str, made)
        )
        spent["again"] = timed("import_offices", "--allow-mass-close", *map(str, made))
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


def make_files(folder: Path, scale: float) -> list[Path]:
    """Lists of the whole country, each row after a real one of 山口県."""
    chance = random.Random(46)
    with (ROOT / "fixtures/geo/municipalities.csv").open(encoding="utf-8") as lines:
        places = [row["prefecture"] + row["city"] for row in csv.DictReader(lines)]
    made = []
    for code, seed, rows in FILES:
        with (SEEDS / seed).open(encoding="utf-8-sig", newline="") as lines:
            header, *seeds = list(csv.reader(lines))
        path = folder / f"sfkopendata_202609_{code}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out, lineterminator="\r\n")
            writer.writerow(header)
            writer.writerows(
                national(chance.choice(seeds), n, code, places, chance)
                for n in range(int(rows * scale))
            )
        made.append(path)
    return made


def national(
    seed: list[str], number: int, code: str, places: list[str], chance: random.Random
) -> list[str]:
    """`seed` as an office of its own somewhere in the country.

    One in ten shares its 事業所番号 and position with a row of another file.
    """
    cells = list(seed)
    shared = number % 10 == 0 and code in ("45", "46", "60")
    of = random.Random(number) if shared else chance
    place = of.randrange(len(places))
    tens = "1" if code in ("45", "46", "60", "62") else "3"
    base = 0 if shared else int(code)
    cells[1] = f"B{code}{number:08}"
    organization = of.randrange(30_000)
    cells[3] = f"社会福祉法人{organization}"
    cells[6] = places[organization % len(places)]
    register = f"{organization:012}"
    cells[5] = check_digit(register) + register if number % 20 else ""
    cells[12] = f"{cells[12]}{number}"
    if code == "52":
        cells[11] = "計画相談支援"
    cells[14] = f"{place % 47 + 1:02}{tens}{(base * 40_000 + number) % 10**7:07}"
    cells[15] = places[place]
    cells[16] = f"{of.randrange(9) + 1}丁目{of.randrange(30) + 1}番{number}号"
    cells[20] = f"{26 + of.random() * 17:.8f}"
    cells[21] = f"{128 + of.random() * 15:.8f}"
    return cells


def parse(path: Path) -> float:
    """Seconds to read and judge the largest file, in this process."""
    script = (
        "import sys, time, django; django.setup();"
        "from pathlib import Path;"
        "from offices.importing.reader import read;"
        "from offices.importing.row import RowReader;"
        "from offices.importing.table import load_lookups;"
        "p = Path(sys.argv[1]); lookups = load_lookups(); begin = time.process_time();"
        "f = read(p.name, p.read_bytes()); r = RowReader(lookups);"
        "n = [r.read(x.number, x.line, f.named(x)) for x in f.records()];"
        "print(time.process_time() - begin)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout)


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
