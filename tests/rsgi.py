"""A server as Granian is one to an RSGI application, without a server."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import brotli

HOST = "testserver"


class AtOnce(Executor):
    """Runs at once: nobody waits."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future:
        future: Future = Future()
        try:
            future.set_result(fn(*args, **named))
        except BaseException as error:
            future.set_exception(error)
        return future


class Here(Executor):
    """Runs on the thread that serves, a test's own, which sees its transaction.

    The event loop is on another: a thread that has one gets its own connection.
    """

    def __init__(self) -> None:
        self._calls: SimpleQueue[tuple[Future, Callable[[], Any]] | None]
        self._calls = SimpleQueue()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future:
        future: Future = Future()
        self._calls.put((future, partial(fn, *args, **named)))
        return future

    def serve(self, work: Coroutine[Any, Any, Any]) -> Any:
        """What `work` comes to, while this thread does what it submits."""
        with ThreadPoolExecutor(1) as loop:
            done = loop.submit(asyncio.run, work)
            done.add_done_callback(lambda _done: self._calls.put(None))
            while (call := self._calls.get()) is not None:
                future, run = call
                if not future.set_running_or_notify_cancel():
                    continue
                try:
                    future.set_result(run())
                except BaseException as error:
                    future.set_exception(error)
        return done.result()


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


class Headers(dict[str, list[str]]):
    """The lines of a request, as Granian gives them."""

    def get(self, key: str, default: Any = None) -> Any:
        return self[key][0] if key in self else default

    def get_all(self, key: str) -> list[str]:
        return super().get(key, [])

    def items(self) -> Any:
        return [(name, line) for name in self for line in self[name]]


def scope_of(
    path: str, method: str = "GET", **headers: str | list[str]
) -> SimpleNamespace:
    """A request; `accept_encoding="br"` is the header `accept-encoding`.

    Several values are as many lines.
    """
    path, _, query = path.partition("?")
    named = {"host": HOST} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = {k: [v] if isinstance(v, str) else v for k, v in named.items()}
    return SimpleNamespace(
        method=method,
        path=path,
        query_string=quote(query, safe="&=%+"),
        http_version="1.1",
        scheme="http",
        client="192.0.2.7:1234",
        server=f"{HOST}:8000",
        headers=Headers(lines),
    )


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """What `work` comes to, on a thread of its own: a browser's tests have a loop."""
    with ThreadPoolExecutor(1) as loop:
        return loop.submit(asyncio.run, work).result()


async def answers(application: Any, asked: Iterable[SimpleNamespace]) -> list[Told]:
    """What each of them is answered, who all ask at the same moment."""
    told = [(scope, Told()) for scope in asked]
    await asyncio.gather(*(application.__rsgi__(scope, to) for scope, to in told))
    return [to for _scope, to in told]


def ask(
    application: Any, path: str, method: str = "GET", **headers: str | list[str]
) -> Told:
    scope = scope_of(path, method, **headers)
    return run(answers(application, [scope]))[0]
