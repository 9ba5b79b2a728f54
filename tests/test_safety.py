"""What every answer says to the browser about safety, and what a city may set of it."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from config.door import Door
from config.middleware import policies
from guide import outage
from tests.door_site import BOUNDS
from tests.rsgi import ask

ROOT = Path(__file__).parent.parent
DENIED = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "serial=(), usb=()"
)

NAMES = ["Permissions-Policy", "Cross-Origin-Opener-Policy", "Referrer-Policy"]
NAMES += ["Cross-Origin-Resource-Policy", "X-Content-Type-Options", "X-Frame-Options"]


@pytest.mark.parametrize("address", ["/healthz/live", "/robots.txt", "/check/forget/"])
def test_every_answer_says_what_a_page_may_do(address):
    headers = Client().get(address).headers
    told = [headers.get(name) for name in NAMES]
    same = ["same-origin", "same-origin", "same-origin"]
    assert told == [DENIED, *same, "nosniff", "DENY"]


def test_what_the_door_says_by_itself_says_what_a_page_may_do(client):
    door = Door(
        get_wsgi_application(), BOUNDS, outage.page,
        is_lost=lambda _path: True, policies=policies(), alive="/alive",
        is_logged=False,
    )  # fmt: skip
    page, names = client.get("/robots.txt"), [*NAMES, "Content-Security-Policy"]
    for path, status in [("/", 503), ("/alive", 200)]:
        told = ask(door, path)
        assert told.status == status
        assert [told.headers.get(name.lower()) for name in names] == [
            page.headers[name] for name in names
        ]


ASK = """
import django
from django.test import Client
django.setup()
answer = Client().get("/healthz/live", secure=True, HTTP_HOST="localhost")
print(answer.headers.get("Strict-Transport-Security"))
"""


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        pytest.param({}, "max-age=31536000", id="as it comes"),
        pytest.param(
            {"HSTS_SUBDOMAINS": "1"}, "max-age=31536000; includeSubDomains", id="below"
        ),
        pytest.param(
            {"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1", "HSTS_SECONDS": "63072000"},
            "max-age=63072000; includeSubDomains; preload",
            id="listed",
        ),
    ],
)
def test_https_is_insisted_on_as_far_as_a_city_asks(given, sent, tmp_path):
    (tmp_path / "static").mkdir()
    done = _run(ASK, tmp_path, given)
    assert (done.stdout, done.stderr) == (f"{sent}\n", "")


def _run(code: str, folder: Path, given: dict[str, str]):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    kept |= {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "x" * 50}
    environment = kept | {"DATA_DIR": str(folder)} | given
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_whom_to_tell_of_a_hole_stands_where_machines_look(settings, monkeypatch):
    settings.SECURITY_CONTACT = ["mailto:security@example.jp", "https://example.jp/s"]
    settings.SITE_URL = "https://guide.example.jp"
    monkeypatch.setattr(
        "config.middleware.timezone.localdate", lambda: date(2026, 11, 29)
    )
    response = Client().get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "Contact: mailto:security@example.jp",
        "Contact: https://example.jp/s",
        "Expires: 2027-05-28T00:00:00+09:00",
        "Preferred-Languages: ja, en",
        "Canonical: https://guide.example.jp/.well-known/security.txt",
    ]


@pytest.mark.usefixtures("content")
def test_a_site_that_names_nobody_has_no_such_file():
    assert Client().get("/.well-known/security.txt").status_code == 404
