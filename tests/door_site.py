"""A small application behind the door, for tests: narrow bounds, quick to wait for."""

import os
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
    if path == "/large":
        return (b"x" * 100_000 for _ in range(LARGE // 100_000))
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


def half() -> Iterator[bytes]:
    yield b"half of it"
    raise RuntimeError("in the middle")


def page(status: int, path: str) -> bytes:
    return f"refused {status} {path}".encode()


application = Door(app, BOUNDS, page)
