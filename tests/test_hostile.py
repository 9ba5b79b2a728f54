"""Whatever is sent, by whomever: never an error of ours. `make fuzz` sends more."""

import os
import random
import time
from urllib.parse import unquote_to_bytes, urlencode, urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.browser.forms import Served
from tests.hostile import Hostile, Hostility, routes

pytestmark = pytest.mark.usefixtures("content")
# In the ordinary tests as many of the same as go into some seconds, 60 at least.
NUMBER = int(os.environ.get("FUZZ", "400"))
SECONDS = float(os.environ.get("FUZZ_SECONDS", "4"))
LEAST = 60
SEED = os.environ.get("FUZZ_SEED", "1")


@pytest.fixture
def known(settings) -> list[str]:
    """Addresses that there are: a part of what the sitemap names."""
    text = Client().get("/sitemap.xml").content.decode()
    every = [part.partition("<")[0] for part in text.split("<loc>")[1:]]
    paths = sorted({urlsplit(address).path for address in every})
    return random.Random(SEED).sample(paths, min(len(paths), 400))


@pytest.fixture
def staff() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("fuzz", password="x"))
    return client


def sent(client: Client, one: Hostile) -> HttpResponse:
    """The answer to it; whatever it has changed is taken back."""
    session = client.cookies.get("sessionid")
    with transaction.atomic():
        answer = client.generic(
            one.method,
            "/",
            one.body,
            one.kind,
            PATH_INFO=unquote_to_bytes(one.path).decode("latin-1"),
            QUERY_STRING=one.query.encode().decode("latin-1"),
            **one.headers,
        )
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    if session is not None:
        client.cookies["sessionid"] = session.value
    return answer


def failing(hostility: Hostility, make, client: Client, caplog) -> list[object]:
    """The requests that an error of ours answers, as they can be sent again.

    Whatever answers: what was told of it would fill the log, and the list for staff.
    """
    failed, until = [], time.monotonic() + SECONDS
    for number in range(NUMBER):
        if number >= LEAST and time.monotonic() > until:
            break
        one = make()
        if one is None:
            continue
        caplog.clear()
        status = sent(client, one).status_code
        if status >= 500 or any(told.name == "errors" for told in caplog.records):
            failed.append((status, one))
    return failed


def test_no_hostile_request_of_a_reader_is_answered_by_an_error_of_ours(known, caplog):
    client = Client(raise_request_exception=False)
    hostility = Hostility(f"reader {SEED}", known)
    assert failing(hostility, hostility.request, client, caplog) == []


def test_no_hostile_request_of_staff_is_answered_by_an_error_of_ours(
    known, staff, caplog
):
    """Every address of the staff's site, with the rights of who may do all."""
    addresses = [f"/{one}" for one in routes() if one.startswith("admin/")]
    hostility = Hostility(f"staff {SEED}", addresses)
    assert failing(hostility, hostility.request, staff, caplog) == []


FORMS = [
    *("/check/who/", "/check/question/1/", "/check/fee/1/", "/check/fee/papers/"),
    *("/handout/", "/handout/write/?b=steps.ask", "/offices/search/", "/search/"),
    *("/compare/", "/admin/login/", "/offices/", "/glossary/"),
]


def test_no_form_that_is_sent_otherwise_than_it_was_served_fails(known, caplog):
    client = Client(raise_request_exception=False)
    client.post(reverse("services:check_who"), {"choice": "self"})
    reports = [f"{one}report/" for one in known if "/offices/office/" in one][:3]
    _try_forms(client, [*FORMS, *reports], "forms", caplog)


def test_no_form_of_staff_that_is_sent_otherwise_fails(staff, caplog):
    lists = sorted(
        f"/{one}" for one in routes()
        if one.startswith("admin/") and "<" not in one and "logout" not in one
    )  # fmt: skip
    _try_forms(staff, lists, "staff's forms", caplog)


def _try_forms(client: Client, addresses: list[str], seed: str, caplog) -> None:
    hostility = Hostility(f"{seed} {SEED}", addresses)
    pages: dict[str, Served] = {}

    def make() -> Hostile | None:
        address = hostility.dice.choice(addresses)
        if address not in pages:
            answer = client.get(address)
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            pages[address] = Served(address, answer.content if is_page else b"")
            rows = [one for one in pages[address].links if one.endswith("/change/")]
            addresses.extend(hostility.dice.sample(rows, min(2, len(rows))))
        return hostility.of_form(pages[address])

    assert failing(hostility, make, client, caplog) == []


@pytest.mark.parametrize(
    ("address", "given"),
    [
        pytest.param("/admin/offices/office/", {"q": "a " * 500}, id="many words"),
        pytest.param(
            "/admin/offices/officeservice/",
            {"action": "delete_selected", "_selected_action": "http://["},
            id="no key of a row",
        ),
        pytest.param("/admin/guide/faq/add/", {"source": "²"}, id="no key, to choose"),
        pytest.param("/admin/auth/group/add/", {"permissions": "9" * 30}, id="large"),
        pytest.param("/admin/services/factkind/10/change/", {}, id="nothing at all"),
        pytest.param("/admin/offices/importrun/x/change/", {"q": "x"}, id="no key"),
        pytest.param(
            "/admin/guide/faq/add/",
            {"_mend": "question_ja a " + "9" * 5000 + " b", "question_ja": "b"},
            id="a number of 5,000 digits",
        ),
    ],
)
def test_what_staff_cannot_have_meant_is_answered(address, given, staff):
    """What the dice have found: the kinds, without the dice."""
    method = "GET" if "q" in given else "POST"
    answer = staff.generic(
        method,
        address,
        urlencode(given) if method == "POST" else "",
        "application/x-www-form-urlencoded",
        QUERY_STRING=urlencode(given) if method == "GET" else "",
    )
    assert answer.status_code in {200, 302, 400, 404, 422}
