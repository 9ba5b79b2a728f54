"""The door before Django: nobody who is slow, and no crowd, holds what makes pages.

Whoever sends a body slowly, waits for a place or takes a large answer slowly waits on
the event loop, which costs nothing. Django runs on a few threads (`settings.PLACES`),
each with its own connection to the database, and is handed only requests that are there
as a whole. RSGI is Granian's own interface: docs/decisions/server.md says why.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO
from wsgiref.types import WSGIApplication

from config.access_log import Noted
from config.environ import HTTPProtocol, Scope, environ_of
from config.streams import Stream

_PIECE = 64 * 1024
# Who sends something waits to the end: nothing else can tell whether it was kept.
_READING = ("GET", "HEAD")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many may be let in, how much, how long: of each server process."""

    places: int  # requests that Django answers at once
    waiting: int  # requests that wait for a place
    waiting_seconds: float
    bodies: int  # bodies that are on their way
    body_seconds: float  # a body has this long, and a second more for each 100 kB
    body_bytes: int
    large_bodies: int  # of bodies longer than that, which are taken at `large_at` only
    large_bytes: int
    large_at: str  # the beginning of the addresses that take files
    large_answers: int  # answers on their way that are too large for one piece
    streams: int  # answers that are made while they are sent
    stream_seconds: float


class RefusedError(Exception):
    """The request is not let in; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Door:
    """An RSGI application around a WSGI one; `page` words what is refused.

    `page` takes a status and the address, and must need nothing that can fail.
    `finished` gives back what a thread of the application's still holds at its end.
    `is_lost` says that what an address needs has been silent for long: then nobody is
    let in, and who only reads waits no longer. `policies` are the headers that what is
    refused has in common with every page. At `alive` the process says by itself that it
    lives: what makes pages may be held up as a whole, and a new start would not help.
    """

    def __init__(
        self,
        application: WSGIApplication,
        bounds: Bounds,
        page: Callable[[int, str], bytes],
        finished: Callable[[], None] = lambda: None,
        *,
        is_lost: Callable[[str], bool] = lambda _path: False,
        policies: Iterable[tuple[str, str]] = (),
        alive: str = "",
        is_logged: bool = True,
    ) -> None:
        self._application, self._bounds, self._page = application, bounds, page
        self._finished, self._is_lost = finished, is_lost
        self._policies, self._alive = list(policies), alive
        self._is_logged = is_logged
        self._threads = ThreadPoolExecutor(bounds.places, "place")
        self._queue = _Room(bounds.places + bounds.waiting)
        self._bodies = _Room(bounds.bodies)
        self._large_bodies = _Room(bounds.large_bodies)
        self._large_answers = _Room(bounds.large_answers)
        self._streams = _Room(bounds.streams)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        with Noted(scope, protocol, is_written=self._is_logged) as noted:
            await self.answer(scope, noted)

    async def answer(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if scope.path == self._alive and scope.method in _READING:
            self._tell(200, "text/plain", b"ok\n", protocol)
            return
        with self.refusing(scope, protocol):
            async with self._body(scope, protocol) as body:
                answer = await self.answered(environ_of(scope, body))
            await self.hand_over(answer, protocol)

    @contextmanager
    def refusing(self, scope: Scope, protocol: HTTPProtocol) -> Iterator[None]:
        """Whatever cannot be answered within gets the page that says so."""
        try:
            yield
        except RefusedError as refusal:
            self._refuse(refusal.status, scope, protocol)
        except Exception:
            _log.exception("The door failed")
            self._refuse(500, scope, protocol)

    @asynccontextmanager
    async def _body(
        self, scope: Scope, protocol: HTTPProtocol
    ) -> AsyncIterator[IO[bytes]]:
        """The whole body; RefusedError where it is too long or does not come."""
        bounds = self._bounds
        length = _length(scope)
        is_large = length > bounds.body_bytes and scope.path.startswith(bounds.large_at)
        most = bounds.large_bytes if is_large else bounds.body_bytes
        if length > most:
            raise RefusedError(413)
        with SpooledTemporaryFile(1024 * 1024) as body:
            if length or "transfer-encoding" in scope.headers:
                with (self._large_bodies if is_large else self._bodies).one():
                    seconds = bounds.body_seconds + length / 100_000
                    await _receive(protocol, body, most=most, seconds=seconds)
                if length and body.tell() < length:
                    raise RefusedError(400)  # nobody is there any more to read it
                body.seek(0)
            yield body

    async def answered(self, environ: dict[str, object]) -> Answer:
        """What the application answers, made at one of the places; a stream, begun."""
        path = str(environ["PATH_INFO"])
        if self._is_lost(path):
            raise RefusedError(503)
        with self._queue.one():
            future = self._threads.submit(self._make, environ)
            made = asyncio.wrap_future(future)
            ends = time.monotonic() + self._bounds.waiting_seconds
            reads = environ["REQUEST_METHOD"] in _READING
            while not (await asyncio.wait([made], timeout=1))[0]:
                is_lost = reads and self._is_lost(path)
                # Who has been given a place keeps it, however long it takes.
                if (is_lost or time.monotonic() > ends) and future.cancel():
                    raise RefusedError(503)
                if is_lost:
                    made.add_done_callback(_let_go)
                    raise RefusedError(503)
            return await made

    def _make(self, environ: dict[str, object]) -> Answer:
        """Runs on a thread: its connection to the database is given back here."""
        answer = Answer()
        pieces = self._application(environ, answer.start)
        is_stream = getattr(pieces, "streaming", False) and not answer.has_length
        if is_stream and environ["REQUEST_METHOD"] != "HEAD":
            answer.stream = Stream(pieces, self._finished)
            return answer
        try:
            for piece in () if is_stream else pieces:
                answer.content.write(piece)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        return answer

    async def hand_over(self, answer: Answer, protocol: HTTPProtocol) -> None:
        """As one piece; what lies on disk goes in many, as it is taken."""
        if answer.stream is not None:
            await self._send_on(answer, answer.stream, protocol)
            return
        with answer.content as content:
            size = content.tell()
            content.seek(0)
            if size <= Answer.LARGE:
                protocol.response_bytes(answer.status, answer.headers, content.read())
                return
            with self._large_answers.one():
                stream = protocol.response_stream(answer.status, answer.headers)
                try:
                    async with asyncio.timeout(60 + size / 20_000):
                        while piece := content.read(_PIECE):
                            await stream.send_bytes(piece)
                except (TimeoutError, RuntimeError, OSError):
                    _log.info("A large answer was not taken as a whole")

    async def _send_on(
        self, answer: Answer, stream: Stream, protocol: HTTPProtocol
    ) -> None:
        """Piece by piece as it is made: no place is held, and none of it is kept."""
        answer.content.close()
        try:
            with self._streams.one():
                out = protocol.response_stream(answer.status, answer.headers)
                async with asyncio.timeout(self._bounds.stream_seconds):
                    while piece := await stream.piece():
                        await out.send_bytes(piece)
        except (TimeoutError, RuntimeError, OSError):
            _log.info("A streamed answer was not taken as a whole")
        finally:
            stream.close()

    def _refuse(self, status: int, scope: Scope, protocol: HTTPProtocol) -> None:
        more = [("connection", "close")]  # what is left of the body is not waited for
        if status == 503:
            more.append(("retry-after", "10"))
        page = self._page(status, scope.path)
        self._tell(status, "text/html", page, protocol, *more)

    def _tell(
        self,
        status: int,
        kind: str,
        content: bytes,
        protocol: HTTPProtocol,
        *more: tuple[str, str],
    ) -> None:
        """An answer of the door's own."""
        headers = [
            ("content-type", f"{kind}; charset=utf-8"),
            ("cache-control", "no-store"),
        ]
        protocol.response_bytes(status, [*headers, *more, *self._policies], content)


class Answer:
    """Status, headers and content of an answer; a large content lies on disk.

    One that the application streams, without a length, has its content in `stream`.
    """

    LARGE = 2 * 1024 * 1024

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[str, str]] = []
        self.stream: Stream | None = None
        self.content = SpooledTemporaryFile(self.LARGE)  # noqa: SIM115 -- handed over

    @property
    def has_length(self) -> bool:
        return any(name == "content-length" for name, _ in self.headers)

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        self.status = int(status[:3])
        self.headers = [(name.lower(), value) for name, value in headers]
        return self.content.write


def _let_go(made: asyncio.Future[Answer]) -> None:
    """Close what was made when nobody waited for it any more."""
    if not made.cancelled() and made.exception() is None:
        answer = made.result()
        answer.content.close()
        if answer.stream is not None:
            answer.stream.close()


@dataclass(slots=True)
class _Room:
    """So many at once, and nobody waits outside; of one thread, the event loop's."""

    free: int

    @contextmanager
    def one(self) -> Iterator[None]:
        if not self.free:
            raise RefusedError(503)
        self.free -= 1
        try:
            yield
        finally:
            self.free += 1


async def _receive(
    protocol: HTTPProtocol, body: IO[bytes], *, most: int, seconds: float
) -> None:
    try:
        async with asyncio.timeout(seconds):
            async for piece in protocol:
                if body.tell() + len(piece) > most:
                    raise RefusedError(413)
                body.write(piece)
    except TimeoutError:
        raise RefusedError(408) from None


def _length(scope: Scope) -> int:
    try:
        return max(0, int(scope.headers.get("content-length") or 0))
    except ValueError:
        raise RefusedError(400) from None
