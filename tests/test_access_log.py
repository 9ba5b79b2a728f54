"""The log of requests: one line each, and nobody in it."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from config import access_log
from config.door import Bounds, Door
from guide import outage
from tests.kept_site import keeping_connections
from tests.rsgi import run
from texts.domain.addresses import folded

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("path", "told"),
    [
        pytest.param("/", "/", id="home"),
        pytest.param("/faq/money/", "/faq/money/", id="a page"),
        pytest.param("/check/", "/check/", id="the beginning of the check"),
        pytest.param("/check/fee/3/", "/check/…", id="a step"),
        pytest.param("/easy/check/result/b-type/", "/easy/check/…", id="easy"),
        pytest.param("/en/handout/write/", "/en/handout/…", id="a handout"),
        pytest.param("/p/0K3-7QX/", "/p/…", id="the code of a paper"),
        pytest.param("/services/check/", "/services/check/", id="another page's name"),
        pytest.param("/faq/?q=x", "/faq/", id="a query that came along"),
    ],
)
def test_an_address_that_tells_of_a_person_is_folded(path, told):
    assert folded(path) == told


def test_a_line_is_json_whatever_was_asked_for():
    text = access_log.line(
        method="GET" * 99, path='/"\n\x1b[2J\ud800/' + "長" * 999, status=404,
        size=5, seconds=0.01234,
    )  # fmt: skip
    assert text.count("\n") == 1
    assert text.isascii()
    told = json.loads(text)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]{12}\+09:00", told.pop("time"))
    assert len(told.pop("path")) == 200
    assert told == {"method": "GETGETGETGETGETG", "status": 404, "ms": 12.3, "bytes": 5}


def test_a_log_that_nobody_reads_holds_nobody_up():
    many = "from config.access_log import write\nfor _ in range(99): write('x' * 4000)"
    with subprocess.Popen(
        [sys.executable, "-c", many], cwd=ROOT, stdout=subprocess.PIPE
    ) as writer:
        assert writer.wait(timeout=20) == 0
        assert set(writer.stdout.read()) == {ord("x")}


@dataclass
class Asked:
    """A request as Granian tells it, and what it was answered."""

    method: str
    path: str
    query_string: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    http_version: str = "1.1"
    scheme: str = "http"
    client: str = "203.0.113.77:4711"
    server: str = "10.0.0.1:8000"
    cookies: list[str] = field(default_factory=list)
    status: int = 0

    async def __aiter__(self):
        yield self.body

    def response_bytes(self, status, headers, body):
        self.status, self.content = status, body
        told = [value for name, value in headers if name == "set-cookie"]
        self.cookies = [one.partition(";")[0].strip() for one in told]


class Reader:
    """Somebody with a browser that keeps cookies, before the door of the site."""

    def __init__(self, door: Door) -> None:
        self._door, self._cookies = door, {}

    def get(self, path: str, query: str = "") -> Asked:
        return self._ask(Asked("GET", path, query))

    def post(self, path: str, body: str, query: str = "") -> Asked:
        token = self._cookies.get("csrftoken", "")
        sent = f"csrfmiddlewaretoken={token}&{body}".encode()
        kind = "application/x-www-form-urlencoded"
        headers = {"content-type": kind, "content-length": str(len(sent))}
        return self._ask(Asked("POST", path, query, sent, headers))

    def _ask(self, asked: Asked) -> Asked:
        told = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        asked.headers |= {"host": "testserver", "cookie": told, "user-agent": "Seen/1"}
        with keeping_connections():
            run(self._door.__rsgi__(asked, asked))
        self._cookies |= dict(one.split("=", 1) for one in asked.cookies)
        return asked


@pytest.fixture
def reader(content):
    """A reader at the real site, on whose threads the rows of the test are seen."""
    django, shared = get_wsgi_application(), connections["default"]

    def site(environ, start):
        connections["default"] = shared
        return django(environ, start)

    shared.inc_thread_sharing()
    bounds = Bounds(**settings.DOOR | {"places": 1})
    yield Reader(Door(site, bounds, outage.page))
    shared.dec_thread_sharing()


def test_the_log_of_a_reader_tells_nothing_of_them(reader, capfd):
    asked = [
        reader.get("/check/who/"),
        reader.post("/check/who/", "choice=self"),
        reader.post("/check/question/1/", "question=basis&choice=intractable"),
        reader.get("/check/result/"),
        reader.post("/check/fee/1/", "step=audience&choice=adult"),
        reader.post("/check/fee/2/", "step=tax&choice=assistance"),
        reader.get("/easy/check/fee/result/"),
        reader.get("/search/", "q=himitsu"),
        reader.get("/handout/write/", "b=steps"),
        reader.post(
            "/handout/sheet/",
            "languages=ja&size=14&name=Hanako&message=himitsu",
            "b=steps",
        ),
        reader.get("/p/himitsu/"),
        reader.get("/himitsu-%", "name=Hanako"),
    ]
    log = capfd.readouterr()

    lines = [json.loads(line) for line in log.out.splitlines()]
    assert [(line["path"], line["status"]) for line in lines] == [
        ("/check/…", 200),
        ("/check/…", 302),
        ("/check/…", 302),
        ("/check/…", 200),
        ("/check/…", 302),
        ("/check/…", 302),
        ("/easy/check/…", 200),
        ("/search/", 200),
        ("/handout/…", 200),
        ("/handout/…", 200),
        ("/p/…", 404),
        ("/himitsu-%", 404),
    ]
    assert [line["bytes"] for line in lines] == [len(one.content) for one in asked]
    assert {*lines[0]} == {"time", "method", "path", "status", "ms", "bytes"}
    told = log.err + "".join(map(str, lines[:-1]))
    secrets = "himitsu Hanako intractable assistance 203.0.113 Seen/1 csrftoken cookie"
    assert [word for word in secrets.split() if word in told] == []
