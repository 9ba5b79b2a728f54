"""Whoever guesses passwords is stopped, and nobody else."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.utils import timezone

from config.sign_in import client_address
from staff.known_device import COOKIE
from staff.models import StaffRules
from staff.tidying import tidy

LOGIN = "/admin/login/"
PASSWORD = "right-and-long-1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        pytest.param(0, "203.0.113.9", "198.51.100.1", "198.51.100.1", id="no proxy"),
        pytest.param(1, "203.0.113.9", "10.0.0.1", "203.0.113.9", id="one proxy"),
        pytest.param(
            1, "6.6.6.6, 203.0.113.9", "10.0.0.1", "203.0.113.9", id="one, and a lie"
        ),
        pytest.param(
            2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9", id="two"
        ),
        pytest.param(2, "203.0.113.9", "10.0.0.1", "10.0.0.1", id="too few"),
        pytest.param(1, "", "10.0.0.1", "10.0.0.1", id="no header"),
        pytest.param(1, "nonsense", "10.0.0.1", "10.0.0.1", id="nonsense"),
        pytest.param(1, "203.0.113.9:4711", "10.0.0.1", "203.0.113.9", id="a port"),
        pytest.param(1, "[2001:db8::5]:4711", "10.0.0.1", "2001:db8::", id="IPv6"),
        pytest.param(
            1, "2001:db8:0:ab12:2:3:4:5", "10.0.0.1", "2001:db8:0:ab00::", id="its line"
        ),
        pytest.param(0, "", "::ffff:203.0.113.9", "203.0.113.9", id="IPv4 in IPv6"),
        pytest.param(0, "", "", "0.0.0.0", id="a socket without address"),
    ],
)
def test_a_client_is_whom_the_outermost_proxy_saw(
    proxies, forwarded, remote, address, settings
):
    settings.TRUSTED_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, **headers)
    assert client_address(request) == address


def attempt(name: str, password: str, address: str) -> int:
    """The status of a login behind one proxy: 302 in, 200 wrong, 429 stopped."""
    return (
        Client()
        .post(
            LOGIN,
            {"username": name, "password": password},
            REMOTE_ADDR="10.0.0.1",
            HTTP_X_FORWARDED_FOR=address,
        )
        .status_code
    )


@pytest.fixture
def _behind_a_proxy(db, settings) -> None:
    settings.TRUSTED_PROXIES = 1
    User.objects.create_superuser("hanako", password=PASSWORD)


@pytest.mark.usefixtures("_behind_a_proxy")
def test_five_wrong_passwords_from_elsewhere_lock_nobody_out_here():
    tried = [attempt("hanako", "wrong", "203.0.113.9") for _ in range(6)]
    assert tried == [200, 200, 200, 200, 429, 429]
    assert attempt("hanako", PASSWORD, "203.0.113.9") == 429
    assert attempt("hanako", PASSWORD, "198.51.100.1") == 302


@pytest.mark.usefixtures("_behind_a_proxy")
def test_whoever_tries_many_names_from_one_address_is_stopped(settings):
    tried = [attempt(f"name-{n}", "wrong", "203.0.113.9") for n in range(31)]
    assert tried == [200] * 29 + [429] * 2
    assert attempt("hanako", PASSWORD, "203.0.113.9") == 429
    assert attempt("hanako", PASSWORD, "198.51.100.1") == 302


@pytest.mark.usefixtures("_behind_a_proxy")
def test_a_lie_in_the_header_does_not_make_another_client():
    tried = [attempt("hanako", "wrong", f"6.6.6.{n}, 203.0.113.9") for n in range(6)]
    assert tried == [200, 200, 200, 200, 429, 429]


def signed_in(name: str, address: str) -> Client:
    """Return a browser in which `name` has signed in from `address`."""
    client = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=address)
    given = {"username": name, "password": PASSWORD}
    assert client.post(LOGIN, given).status_code == 302
    client.session.flush()
    return client


@pytest.fixture
def _without_codes(_behind_a_proxy) -> None:
    StaffRules.objects.create(who_gives_codes="nobody")


@pytest.mark.usefixtures("_without_codes")
def test_a_name_guessed_from_many_addresses_is_slowed_but_not_for_its_person():
    own = signed_in("hanako", "198.51.100.1")
    tried = [attempt("hanako", "wrong", f"203.0.113.{n}") for n in range(21)]
    assert tried == [200] * 19 + [429] * 2
    # From elsewhere the right password is stopped as well, and other names are not.
    assert attempt("hanako", PASSWORD, "192.0.2.1") == 429
    assert attempt("taro", "wrong", "192.0.2.1") == 200
    # Her own browser, on the train, and another one at her desk.
    given = {"username": "hanako", "password": PASSWORD}
    moved = own.post(LOGIN, given, HTTP_X_FORWARDED_FOR="192.0.2.9")
    assert moved.status_code == 302
    assert attempt("hanako", PASSWORD, "198.51.100.1") == 302


@pytest.mark.usefixtures("_without_codes")
def test_who_guesses_beside_her_does_not_lock_her_browser_out():
    own = signed_in("hanako", "203.0.113.9")
    for n in range(31):
        attempt(f"name-{n}", "wrong", "203.0.113.9")
    for _ in range(5):
        attempt("hanako", "wrong", "203.0.113.9")
    assert attempt("hanako", PASSWORD, "203.0.113.9") == 429
    given = {"username": "hanako", "password": PASSWORD}
    assert own.post(LOGIN, given).status_code == 302


@pytest.mark.usefixtures("_without_codes")
def test_a_known_browser_guesses_no_more_than_others():
    own = signed_in("hanako", "203.0.113.9")
    wrong = {"username": "hanako", "password": "wrong"}
    tried = [own.post(LOGIN, wrong).status_code for _ in range(6)]
    assert tried == [200, 200, 200, 200, 429, 429]
    # For other names it is a stranger, and a cookie of one's own making is none.
    assert own.post(LOGIN, wrong | {"username": "taro"}).status_code == 200
    forged = Client()
    forged.cookies[COOKIE] = own.cookies[COOKIE].value[:-4] + "aaaa"
    request = RequestFactory().post(LOGIN, wrong, REMOTE_ADDR="198.51.100.1")
    request.COOKIES = {COOKIE: forged.cookies[COOKIE].value}
    assert client_address(request) == "198.51.100.1"


@pytest.mark.usefixtures("_without_codes")
def test_wrong_passwords_before_the_right_one_are_forgotten_with_it():
    own = signed_in("hanako", "203.0.113.9")
    wrong = {"username": "hanako", "password": "wrong"}
    for _ in range(2):
        for _ in range(4):
            own.post(LOGIN, wrong)
        entry = own.post(LOGIN, {"username": "hanako", "password": PASSWORD})
        assert entry.status_code == 302


@pytest.mark.usefixtures("_without_codes")
def test_where_staff_signed_in_is_forgotten_after_half_a_year():
    signed_in("hanako", "198.51.100.1")
    attempt("hanako", "wrong", "203.0.113.9")
    for days, kept in [(0, (1, 1)), (2, (1, 0)), (181, (0, 0))]:
        past = timezone.now() - timedelta(days=days)
        AccessLog.objects.update(attempt_time=past)
        AccessAttempt.objects.update(attempt_time=past)
        tidy(past.date())
        assert (AccessLog.objects.count(), AccessAttempt.objects.count()) == kept
