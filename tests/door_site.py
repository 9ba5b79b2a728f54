"""A small application behind the door, for tests: narrow bounds, quick to wait for."""

import os
import threading
import time
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

from config.door import Bounds, Door

BOUNDS = Bounds(
    places=2,
    waiting=2,
    waiting_seconds=5,
    bodies=60,
    body_seconds=1.5,
    body_bytes=1000,
    large_bodies=1,
    large_bytes=3_000_000,
    large_at="/files/",
    large_answers=4,
    streams=2,
    stream_seconds=10,
)
LARGE = 5_000_000


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path == "/slow":
        time.sleep(1)
    if path == "/broken":
        raise RuntimeError("before an answer")
    start_response(
        "200 OK", [("Content-Type", "text/plain"), ("X-Pid", str(os.getpid()))]
    )
    if path == "/ended":
        return ["\n".join(ENDED).encode()]
    if path == "/large":
        return (b"x" * 100_000 for _ in range(LARGE // 100_000))
    if path == "/rows":
        return Rows(20)
    if path == "/few-rows":
        return Rows(3)
    if path == "/half":
        return half()
    if path.startswith("/headers"):
        told = (f"{name}={environ[name]}" for name in sorted(environ) if name in TOLD)
        return ["\n".join(told).encode("latin-1")]
    return [b"read %d" % len(environ["wsgi.input"].read())]


TOLD = {
    *("REMOTE_ADDR", "PATH_INFO", "QUERY_STRING", "REQUEST_METHOD", "HTTP_HOST"),
    *("HTTP_COOKIE", "HTTP_X_FORWARDED_FOR", "CONTENT_LENGTH", "SERVER_PROTOCOL"),
}


class Rows:
    """An answer that takes long, as Django marks one; each row is full for a piece."""

    streaming = True

    def __init__(self, number: int) -> None:
        self._number = number

    def __iter__(self) -> Iterator[bytes]:
        for number in range(self._number):
            time.sleep(0.2)
            told = f"{number} {threading.get_native_id()}"
            yield told.encode().ljust(64 * 1024 - 1) + b"\n"

    def close(self) -> None:
        ENDED.append(str(threading.get_native_id()))


ENDED: list[str] = []


def half() -> Iterator[bytes]:
    yield b"half of it"
    raise RuntimeError("in the middle")


def page(status: int, path: str) -> bytes:
    return f"refused {status} {path}".encode()


application = Door(app, BOUNDS, page)
