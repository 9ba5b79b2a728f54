"""Pages from memory, before Django and its threads; all else goes through the door.

Runs on the event loop. Of many who ask for a page that is not there, one has it made.
A page is kept until the content changes, and shown on, with a word, while nobody can
say whether it has. docs/decisions/page-cache.md says why so.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from config.access_log import Lines, Noted, line_of_kept
from config.asked_page import AskedPage, asked_page
from config.door import Answer, Door, RefusedError
from config.environ import HTTPProtocol, Scope
from config.kept_page import Headers, KeptPage, KeptPages, send
from config.version_watch import EVERY_SECONDS, VersionWatch

_Packed = TypeVar("_Packed")
_Flight = asyncio.Future[KeptPage | None]
_log = logging.getLogger(__name__)
_LASTS = ("cache-control", "public, max-age=0, must-revalidate")
_OFTEN = 20  # asked so often, a page is worth being packed as small as it gets
_TEXTS = ("text/", "application/atom+xml", "application/xml", "application/ld+json")
# A page that says any of these is not for everyone, or not only a page.
_SAYS = {"set-cookie", "cache-control", "expires", "content-disposition"}
_BEFORE = b"<main "  # where a page says that it may be out of date


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes each server process keeps."""

    page_bytes: int
    many_bytes: int  # of searches and all else of which there is no end


class PageCache:
    """An RSGI application before the door.

    `note` takes an address and when its content was last known to be new (seconds since
    1970), and says so in HTML; it needs nothing that can fail.
    """

    def __init__(
        self,
        door: Door,
        watch: VersionWatch,
        room: Room,
        note: Callable[[str, float], bytes],
        *,
        is_logged: bool = True,
        is_proxied: bool = False,
        packer: Executor | None = None,
    ) -> None:
        self._door, self._watch, self._note = door, watch, note
        self._is_logged, self._lines = is_logged, Lines()
        self._is_proxied = is_proxied
        self._keeps = room.page_bytes > 0
        self._pages: KeptPages[AskedPage] = KeptPages(room.page_bytes)
        self._many: KeptPages[AskedPage] = KeptPages(room.many_bytes)
        self._making: dict[tuple[AskedPage, str], _Flight] = {}
        self._often: deque[AskedPage] = deque(maxlen=1000)
        self._packer = packer or ThreadPoolExecutor(2, "pack")

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._running = loop.create_task(self._run())

    async def _run(self) -> None:
        while True:
            try:
                await self._watch.look()
                await self._pack_one()
            except Exception:
                # Without this, pages would stay as they are for ever.
                _log.exception("The pages in memory were not looked after")
            await asyncio.sleep(EVERY_SECONDS)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        began = time.perf_counter()
        asked = asked_page(scope) if self._keeps and self._watch.version else None
        if asked is None:
            await self._door.__rsgi__(scope, protocol)
        elif (page := self._at_hand(asked)) is not None:
            status, size = self._hand_out(asked, page, scope, protocol)
            if self._is_logged:
                told = line_of_kept(
                    method=scope.method, path=asked.path, status=status, size=size,
                    seconds=time.perf_counter() - began,
                )  # fmt: skip
                self._lines.add(told)
        elif self._is_logged:
            with Noted(scope, protocol, lines=self._lines) as noted:
                await self._answer(asked, scope, noted)
        else:
            await self._answer(asked, scope, protocol)

    def _at_hand(self, asked: AskedPage) -> KeptPage | None:
        """The page that is kept, if it is known to be new."""
        if self._watch.is_silent:
            return None
        page: KeptPage | None = self._shelf(asked).get(asked)
        return page if page is not None and self._is_new(asked, page) else None

    async def _answer(
        self, asked: AskedPage, scope: Scope, protocol: HTTPProtocol
    ) -> None:
        """A page that must be made, or shown although it may be out of date."""
        page: KeptPage | None = self._shelf(asked).get(asked)
        if page is None or not self._watch.is_silent:
            page = await self._made(asked, scope, protocol, page)
        else:
            held, page = page, None
            with self._door.refusing(scope, protocol):
                page = await self._older(asked, held)
        if page is not None:
            self._hand_out(asked, page, scope, protocol)

    def _hand_out(
        self, asked: AskedPage, page: KeptPage, scope: Scope, protocol: HTTPProtocol
    ) -> tuple[int, int]:
        """Answers with the status and how many bytes went out."""
        page.asked += 1
        if page.asked == _OFTEN:
            self._often.append(asked)
        headers = scope.headers
        coded = page.coded(headers.get("accept-encoding") or "")
        return send(
            coded.until_asked_again() if self._is_proxied else coded,
            protocol,
            is_head=scope.method == "HEAD",
            known=headers.get("if-none-match"),
        )

    async def _made(
        self,
        asked: AskedPage,
        scope: Scope,
        protocol: HTTPProtocol,
        older: KeptPage | None,
    ) -> KeptPage | None:
        """The page, made by one of all who ask; None where the answer is on its way.

        What cannot be kept is made for each of them, with all that they sent.
        """
        place = (asked, self._stamp(asked))
        if (flight := self._making.get(place)) is not None:
            await asyncio.wait([flight])
            if flight.result() is None:
                await self._door.answer(scope, protocol)
            return flight.result()
        flight = self._making[place] = asyncio.get_running_loop().create_future()
        page = None
        try:
            with self._door.refusing(scope, protocol):
                page = await self._make(asked, scope, protocol, older)
        finally:
            del self._making[place]
            flight.set_result(page)
        return page

    async def _make(
        self,
        asked: AskedPage,
        scope: Scope,
        protocol: HTTPProtocol,
        older: KeptPage | None,
    ) -> KeptPage | None:
        """A new page, kept; the older one where there is no place to make it now."""
        stamp = self._stamp(asked)  # as it was before: what changes now is not in it
        try:
            answer = await self._door.answered(asked.environ(scope))
        except RefusedError:
            if older is None:
                raise
            return await self._older(asked, older)
        if answer.status == 503 and older is not None:
            answer.content.close()
            return await self._older(asked, older)
        headers = _kept_headers(answer)
        if headers is None:
            if answer.status < 420:  # not for want of anything
                self._shelf(asked).drop(asked)
            if scope.method == "HEAD":  # it was made as for who wants all of it
                answer.content.close()
                await self._door.answer(scope, protocol)
            else:
                await self._door.hand_over(answer, protocol)
            return None
        with answer.content as content:
            content.seek(0)
            page = await self._packed(KeptPage, content.read(), headers, stamp)
        self._shelf(asked).put(asked, page)
        return page

    async def _older(self, asked: AskedPage, page: KeptPage) -> KeptPage:
        """The page with the word that it may be out of date, kept in its place.

        There is room for one of both; that without the word is soon made anew.
        """
        if page.stamp is None:
            return page
        note = self._note(asked.path, self._watch.told_at)
        stale = await self._packed(page.stale, _BEFORE, note + _BEFORE)
        self._shelf(asked).put(asked, stale)
        return stale

    async def _pack_one(self) -> None:
        """One page that is often asked for, as small as it gets, at each look."""
        asked = self._often.popleft() if self._often else None
        shelf = self._shelf(asked) if asked else self._pages
        page = shelf.get(asked) if asked else None
        if asked is None or page is None:
            return
        coded = await self._packed(page.pack_well)
        if shelf.get(asked) is page:
            shelf.drop(asked)
            page.take(coded)
            shelf.put(asked, page)

    async def _packed(self, pack: Callable[..., _Packed], *told: object) -> _Packed:
        """Compressed on a thread: the event loop waits for nothing."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._packer, pack, *told)

    def _shelf(self, asked: AskedPage) -> KeptPages[AskedPage]:
        return self._many if asked.is_many else self._pages

    def _is_new(self, asked: AskedPage, page: KeptPage) -> bool:
        return page.stamp == self._stamp(asked)

    def _stamp(self, asked: AskedPage) -> str:
        """Of which content; a search may ask what is open now, so it lasts a minute."""
        version = self._watch.version
        return f"{version} {int(time.time() // 60)}" if asked.is_many else version


def _kept_headers(answer: Answer) -> Headers | None:
    """What goes with a page that is kept; None where it is not."""
    named = dict(answer.headers)
    varies = {one.strip().lower() for one in named.get("vary", "").split(",")}
    if (
        answer.status != 200
        or answer.stream is not None
        or answer.content.tell() > Answer.LARGE
        or _SAYS & {*named}
        or not named.get("content-type", "").startswith(_TEXTS)
        or varies - {"", "cookie", "accept-encoding"}
    ):
        return None
    kept = [
        (name, value)
        for name, value in answer.headers
        if name not in ("content-length", "vary")
    ]
    vary = "Accept-Encoding, Cookie" if "cookie" in varies else "Accept-Encoding"
    return [*kept, ("vary", vary), _LASTS]
