"""Measures what a page costs to make: part of `make bench`.

The real content in a database of its own, this process and no server: every kind of
public page in every language, when what pages share is held already: each page once,
and more often where a kind has fewer than five.
Milliseconds are those of this process on a processor; the sizes are of the document.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from django.test import Client

FEWEST, MOST_OF_A_KIND = 5, 12
# Milliseconds, by language; results of the check and the estimator have their own.
BUDGET = {"ja": 20, "ja-simple": 30, "en": 30}
RESULT_BUDGET = 25
MOST_QUERIES = 12
# Further pages: those of forms, and what somebody chose.
BESIDES = [
    "/compare/?s=ikou&s=b-gata",
    "/offices/search/?q=B%E5%9E%8B",
    "/offices/search/?area=35203&sort=area",
    "/search/?q=%E5%B7%A5%E8%B3%83",
]


@dataclass(frozen=True)
class Seen:
    """One page: what it cost, and how large it is."""

    ms: float
    again: float  # the same page once more
    queries: int
    raw: float
    brotli: float
    nodes: int


# By the name of its view, and by language.
Told: TypeAlias = dict[tuple[str, str], list[Seen]]


def main() -> int:
    return tell_all(measured(lambda: None))


def measured(beside: Callable[[], object]) -> Told:
    """What every kind costs; between two kinds, `beside` measures something else."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.update(DATA_DIR=folder, DEBUG="0", HTTPS="0",
                          ALLOWED_HOSTS="testserver", SITE_URL="", ADMIN_PATH="admin/",
                          SECRET_KEY="bench-" * 10)  # fmt: skip
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        for command in (
            ["migrate"],
            ["load_content", "--city", "yamaguchi"],
            ["collectstatic", "--no-input"],
        ):
            subprocess.run(
                [sys.executable, "manage.py", *command, "--verbosity", "0"],
                cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        return inside(beside)


def inside(beside: Callable[[], object]) -> Told:
    """Look at every page."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.test import Client

    from config.garbage import look_seldom

    look_seldom()  # as the server does
    client = Client()
    told: Told = defaultdict(list)
    for language, kind, paths in kinds(client):
        look(client, paths[0])
        times = -(-FEWEST // len(paths))
        told[kind, language] += [look(client, path, times) for path in paths]
        beside()
    for language, kind, path in results():
        told[kind, language].append(look(*path, FEWEST))
        beside()
    return told


def tell_all(told: Told) -> int:
    """A line a kind; 1 where one is above what is asked."""
    print(f"{'page':34} {'pages':>5} {'ms':>6} {'worst':>6} {'again':>6} {'asks':>5} "
          f"{'kB':>5} {'brotli':>6} {'nodes':>6}")  # fmt: skip
    over = [tell(*key, seen) for key, seen in sorted(told.items())]
    every = [one for seen in told.values() for one in seen]
    print(f"median of {len(every)} pages: {median(one.ms for one in every):.1f} ms, "
          f"again {median(one.again for one in every):.1f} ms")  # fmt: skip
    return int(any(over))


def kinds(client: Client) -> Iterator[tuple[str, str, list[str]]]:
    """Pages of every kind: the name of the view, and some of its addresses."""
    from django.urls import resolve

    from texts.languages import address_in, languages, split

    body = client.get("/sitemap.xml").content.decode()
    named = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", body)
    plain = [path for path in named if split(path)[0].is_source]
    by_view: dict[str, list[str]] = defaultdict(list)
    for path in [*plain, *BESIDES]:
        by_view[resolve(path.partition("?")[0]).view_name].append(path)
    for view, paths in by_view.items():
        step = max(1, len(paths) // MOST_OF_A_KIND)
        for language in languages():
            some = [address_in(language, path) for path in paths[::step]]
            yield language.code, view, some[:MOST_OF_A_KIND]


def results() -> Iterator[tuple[str, str, tuple[Client, str]]]:
    """The results of who answers 「わからない」 to everything, in every language."""
    from django.test import Client
    from django.urls import reverse

    from texts.languages import languages, speaking

    for app, step, ask, view in (
        ("services", "question", "check_next", "check_result"),
        ("fees", "step", "next", "result"),
    ):
        for language in languages():
            client = Client()
            client.post(reverse("services:check_who"), {"choice": "self"})
            walk(client, reverse(f"{app}:{ask}"), reverse(f"{app}:{view}"), step)
            with speaking(language):
                address = reverse(f"{app}:{view}")
            client.get(address)
            yield language.code, f"{app}:{view}", (client, address)


def walk(client: Client, first: str, result: str, step: str) -> None:
    """Answer whatever is asked, until there is a result."""
    address = client.get(first).headers["Location"]
    while address != result:
        html = client.get(address).content.decode()
        [asked] = re.findall(rf'name="{step}"[^>]* value="([^"]+)"', html)
        sent = client.post(address, {step: asked, "choice": "unknown"})
        address = sent.headers["Location"]


def look(client: Client, path: str, times: int = 1) -> Seen:
    """Ask for a page so many times, and count what it took."""
    import brotli
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ms = median(spent(client, path) for _ in range(times))
    again = median(spent(client, path) for _ in range(3))
    # Counting costs time: the page is asked for once more.
    with CaptureQueriesContext(connection) as asked:
        body = client.get(path).content
    return Seen(
        ms,
        again,
        len(asked),
        len(body) / 1000,
        len(brotli.compress(body, quality=5)) / 1000,
        len(re.findall(rb"<[a-z]", body)),
    )


def spent(client: Client, path: str) -> float:
    """Milliseconds of a processor for one page."""
    began = time.process_time()
    client.get(path)
    return (time.process_time() - began) * 1000


def tell(kind: str, language: str, seen: Iterable[Seen]) -> bool:
    """One line of the table; whether it is above what is asked of it."""
    seen = list(seen)
    ms, worst = median(one.ms for one in seen), max(one.ms for one in seen)
    queries = max(one.queries for one in seen)
    limit = RESULT_BUDGET if kind.endswith("result") else BUDGET.get(language, 30)
    is_over = ms > limit or queries > MOST_QUERIES
    raw, small = max(one.raw for one in seen), max(one.brotli for one in seen)
    again = median(one.again for one in seen)
    print(f"{kind + ' ' + language:34} {len(seen):5} {ms:6.1f} {worst:6.1f} "
          f"{again:6.1f} {queries:5} {raw:5.0f} {small:6.1f} "
          f"{max(one.nodes for one in seen):6}{'  OVER' if is_over else ''}",
          flush=True)  # fmt: skip
    return is_over


if __name__ == "__main__":
    sys.exit(main())
