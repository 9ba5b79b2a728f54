"""A request as Granian tells it (RSGI), told as Django wants to hear it (WSGI)."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterable
from typing import IO, Protocol


class Headers(Protocol):
    """The request's headers, their names in small letters."""

    def get(self, key: str, default: str | None = None) -> str | None: ...
    def get_all(self, key: str) -> list[str]: ...
    def items(self) -> Iterable[tuple[str, str]]: ...
    def __contains__(self, key: str) -> bool: ...


class Scope(Protocol):
    """What Granian says of a request; `client` and `server` are `address:port`."""

    method: str
    path: str
    query_string: str
    http_version: str
    scheme: str
    client: str
    server: str
    headers: Headers


class ResponseStream(Protocol):
    """An answer that goes out piece by piece."""

    async def send_bytes(self, piece: bytes) -> None: ...


class HTTPProtocol(Protocol):
    """What Granian hands over beside the scope; iterated, it gives the body."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None: ...
    def response_bytes(
        self, status: int, headers: list[tuple[str, str]], body: bytes
    ) -> None: ...
    def response_stream(
        self, status: int, headers: list[tuple[str, str]]
    ) -> ResponseStream: ...


def environ_of(scope: Scope, body: IO[bytes]) -> dict[str, object]:
    """What WSGI (PEP 3333) asks for; the body is there as a whole.

    A header whose name has an underscore is left out: it would pass for another one.
    """
    name, port = _split(scope.server)
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": name,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": _split(scope.client)[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for header, value in scope.headers.items():
        if "_" not in header:
            _add(environ, header.upper().replace("-", "_"), value)
    environ["CONTENT_LENGTH"] = str(_size(body))
    return environ


def _add(environ: dict[str, object], name: str, value: str) -> None:
    key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
    joint = "; " if name == "COOKIE" else ","
    # Two names of a host are one that Django refuses.
    is_one = name in ("CONTENT_TYPE", "CONTENT_LENGTH")
    if key in environ and not is_one:
        value = f"{environ[key]}{joint}{value}"
    environ[key] = value


def _split(address: str) -> tuple[str, str]:
    """`[::1]:80` as `::1` and `80`."""
    name, _, port = address.rpartition(":")
    return name.strip("[]"), port


def _size(body: IO[bytes]) -> int:
    size = body.seek(0, 2)
    body.seek(0)
    return size
