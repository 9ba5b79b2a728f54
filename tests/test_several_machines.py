"""Two machines over one PostgreSQL: what is shared is shared, one may fall."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.db import connection

from tests import rows
from tests.line import Line, line
from tests.proxy import NAME, nginx
from tools.serve import HOST, free_port, options

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="for PostgreSQL"),
    pytest.mark.django_db(transaction=True),
]
ROOT = Path(__file__).parent.parent
LOGIN = "/admin/login/"
STALE = "いまは、新しい内容があるか、確かめられません。"
PASSWORD = "right-and-long-1"


@dataclass
class Machine:
    """A server with two processes, on a port of this machine."""

    port: int
    process: subprocess.Popen[bytes]

    def ask(
        self, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, str, str]:
        """Status, content and cookies of an answer."""
        link = HTTPConnection(HOST, self.port, timeout=20)
        try:
            link.request("POST" if body else "GET", path, body, headers)
            answer = link.getresponse()
            cookies = answer.getheader("set-cookie") or ""
            return answer.status, answer.read().decode(), cookies
        finally:
            link.close()

    def sign_in(self, password: str) -> int:
        """The status of a login: 302 in, 200 wrong, 429 stopped."""
        _status, form, cookies = self.ask(LOGIN)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
        sent = {"username": "hanako", "password": password}
        body = urlencode(sent | {"csrfmiddlewaretoken": token}).encode()
        headers = {
            "Cookie": f"csrftoken={SimpleCookie(cookies)['csrftoken'].value}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self.ask(LOGIN, body, **headers)[0]

    def kill(self) -> None:
        """All of it, at once, as when the power goes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)


@pytest.fixture
def wire(transactional_db) -> Iterator[Line]:
    """From the machines to their database."""
    # Not below tmp_path: the name of a socket may have some hundred letters only.
    with tempfile.TemporaryDirectory(prefix="wire-") as folder:
        given = connection.settings_dict
        host = given["HOST"] or given["OPTIONS"]["host"]
        with line(Path(host), Path(folder)) as made:
            yield made


@pytest.fixture
def machines(wire, tmp_path) -> Iterator[list[Machine]]:
    host = wire.folder
    with machine(tmp_path / "a", host) as one, machine(tmp_path / "b", host) as other:
        for each in (one, other):
            wait_for(each)
        yield [one, other]


@contextmanager
def machine(data: Path, database: Path) -> Iterator[Machine]:
    port = free_port()
    given, asked = connection.settings_dict, urlencode({"host": database})
    kept = {name: os.environ[name] for name in ("PATH", "HOME")}
    environment = kept | {
        "DJANGO_SETTINGS_MODULE": "tests.machine_settings",
        "DATABASE_URL": f"postgres://{given['USER']}@/{given['NAME']}?{asked}",
        "DATA_DIR": str(data),
        "SECRET_KEY": "for-tests-only-" * 4,
        "ALLOWED_HOSTS": f"{NAME},{HOST}",
        "HTTPS": "0",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *options(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    made = Machine(port, process)
    try:
        yield made
    finally:
        if process.poll() is None:
            made.kill()


def wait_for(one: Machine) -> None:
    for _ in range(200):
        try:
            one.ask("/robots.txt")
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("a machine did not start")


def test_two_machines_are_one_site(machines, wire, tmp_path):
    # One test: to start two servers costs more than all that is asked of them.
    first, second = machines
    User.objects.create_superuser("hanako", password=PASSWORD)
    term = rows.term()
    page = f"/glossary/word/{term.code}/"
    for one in machines:
        assert term.name in one.ask(page)[1]

    # An edit is seen on both within two seconds.
    term.name = "まったく新しいことば"
    term.save()
    until = time.monotonic() + 2
    for one in machines:
        while term.name not in one.ask(page)[1]:
            assert time.monotonic() < until

    # Who guesses on both is stopped on both.
    guessed = [one.sign_in("wrong") for one in (first, second, first, second, first)]
    assert guessed == [200] * 4 + [429]
    assert [one.sign_in(PASSWORD) for one in machines] == [429, 429]

    # One that falls is not noticed behind the proxy.
    folder = tmp_path / "nginx"
    folder.mkdir()
    with nginx(
        folder, tmp_path / "a", *(f"{HOST}:{one.port}" for one in machines)
    ) as proxy:
        ways = [f"{page}?n={number}" for number in range(20)]
        assert {proxy.ask(way).status for way in ways[:5]} == {200}
        first.kill()
        answers = [proxy.ask(way) for way in ways[5:]]
    assert {answer.status for answer in answers} == {200}
    assert all(term.name in answer.content.decode() for answer in answers)

    # A database that says nothing any more: pages that are kept go on, with a word.
    assert {second.ask(page)[0] for _each in range(30)} == {200}  # both processes
    wire.flows.clear()
    assert [second.ask("/healthz")[0] for _each in range(4)] == [503] * 4
    while (kept := second.ask(page))[1].count(STALE) == 0:
        assert (kept[0], kept[1].count(term.name) > 0) == (200, True)
    # All else is answered within the time of a silence, by which nobody is held.
    with ThreadPoolExecutor(20) as readers:
        told = [
            *readers.map(
                second.ask, [f"/steps/?on=2027-04-{n:02}" for n in range(1, 21)]
            )
        ]
    assert {status for status, _html, _cookies in told} == {503}
    assert second.ask("/healthz/live")[0] == 200
    assert second.ask(page)[1].count(STALE) == 1
    # And comes back by itself.
    wire.flows.set()
    until = time.monotonic() + 10
    while second.ask(page)[1].count(STALE) or second.ask("/faq/")[0] != 200:
        assert time.monotonic() < until
