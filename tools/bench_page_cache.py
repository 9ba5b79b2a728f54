"""Measures the pages in memory of a running site: `bench_page_cache.py http://127.0.0.1:8000`.

Asks for every address of the sitemap twice, as one browser does, and tells how long the
pages take when they are made and when they are there, and what the processes hold. How
many a second a page bears is for wrk: `wrk -t1 -c16 -H 'Accept-Encoding: br' URL`.
"""

from __future__ import annotations

import re
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit


def main(url: str) -> None:
    where = urlsplit(url)
    link = HTTPConnection(where.hostname or "", where.port, timeout=120)
    found = re.findall(r"<loc>([^<]+)</loc>", ask(link, "/sitemap.xml", "")[1].decode())
    paths = [urlsplit(one).path for one in found]
    for name in ("made", "there"):
        took, sizes = [], []
        for path in paths:
            began = time.perf_counter()
            sizes.append(len(ask(link, path, "br")[1]))
            took.append((time.perf_counter() - began) * 1000)
        took.sort()
        print(
            f"{len(paths)} pages {name}: median {median(took):.1f} ms, 98 of 100 in "
            f"{took[int(len(took) * 0.98)]:.1f} ms; "
            f"{sum(sizes) / 1e6:.1f} MB of Brotli, {median(sizes) / 1000:.1f} kB a page"
        )
    for process in Path("/proc").glob("[0-9]*"):
        if "granian" in name_of(process):
            print(f"process {process.name}: {memory_of(process)} MB")


def ask(link: HTTPConnection, path: str, coding: str) -> tuple[int, bytes]:
    link.request("GET", path, headers={"Accept-Encoding": coding})
    answer = link.getresponse()
    return answer.status, answer.read()


def name_of(process: Path) -> str:
    try:
        return (process / "comm").read_text() + (process / "cmdline").read_text()
    except OSError:
        return ""


def memory_of(process: Path) -> int:
    """What is its own and its share of the rest (PSS)."""
    told = re.search(r"Pss:\s+(\d+)", (process / "smaps_rollup").read_text())
    return int(told[1]) // 1000 if told else 0


if __name__ == "__main__":
    main(sys.argv[1])
