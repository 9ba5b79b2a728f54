"""The door before Django, on a real server: who is slow holds nobody up."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.door_site import BOUNDS, LARGE
from tools.serve import HOST, free_port, options

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def metrics() -> int:
    """The port where the server shows its counts, as docs/operations/backup.md says."""
    return free_port()


@pytest.fixture(scope="module")
def port(tmp_path_factory, metrics) -> Iterator[int]:
    """A server as `make run` starts it, with the small application."""
    free = free_port()
    counted = {"ENABLED": "1", "PORT": str(metrics), "SCRAPE_INTERVAL": "1"}
    counted = {f"GRANIAN_METRICS_{name}": value for name, value in counted.items()}
    command = [*options(free)[:-1], "tests.door_site:application"]
    log = (tmp_path_factory.mktemp("door") / "log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *command],
        cwd=ROOT, env=os.environ | counted, stderr=log, stdout=log,
    )  # fmt: skip
    try:
        for _ in range(200):
            try:
                ask(free, "GET", "/")
                break
            except OSError:
                time.sleep(0.1)
        yield free
    finally:
        server.terminate()
        server.wait(timeout=40)
        log.close()


def ask(
    port: int,
    method: str,
    path: str,
    body: bytes | Iterator[bytes] | None = None,
    **headers: str,
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (small letters) and content of an answer within 20 seconds."""
    link = HTTPConnection(HOST, port, timeout=20)
    try:
        link.request(method, path, body, headers)
        answer = link.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, told, answer.read()
    finally:
        link.close()


def announce(
    port: int, length: int, *, path: str = "/", sent: bytes = b""
) -> socket.socket:
    """A connection that says it will send a body, and sends a part of it or nothing."""
    link = socket.create_connection((HOST, port), timeout=20)
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {length}\r\n\r\n"
    link.sendall(head.encode() + sent)
    return link


def status_of(link: socket.socket) -> int:
    return int(re.match(rb"HTTP/1.1 (\d+)", link.recv(4096))[1])


def test_the_counts_of_the_server_are_shown_to_prometheus(port, metrics):
    assert ask(port, "GET", "/")[0] == 200
    for _ in range(100):
        status, headers, told = ask(metrics, "GET", "/metrics")
        counts = re.findall(rb"granian_requests_handled{worker=\"\d\"} (\d+)", told)
        if any(map(int, counts)):
            break
        time.sleep(0.1)
    assert (status, headers["content-type"]) == (200, "text/plain")
    assert sum(map(int, counts)) >= 1
    assert b"# TYPE granian_workers_spawns counter\n" in told


@pytest.mark.parametrize("sent", [b"", b"a=1"], ids=["nothing", "a part"])
def test_fifty_who_announce_a_body_and_do_not_send_it_hold_nobody_up(port, sent):
    with ExitStack() as stack:
        silent = [stack.enter_context(announce(port, 50, sent=sent)) for _ in range(50)]
        assert ask(port, "GET", "/")[0] == 200
        assert ask(port, "POST", "/", b"abc")[::2] == (200, b"read 3")
        assert [status_of(link) for link in silent] == [408] * 50
        # The server hangs up: what is left of the body is not waited for.
        for link in silent:
            while link.recv(4096):
                pass


def test_a_body_that_ends_before_its_end_is_no_request(port):
    with announce(port, 50, sent=b"abc") as link:
        link.shutdown(socket.SHUT_WR)
        assert link.recv(4096)[9:12] in (b"400", b"")
    assert ask(port, "GET", "/")[0] == 200


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        pytest.param("/", BOUNDS.body_bytes, 200, id="as long as allowed"),
        pytest.param("/", BOUNDS.body_bytes + 1, 413, id="longer"),
        pytest.param("/files/", BOUNDS.large_bytes, 200, id="a file"),
        pytest.param("/files/", BOUNDS.large_bytes + 1, 413, id="a larger file"),
    ],
)
def test_a_body_may_be_so_long(path, length, status, port):
    with announce(port, length, path=path) as link:
        if status == 200:
            link.sendall(b"x" * length)
        assert status_of(link) == status


def test_a_body_without_a_length_is_counted_as_it_comes(port):
    assert ask(port, "POST", "/", iter([b"ab", b"c"]))[::2] == (200, b"read 3")
    long = iter([b"x" * 900, b"x" * 900])
    assert ask(port, "POST", "/", long)[::2] == (413, b"refused 413 /")


def test_one_large_body_at_once_is_taken_and_small_ones_beside_it(port):
    statuses = []
    with ExitStack() as stack:
        for _ in range(8):  # four for each process, more or less
            stack.enter_context(announce(port, 2_000_000, path="/files/"))
        time.sleep(0.3)
        with announce(port, 2_000_000, path="/files/") as link:
            statuses.append(status_of(link))
        statuses.append(ask(port, "POST", "/", b"abc")[0])
    assert statuses == [503, 200]


def test_more_than_there_is_room_for_are_told_to_come_again(port):
    room = 2 * (BOUNDS.places + BOUNDS.waiting)
    with ThreadPoolExecutor(30) as crowd:
        answers = list(crowd.map(lambda _n: ask(port, "GET", "/slow"), range(30)))
    refused = [answer for answer in answers if answer[0] != 200]
    assert 0 < len(answers) - len(refused) <= room
    assert {answer[::2] for answer in refused} == {(503, b"refused 503 /slow")}
    assert {answer[1]["retry-after"] for answer in refused} == {"10"}
    assert {answer[1]["cache-control"] for answer in refused} == {"no-store"}
    assert ask(port, "GET", "/")[0] == 200


def test_a_large_answer_comes_whole_and_one_that_is_not_taken_holds_nobody_up(port):
    assert len(ask(port, "GET", "/large")[2]) == LARGE
    with ExitStack() as stack:
        for _ in range(6):
            link = stack.enter_context(socket.create_connection((HOST, port)))
            link.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(1)  # until all six are made and on their way
        assert ask(port, "GET", "/")[0] == 200


def test_a_stream_is_sent_as_it_is_made_and_holds_no_place(port):
    most = 2 * BOUNDS.streams  # two processes
    with ExitStack() as stack:
        links = [
            stack.enter_context(socket.create_connection((HOST, port), timeout=20))
            for _ in range(most + 1)
        ]
        for link in links:
            link.sendall(b"GET /rows HTTP/1.1\r\nHost: x\r\n\r\n")
        # Three seconds before the end of any of them.
        told = [status_of(link) for link in links]
        assert set(told) == {200, 503}
        assert told.count(200) <= most
        assert [ask(port, "GET", "/slow")[0] for _ in range(2)] == [200, 200]


def test_a_stream_is_one_thread_s_from_its_first_row_to_its_end(port):
    # The streams of the test before end when they find that nobody takes them.
    for _ in range(40):
        status, headers, content = ask(port, "GET", "/few-rows")
        if status == 200:
            break
        time.sleep(0.2)
    rows = [row.split() for row in content.decode().splitlines()]
    assert [row[0] for row in rows] == ["0", "1", "2"]
    [thread] = {row[1] for row in rows}
    assert headers["transfer-encoding"] == "chunked"
    # Of two processes, one ended it.
    ended = {ask(port, "GET", "/ended")[2] for _ in range(20)}
    assert any(thread in told.decode().splitlines() for told in ended)


def test_of_a_stream_a_head_is_told_without_making_it(port):
    assert ask(port, "HEAD", "/rows")[::2] == (200, b"")


@pytest.mark.parametrize("path", ["/broken", "/half"])
def test_an_application_that_fails_is_answered_for(path, port):
    assert ask(port, "GET", path)[::2] == (500, f"refused 500 {path}".encode())
    assert ask(port, "GET", "/")[0] == 200


def test_a_head_is_a_get_without_content(port):
    status, headers, content = ask(port, "HEAD", "/")
    assert (status, headers["content-length"], content) == (200, "6", b"")


def test_a_request_is_told_as_wsgi_wants_it(port):
    with socket.create_connection((HOST, port), timeout=20) as link:
        link.sendall(
            b"POST /headers/%E3%81%82?q=%20a HTTP/1.1\r\nHost: guide.test\r\n"
            b"Cookie: a=1\r\nCookie: b=2\r\nX-Forwarded-For: 1.1.1.1\r\n"
            b"X_Forwarded_For: 6.6.6.6\r\nX-Forwarded-For: 2.2.2.2\r\n"
            b"Content-Length: 3\r\nConnection: close\r\n\r\nabc"
        )
        content = link.makefile("rb").read().partition(b"\r\n\r\n")[2]
    assert content.decode().splitlines() == [
        "CONTENT_LENGTH=3",
        "HTTP_COOKIE=a=1; b=2",
        "HTTP_HOST=guide.test",
        "HTTP_X_FORWARDED_FOR=1.1.1.1,2.2.2.2",
        "PATH_INFO=/headers/あ",
        "QUERY_STRING=q=%20a",
        f"REMOTE_ADDR={HOST}",
        "REQUEST_METHOD=POST",
        "SERVER_PROTOCOL=HTTP/1.1",
    ]


def test_a_killed_worker_comes_back_and_the_others_go_on(port):
    before = pids(port)
    assert len(before) == 2
    victim = before.pop()
    os.kill(victim, signal.SIGKILL)
    [other] = before
    until = time.monotonic() + 30
    while len(now := pids(port) - {victim}) < 2 and time.monotonic() < until:
        pass
    assert other in now
    assert len(now) == 2


def pids(port: int) -> set[int]:
    """The processes that answer; the kernel deals connections out to them."""
    found = set()
    for _ in range(40):
        try:
            found.add(int(ask(port, "GET", "/")[1]["x-pid"]))
        except OSError:  # a connection that was dealt to the one that is dead
            time.sleep(0.05)
    return found
