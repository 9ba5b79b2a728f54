"""Measures how much the site bears: `make load`. Needs `wrk` and nginx.

Requests a second, half of them within (p50), 99 of 100 within (p99), and what each
costs of a processor, of the real server with its real content on this machine: cold
(every page is made), warm (from the memory of Granian's processes), through the proxy
that we ship, and the same bytes as a file of nginx; then of a blog in Wagtail. wrk and
the servers share the machine, so the ratios say more than the numbers. It answers 1
where a goal is missed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.site import Site, running_site  # noqa: E402 -- the root is known
from tests.proxy import NAME, nginx  # noqa: E402 -- the root is known now
from tools import bench_wagtail  # noqa: E402

PAGES = {
    "home": "/",
    "service": "/services/b-gata/",
    "easy": "/easy/services/b-gata/",
    "search": "/search/?q=%E5%B7%A5%E8%B3%83",
    "check": "/check/",
}
POST = "/en/blog/blog-0/"  # of the blog in Wagtail
SECONDS = int(os.environ.get("SECONDS", "2"))
ROUNDS = 5
CONNECTIONS = (16, 64)
# Of what a file of nginx's gives: straight from Granian, and through our nginx.
WARM, PROXIED = 0.6, 0.9
_FILE = "bench.html"
_BY_NAME = "Host: 127.0.0.1"  # pages are kept for the site's name, not for any port
# Whoever has a session is shown nothing that was kept.
_MADE_ANEW = "Cookie: sessionid=of-nobody"
# The shipped file for a machine that talks to itself: no TLS, which wrk would count to
# whoever has it, and no limit for the one client that asks everything.
_CHANGES = {
    " ssl http2": "",
    "ssl_reject_handshake on;": "",
    "rate=50r/s": "rate=1000000r/s",
    "rate=5r/s": "rate=1000000r/s",
}


@dataclass(frozen=True)
class Measured:
    """What wrk says, and what the servers computed meanwhile."""

    per_second: float
    half: str
    most: str
    milliseconds: float  # of a processor, a request
    errors: int


def main() -> int:
    if not shutil.which("wrk"):
        sys.exit("wrk がありません。apt install wrk で入れてください。")
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
    print(f"{'':24}{'c':>4}{'req/s':>9}{'p50':>10}{'p99':>10}{'CPU ms':>8}")
    with running_site() as site, tempfile.TemporaryDirectory(prefix="load-") as folder:
        for name, path in PAGES.items():
            tell(f"cold {name}", f"{site.url}{path}", _MADE_ANEW)
        ratios = [ratio for name in PAGES for ratio in warm(name, site, Path(folder))]
        beside(Path(folder) / "wagtail")
    return int(not all(ratios))


def beside(folder: Path) -> None:
    """A blog in Wagtail, served as ours is: a page is made whenever it is asked for."""
    try:
        with bench_wagtail.online(folder) as url:
            for name, path in (("blog", POST), ("home", "/en/")):
                tell(f"Wagtail's {name}", f"{url}{path}")
    except subprocess.CalledProcessError as error:
        print(f"Wagtail is left out: {error}")


def warm(name: str, site: Site, folder: Path) -> list[bool]:
    """Whether the goals are reached; a page that is not kept has none."""
    url = f"{site.url}{PAGES[name]}"
    content, is_kept = in_brotli(url)
    if not is_kept:
        tell(f"warm {name}", url)
        return []
    data = Path(site.environment["DATA_DIR"])
    (data / "static" / _FILE).write_bytes(b"-")
    (data / "static" / f"{_FILE}.br").write_bytes(content)
    changes = _CHANGES | {"server_name example.jp;": f"server_name {NAME} 127.0.0.1;"}
    host = urlsplit(site.url).netloc
    with nginx(folder, data, host, changes=changes) as proxy:
        base = f"http://127.0.0.1:{proxy.tls}"
        file, straight, proxied = tell_in_turns(
            (f"nginx, a file {name}", f"{base}/static/{_FILE}", ""),
            (f"warm {name}", url, ""),
            (f"warm, our nginx {name}", f"{base}{PAGES[name]}", _BY_NAME),
        )
    reached = []
    for measured, goal in ((straight, WARM), (proxied, PROXIED)):
        pairs = list(zip(measured, file, strict=True))
        ratio = min(one.per_second / f.per_second for one, f in pairs)
        computed = min(f.milliseconds / one.milliseconds for one, f in pairs)
        under = "" if ratio >= goal else f"  UNDER {goal}"
        print(f"    {ratio:.2f} of the file; by what it computes {computed:.2f}{under}")
        reached.append(ratio >= goal)
    return reached


def in_brotli(url: str) -> tuple[bytes, bool]:
    """The page as wrk gets it; whether the site says that it may be kept."""
    with urlopen(Request(url, headers={"Accept-Encoding": "br"}), timeout=60) as answer:
        kept = "public" in answer.headers.get("Cache-Control", "")
        return answer.read(), kept and answer.headers["Content-Encoding"] == "br"


def tell(name: str, url: str, more: str = "") -> None:
    """Print what is measured at each number of connections; `more` is a header."""
    wait_for(url, more)
    for connections in CONNECTIONS:
        say(name, connections, measure(url, connections, more))


def tell_in_turns(*asked: tuple[str, str, str]) -> list[list[Measured]]:
    """The same of several, one after the other and again: the middle one of each.

    What else the machine does then falls on all of them.
    """
    for _, url, more in asked:
        wait_for(url, more)
    found: list[list[Measured]] = [[] for _ in asked]
    for connections in CONNECTIONS:
        rounds = [
            [measure(url, connections, more) for _, url, more in asked]
            for _ in range(ROUNDS)
        ]
        for number, (name, *_) in enumerate(asked):
            several = [one[number] for one in rounds]
            middle = sorted(several, key=lambda one: one.per_second)[ROUNDS // 2]
            say(name, connections, middle)
            found[number].append(middle)
    return found


def say(name: str, connections: int, one: Measured) -> None:
    print(
        f"{name:24}{connections:4}{one.per_second:9.0f}{one.half:>10}{one.most:>10}"
        f"{one.milliseconds:8.3f}{f'  {one.errors} ERRORS' if one.errors else ''}",
        flush=True,
    )


def wait_for(url: str, more: str) -> None:
    """Until it is answered: who was measured before may still stand in the queue."""
    name, _, value = more.partition(": ")
    request = Request(url, headers={name: value} if more else {})
    for _ in range(30):
        try:
            with urlopen(request, timeout=60):
                return
        except HTTPError as error:
            error.close()
            time.sleep(1)
    raise RuntimeError(f"{url} is not answered.")


def measure(url: str, connections: int, more: str) -> Measured:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency"]
    command += ["-H", more] if more else []
    before = computed()
    done = subprocess.run(
        [*command, "-H", "Accept-Encoding: br", "--timeout", "30s", url],
        check=True,
        capture_output=True,
        text=True,
    )
    spent, told = computed() - before, done.stdout
    number = int(first(r"(\d+) requests in", told) or 0)
    failed = int(first(r"Non-2xx or 3xx responses: (\d+)", told) or 0)
    return Measured(
        float(first(r"Requests/sec:\s+([\d.]+)", told) or 0),
        first(r"(?m)^ +50% +(\S+)", told) or "",
        first(r"(?m)^ +99% +(\S+)", told) or "",
        spent * 1000 / max(number, 1),
        failed + sum(map(int, re.findall(r"(?:connect|read|timeout) (\d+)", told))),
    )


def first(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return found[1] if found else None


def computed() -> float:
    """Seconds that the servers which this process has started have computed so far."""
    ticks, parents = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has gone meanwhile
            continue
        parents[int(folder.name)] = int(told[1])
        ticks[int(folder.name)] = int(told[11]) + int(told[12])
    own = {os.getpid()}
    while more := {pid for pid, above in parents.items() if above in own} - own:
        own |= more
    below = own - {os.getpid()}
    return sum(ticks[pid] for pid in below) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
