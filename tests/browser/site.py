"""The site as a city runs it: production settings, hashed files, Granian."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

from tests.browser.gates import IS_WHOLE, OTHERS
from tools.serve import HOST, free_port, options

ROOT = Path(__file__).parent.parent.parent
_INHERITED = {"PATH", "HOME", "LANG", "TMPDIR"}
# Pages that are not in the sitemap, with the status that each answers.
_BESIDES = {
    "/?on=2027-04-01": 200,
    "/?on=nonsense": 400,
    "/no-such-page/": 404,
    "/compare/?compare=1": 200,
    f"/offices/search/?area=35203&near=35203{quote('小郡黄金町')}": 200,
    "/offices/search/?q=nothing&service=b-gata&sat=1": 200,
    "/offices/office/yamaguchi-kikan/report/": 200,
    "/offices/office/yamaguchi-kikan/thanks/": 200,
    # What became of B型's page, printed as of May 2020; and a code that is none.
    "/p/0r0h8-66rs0-k9vfs-gwr2d-wzjp0-edtr/": 200,
    "/p/nonsense/": 404,
    "/easy/conditions/?all=1": 200,
}
STAFF = {"username": "staff", "password": "for-tests-only-1"}
# Offices and answers whose pages the gates look at: hundreds more are the same template
# with other words, and would cost an hour. The first and the last of the sitemap stand
# for the others: of the offices, those that staff wrote and those that were imported.
_OFFICE = re.compile(r"(?:/easy|/en)?/offices/office/([^/]+)/")
_ANSWER = re.compile(r"(?:/easy|/en)?/faq/([^/]+)/")
_WORD = re.compile(r"(?:/easy|/en)?/glossary/word/([^/]+)/")
_FIRST, _LAST = 2, 2
# Pages of one template, of which there are some dozens: the first and the last pass
# every gate in each language, those between are looked at in Japanese and on a phone.
_TEMPLATES = [
    re.compile(f"(?:/easy|/en)?{pattern}")
    for pattern in (
        "/fees/([^/]+)/",
        "/changes/([^/]+)/",
        "/glossary/([^/]+)/",
        "/offices/((?!search|compare|visit)[^/]+)/",
        "/services/([^/]+)/conditions/",
        "/services/([^/]+)/money/",
        "/services/([^/]+)/details/",
    )
]


@dataclass(frozen=True)
class Site:
    """A running site: where it is, each of its pages with its status, how it is set."""

    url: str
    pages: dict[str, int]
    environment: dict[str, str]


@contextmanager
def running_site() -> Iterator[Site]:
    """A site with its real content in a temporary folder."""
    with TemporaryDirectory(prefix="site-") as folder:
        environment = {name: os.environ[name] for name in _INHERITED & {*os.environ}}
        environment |= {"DATA_DIR": folder, "SECRET_KEY": "for-tests-only-" * 4}
        environment |= {"HTTPS": "0", "ALLOWED_HOSTS": HOST, "ACCESS_LOG": "0"}
        for command in (
            ["migrate"],
            ["load_content", "--city", "yamaguchi"],
            ["collectstatic", "--no-input"],
        ):
            manage([*command, "--verbosity", "0"], environment)
        account = {f"DJANGO_SUPERUSER_{name.upper()}": STAFF[name] for name in STAFF}
        account |= {"DJANGO_SUPERUSER_EMAIL": ""}
        manage(["createsuperuser", "--no-input"], environment | account)
        manage(["second_factor", "--who", "nobody"], environment)
        with server(environment) as url:
            yield Site(url, dict(sorted(_pages(url).items())), environment)


def some_offices(paths: list[str]) -> list[str]:
    """`paths` with only a few of the offices' pages."""
    return _some(_OFFICE, paths)


def some_rows(paths: list[str]) -> list[str]:
    """`paths` with only a few of the offices, the answers, the words."""
    return _some(_WORD, _some(_ANSWER, some_offices(paths)))


def between(paths: Iterable[str]) -> set[str]:
    """Those of `paths` that have their template with others before and after them."""
    every = [*paths]
    return {path for page in _TEMPLATES for path in {*every} - {*_some(page, every)}}


def _some(page: re.Pattern[str], paths: list[str]) -> list[str]:
    codes = {path: found[1] for path in paths if (found := page.fullmatch(path))}
    every = list(dict.fromkeys(codes.values()))
    kept = {*every[:_FIRST], *every[-_LAST:]}
    return [path for path in paths if codes.get(path) in {None, *kept}]


def manage(command: list[str], environment: dict[str, str]) -> None:
    """Run a command of the site with this environment; raises with what it says."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {command[0]} failed:\n{done.stderr}")


@contextmanager
def server(environment: dict[str, str]) -> Iterator[str]:
    """The address of a server as `make run` starts it."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *options(port)], cwd=ROOT, env=environment
    )
    try:
        url = f"http://{HOST}:{port}"
        wait_for(f"{url}/healthz")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for(url: str) -> None:
    for _ in range(600):
        try:
            with urlopen(url):
                return
        except URLError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer within a minute.")


def _pages(url: str) -> dict[str, int]:
    """Every page of the sitemap, and those besides it."""
    with urlopen(f"{url}/sitemap.xml") as answer:
        listed = re.findall(r"<loc>(.*?)</loc>", answer.read().decode())
    every = [urlsplit(unescape(address)).path for address in listed]
    paths = some_rows(every)
    if not IS_WHOLE:
        left_out = {path for path in between(paths) if path.startswith(OTHERS)}
        paths = [path for path in paths if path not in left_out]
    services = [match[1] for path in paths if (match := _SERVICE.fullmatch(path))]
    choices = [services[:2], services]
    compared = ["/compare/?" + "&".join(f"s={one}" for one in some) for some in choices]
    compared.append(f"{compared[0]}&list=1&diff=1")
    offices = [match[1] for path in paths if (match := _OFFICE.match(path))]
    offices = list(dict.fromkeys(offices))
    chosen = "&".join(f"o={code}" for code in offices[-3:])
    compared += [f"/offices/compare/?{chosen}", f"/offices/visit/?{chosen}"]
    kept = f"s-{services[0]}.c-{'~'.join(services[:2])}.steps.o-{offices[-1]}.ask.next"
    compared += [f"/handout/?b={kept}", f"/handout/write/?b={kept}"]
    compared += [f"/handout/sheet/?b={kept}&l=ja%2Ben", f"/easy/handout/?b={kept}"]
    return dict.fromkeys([*paths, *compared], 200) | _BESIDES


_SERVICE = re.compile(r"/services/([^/]+)/")
