"""Two machines over one PostgreSQL: what is shared is shared, one may fall."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
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
from tests.proxy import NAME, nginx
from tools.serve import HOST, options

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="for PostgreSQL"),
    pytest.mark.django_db(transaction=True),
]
ROOT = Path(__file__).parent.parent
LOGIN = "/admin/login/"
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
def machines(transactional_db, tmp_path) -> Iterator[list[Machine]]:
    with machine(tmp_path / "a") as first, machine(tmp_path / "b") as second:
        for one in (first, second):
            wait_for(one)
        yield [first, second]


@contextmanager
def machine(data: Path) -> Iterator[Machine]:
    with socket.socket() as attempt:
        attempt.bind((HOST, 0))
        port = attempt.getsockname()[1]
    given = connection.settings_dict
    asked = urlencode({"host": given["HOST"] or given["OPTIONS"]["host"]})
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


def test_two_machines_are_one_site(machines, tmp_path):
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
