"""Measures the directory at three sizes: `make bench`, or with `--postgres`.

The shipped offices of 山口県, the country as it is, and four times the country; each
is imported as staff would. Every search runs through the site's own code; then what
it asked the database is asked again, to tell the database's time from ours.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.postgres import postgres  # noqa: E402 -- after the path
from tools.nationwide import TOKYO, make_files  # noqa: E402

if TYPE_CHECKING:
    from django.test import Client

    from offices.conditions import Asked as Wanted

SIZES = {"400": 0, "50,000": 1, "200,000": 4}
WORDS = ["鳴滝", "福祉", "わかば", "ひまわり", "ワークス 東京", "083-922", "やまぐち"]
SERVICES = ["b-gata", "ikou"]
ASKED = ["手帳がないけど使えますか", "送迎", "湯田温泉", "じゅきゅしゃしょう", "鳴滝園"]
AREAS = ["35203", "35206", "13104", "27127"]
TOWNS = {"山口": "湯田温泉", "東京": "新宿区西新宿"}
LARGEST = ["/offices/", "/offices/search/", "/easy/offices/search/?furigana=on"]
# Milliseconds in the database, 95 of 100.
BUDGET = {"area": 5, "country": 200}
MOST_QUERIES = 6
# Milliseconds of this process for a whole page, and its size: what is asked of it.
MOST_PAGE_MS, MOST_PAGE_KB = 25, 60


def main(arguments: list[str]) -> int:
    on_postgres = "--postgres" in arguments
    server = postgres() if on_postgres else nullcontext("")
    with server as url, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.update(DATA_DIR=folder, DEBUG="0", HTTPS="0",
                          ALLOWED_HOSTS="testserver",
                          SECRET_KEY="bench-" * 10)  # fmt: skip
        if on_postgres:
            os.environ["DATABASE_URL"] = url
        print("PostgreSQL" if on_postgres else "SQLite", flush=True)
        run("manage.py", "migrate", "--verbosity", "0")
        run("manage.py", "load_content", "--city", "yamaguchi", "--verbosity", "0")
        run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        over = [grow_and_measure(size, Path(folder)) for size in SIZES]
    return int(any(over))


def grow_and_measure(size: str, folder: Path) -> bool:
    """Fill the database up to `size`, and measure in a process of its own."""
    if SIZES[size]:
        made = make_files(folder, SIZES[size])
        run("manage.py", "import_offices", "--apply", "--allow-mass-close",
            "--allow-growth",
            *map(str, made))  # fmt: skip
    run(__file__, "--inside")
    told = json.loads((folder / "measured.json").read_text())
    print(f"{size} offices ({told.pop('offices'):,})")
    over = False
    for name, (p50, p95, site) in told["times"].items():
        kind = name.split(":")[0]
        limit = BUDGET.get(kind)
        is_over = limit is not None and p95 > limit
        if kind == "page":
            limit, is_over = MOST_PAGE_MS, site > MOST_PAGE_MS
        over |= is_over
        told_limit = f"  / {limit}{'  OVER' if is_over else ''}" if limit else ""
        print(f"  {name:24} database {p50:7.1f} {p95:7.1f} ms"
              f"   site {site:7.1f} ms{told_limit}")  # fmt: skip
    is_over = told["queries"] > MOST_QUERIES or told["largest"] > MOST_PAGE_KB
    print(f"  the largest list page has {told['largest']:.0f} kB / {MOST_PAGE_KB}; "
          f"all rows as CSV take {told['lines']:.1f} s", flush=True)  # fmt: skip
    print(f"  a list page asks {told['queries']} times / {MOST_QUERIES}; memory "
          f"{told['memory']:.0f} MB, of which all rows as CSV {told['csv']:.0f} MB",
          flush=True)  # fmt: skip
    return over or is_over


# --- inside the process that measures -------------------------------------------------


@dataclass
class Asked:
    """What a piece of the site asked the database, and how long it took in all."""

    statements: list[tuple]
    seconds: float


def inside() -> None:
    """Write what was measured to `measured.json`."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from offices.conditions import read_conditions
    from offices.directory import every_office, find_offices
    from offices.models import Office, OfficeArea, Town

    lat, lon = TOKYO
    Town.objects.get_or_create(
        municipality_id="13104", name="西新宿", defaults={"lat": lat, "lon": lon}
    )
    # As for a ハローワーク: an office elsewhere that is there for 山口市.
    elsewhere = Office.objects.filter(municipality="35206").order_by("pk").first()
    OfficeArea.objects.get_or_create(office=elsewhere, municipality_id="35203")

    def asked(query: dict[str, object]) -> Wanted:
        given = {name: str(value) for name, value in query.items()}
        return read_conditions(given, now=timezone.localtime())

    # Who shares the machine shall not count. SQLite works in this process, whose own
    # time can be told; of PostgreSQL the best of three is taken.
    clock, tries = time.perf_counter, 3
    if connection.vendor == "sqlite":
        clock, tries = time.process_time, 1

    def observe(work: Callable[[], object]) -> Asked:
        statements = []

        def note(
            execute: Callable[..., object],
            sql: str,
            params: object,
            many: bool,
            context: dict[str, object],
        ) -> object:
            statements.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            begin = clock()
            work()
            return Asked(statements, clock() - begin)

    def again(statements: list[tuple]) -> float:
        begin = clock()
        for sql, params in statements:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
                cursor.fetchall()
        return clock() - begin

    times = {}
    for name, works in _works(asked, find_offices, Client()).items():
        database, site = [], []
        for work in works:
            work()
            # Of few measures the slowest would be the 95th of 100.
            for _ in range(10 if name.startswith("area") else 2):
                found = observe(work)
                site.append(found.seconds * 1_000)
                asked_again = [again(found.statements) for _ in range(tries)]
                database.append(min(asked_again) * 1_000)
        database.sort()
        site.sort()
        times[name] = [_at(database, 0.5), _at(database, 0.95), _at(site, 0.5)]
    page = observe(lambda: Client().get("/offices/search/"))
    before = _memory()
    for _result in every_office(asked({})):
        pass
    measured = {
        "offices": Office.objects.listed().count(),
        "times": times,
        "queries": len(page.statements),
        "largest": max(len(Client().get(one).content) for one in LARGEST) / 1_000,
        "lines": _timed(lambda: sum(1 for _line in _csv(Client()))),
        "memory": _memory(),
        "csv": _memory() - before,
    }
    target = Path(os.environ["DATA_DIR"]) / "measured.json"
    target.write_text(json.dumps(measured))


def _works(
    asked: Callable[[dict[str, object]], Wanted],
    find_offices: Callable[[Wanted], object],
    client: Client,
) -> dict[str, list[Callable[[], object]]]:
    """What is measured, by name; the searches without the form's own query."""

    def searches(queries: Iterable[dict]) -> list[Callable]:
        return [partial(find_offices, asked(query)) for query in queries]

    def pages(*addresses: str) -> list[Callable]:
        return [partial(client.get, address) for address in addresses]

    office = "/offices/office/3510100666/"
    near = {
        f"near: {town}, {km} km": searches([{"place": name, "km": km}])
        for town, name in TOWNS.items()
        for km in (5, 20, 50)
    }
    return {
        "area: all": searches({"area": area} for area in AREAS),
        "area: word": searches({"area": a, "q": word} for a in AREAS for word in WORDS),
        "area: service": searches(
            {"area": a, "service": one} for a in AREAS for one in SERVICES
        ),
        "country: all": searches([{}]),
        "country: page 500": searches([{"page": 500}]),
        "country: by area": searches([{"sort": "area"}]),
        "country: word": searches({"q": word} for word in WORDS),
        "country: service": searches({"service": one} for one in SERVICES),
        "country: word, service": searches(
            {"q": word, "service": "b-gata"} for word in WORDS
        ),
        "country: Saturday": searches([{"sat": 1}]),
        **near,
        "page: search": pages(
            *(f"/offices/search/?{urlencode({'q': word})}" for word in WORDS)
        ),
        "page: search in 山口市": pages("/offices/search/?area=35203"),
        "page: search near 湯田温泉": pages(
            f"/offices/search/?{urlencode({'place': '湯田温泉'})}"
        ),
        "page: search, open on Saturday": pages("/offices/search/?sat=1"),
        "page: nothing found": pages(
            f"/offices/search/?{urlencode({'place': 'ほげほげ'})}"
        ),
        "page: the site's search": pages(
            *(f"/search/?{urlencode({'q': words})}" for words in ASKED)
        ),
        "page: office": pages(office),
        "page: kinds": pages("/offices/"),
        "page: a kind": pages("/offices/jigyosho/"),
    }


def _csv(client: Client) -> Iterable[bytes]:
    response = client.get("/offices/search.csv")
    return iter(response.streaming_content)  # type: ignore[attr-defined]


def _timed(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(*command: str) -> None:
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


if __name__ == "__main__":
    if "--inside" in sys.argv:
        inside()
    else:
        sys.exit(main(sys.argv[1:]))
