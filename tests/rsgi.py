"""A server as Granian is one to an RSGI application, without a server."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import brotli

HOST = "testserver"


class AtOnce(Executor):
    """Runs at once and on this thread, so that it sees a test's own transaction."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future:
        future: Future = Future()
        try:
            future.set_result(fn(*args, **named))
        except BaseException as error:
            future.set_exception(error)
        return future


@dataclass
class Told:
    """What the application has answered."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def content(self) -> bytes:
        """Unpacked."""
        coding = self.headers.get("content-encoding", "")
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(coding, bytes)
        return unpack(self.body)

    @property
    def text(self) -> str:
        return self.content.decode()

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.response_bytes(status, headers, b"")

    def response_bytes(
        self, status: int, headers: list[tuple[str, str]], body: bytes
    ) -> None:
        assert not self.status, "answered twice"
        assert len({name for name, _value in headers}) == len(headers)
        self.status, self.headers, self.body = status, dict(headers), body

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Told:
        self.status, self.headers = status, dict(headers)
        return self

    async def send_bytes(self, piece: bytes) -> None:
        self.body += piece

    async def __aiter__(self):
        for piece in ():
            yield piece


def scope_of(path: str, method: str = "GET", **headers: str) -> SimpleNamespace:
    """A request; `accept_encoding="br"` is the header `accept-encoding`."""
    path, _, query = path.partition("?")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(
        method=method,
        path=path,
        query_string=query,
        http_version="1.1",
        scheme="http",
        client="192.0.2.7:1234",
        server=f"{HOST}:8000",
        headers={"host": HOST} | named,
    )


async def answers(application: Any, asked: Iterable[SimpleNamespace]) -> list[Told]:
    """What each of them is answered, who all ask at the same moment."""
    told = [(scope, Told()) for scope in asked]
    await asyncio.gather(*(application.__rsgi__(scope, to) for scope, to in told))
    return [to for _scope, to in told]


def ask(application: Any, path: str, method: str = "GET", **headers: str) -> Told:
    scope = scope_of(path, method, **headers)
    return asyncio.run(answers(application, [scope]))[0]
