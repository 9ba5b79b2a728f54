"""Measures whether the site stands: `make bench`.

The real server with its real content on a port of this machine, nothing in front of it.
While 50 connections announce a body and send none, and 20 visitors ask for the whole
guide at once, the home page takes at most 1 s. On a busy machine the times say more of
the others: the load is told beside them.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.site import running_site  # noqa: E402 -- the root is known now

SILENT, GUIDES = 50, 20
BUDGET = 1.0
_SILENT = (
    "POST /check/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 50\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)


def main() -> int:
    with running_site() as site, ThreadPoolExecutor(GUIDES) as crowd:
        url = site.url
        longest = [measure("nobody else", url, for_seconds(3))]
        with silent(url):
            longest.append(measure("50 silent POSTs", url, for_seconds(5)))
        for name in ("and 20 guides", "the same again"):
            with silent(url):
                asked = [crowd.submit(guide, url) for _ in range(GUIDES)]
                longest.append(measure(name, url, until_done(asked)))
            answers = [one.result() for one in asked]
            statuses = dict(Counter(status for status, _took in answers))
            took = max(took for _status, took in answers)
            print(f"  answers to the guides: {statuses}, the last after {took:.1f} s")
    return int(max(longest) > BUDGET)


def for_seconds(seconds: float) -> Callable[[], bool]:
    until = time.monotonic() + seconds
    return lambda: time.monotonic() < until


def until_done(asked: list[Future]) -> Callable[[], bool]:
    return lambda: not all(one.done() for one in asked)


def measure(name: str, url: str, goes_on: Callable[[], bool]) -> float:
    """The longest that the home page took, in seconds, asked for as often as it can."""
    took: list[float] = []
    while not took or goes_on():
        took.append(ask(f"{url}/")[1])
        time.sleep(0.1)
    print(
        f"{name:16} home page: median {median(took) * 1000:5.0f} ms, longest "
        f"{max(took) * 1000:5.0f} ms of {len(took)}  (load {os.getloadavg()[0]:.1f})"
        f"{'  OVER' if max(took) > BUDGET else ''}",
        flush=True,
    )
    return max(took)


def guide(url: str) -> tuple[int, float]:
    return ask(f"{url}/handout/guide.pdf")


def ask(url: str) -> tuple[int, float]:
    """The status of an answer, and how long it took with all its content."""
    began = time.monotonic()
    try:
        with urlopen(url, timeout=120) as answer:
            answer.read()
            return answer.status, time.monotonic() - began
    except HTTPError as error:
        with error:
            error.read()
        return error.code, time.monotonic() - began


@contextmanager
def silent(url: str) -> Iterator[None]:
    """Fifty connections that announce a body and send none."""
    place = urlsplit(url)
    with ExitStack() as stack:
        for _ in range(SILENT):
            link = socket.create_connection((place.hostname, place.port))
            stack.enter_context(link)
            link.sendall(_SILENT.format(host=place.hostname).encode())
        yield


if __name__ == "__main__":
    sys.exit(main())
