"""One line of JSON a request on standard output, in which nobody can be found.

No query, body, cookie or address of a reader, and of the pages that take or show what
somebody told, only that it was one of them. A line must never cost an answer: nobody
waits for a log that is full or that nobody takes.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from config.environ import HTTPProtocol, ResponseStream, Scope
from texts.domain.addresses import folded

# A line is a large part of what a kept page costs. Japan's clocks are never changed.
_OFFSET = "+09:00"
_JAPAN = timezone(timedelta(hours=9))
_STANDARD_OUTPUT = 1
_AT_ONCE = 4096  # bytes: PIPE_BUF
_WAIT = 0.2  # seconds


def line(*, method: str, path: str, status: int, size: int, seconds: float) -> str:
    """One request as a line of JSON; `size` in bytes, with its end of line."""
    return _line(_asked(method[:16], folded(path)), status, size, seconds)


def line_of_kept(
    *, method: str, path: str, status: int, size: int, seconds: float
) -> str:
    """The same where the page is in memory, and so its path is no secret there."""
    return _line(_asked_of_kept(method, path), status, size, seconds)


def _line(asked: str, status: int, size: int, seconds: float) -> str:
    now = time.time()
    second = int(now)
    return (
        f'{{"time": "{_stamp(second)}.{int((now - second) * 1000):03}{_OFFSET}",'
        f' {asked}, "status": {status}, "ms": {seconds * 1000:.1f}, "bytes": {size}}}\n'
    )


@lru_cache(maxsize=1)
def _stamp(second: int) -> str:
    """A second as it is written in Japan."""
    return datetime.fromtimestamp(second, _JAPAN).replace(tzinfo=None).isoformat()


@lru_cache(maxsize=1024)
def _asked(method: str, path: str) -> str:
    """Texts as JSON: most lines name a page that others before them named."""
    return f'"method": {json.dumps(method)}, "path": {json.dumps(path)}'


@lru_cache(maxsize=1024)
def _asked_of_kept(method: str, path: str) -> str:
    return _asked(method, folded(path))


def write(text: str) -> None:
    """Write a line, or let it go: where the disk is full or nobody reads the pipe."""
    try:
        _read, ready, _failed = select.select([], [_STANDARD_OUTPUT], [], 0)
        if ready:
            # One call, so that lines of several processes do not mix.
            os.write(_STANDARD_OUTPUT, text.encode())
    except (OSError, ValueError):
        pass


class Lines:
    """Lines of answers from memory, which cost less than a write for each line.

    Written some at a time, and never so many that a pipe would mix those of several
    processes. Belongs to the event loop.
    """

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._size = 0

    def add(self, text: str) -> None:
        if not self._waiting:
            asyncio.get_running_loop().call_later(_WAIT, self.flush)
        elif self._size + len(text) > _AT_ONCE:
            self.flush()
        self._waiting.append(text)
        self._size += len(text)

    def flush(self) -> None:
        if self._waiting:
            write("".join(self._waiting))
        self._waiting, self._size = [], 0


class Noted:
    """What Granian hands over beside the scope; writes its line when it is left."""

    def __init__(
        self,
        scope: Scope,
        protocol: HTTPProtocol,
        *,
        is_written: bool = True,
        lines: Lines | None = None,
    ) -> None:
        self._is_written, self._lines = is_written, lines
        self._scope, self._protocol = scope, protocol
        self._began = time.perf_counter()
        self._status = self._size = 0

    def __enter__(self) -> Noted:
        return self

    def __exit__(self, *error: object) -> None:
        if not self._is_written:
            return
        text = line(
            method=self._scope.method,
            path=self._scope.path,
            status=self._status,
            size=self._size,
            seconds=time.perf_counter() - self._began,
        )
        if self._lines is None:
            write(text)
        else:
            self._lines.add(text)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._protocol)

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self._status = status
        self._protocol.response_empty(status, headers)

    def response_bytes(
        self, status: int, headers: list[tuple[str, str]], body: bytes
    ) -> None:
        self._status, self._size = status, len(body)
        self._protocol.response_bytes(status, headers, body)

    def response_stream(
        self, status: int, headers: list[tuple[str, str]]
    ) -> ResponseStream:
        self._status = status
        self._stream = self._protocol.response_stream(status, headers)
        return self

    async def send_bytes(self, piece: bytes) -> None:
        self._size += len(piece)
        await self._stream.send_bytes(piece)
