"""Answers that are made while they are sent, each on a thread of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

_PIECE = 64 * 1024
_log = logging.getLogger(__name__)


class Stream:
    """The content of an answer, to be made piece by piece, always on the same thread.

    What belongs to a thread, such as a connection to the database, is given back there
    by `finished`.
    """

    def __init__(self, content: Iterable[bytes], finished: Callable[[], None]) -> None:
        self._content, self._finished = content, finished
        self._pieces = iter(content)
        self._thread = ThreadPoolExecutor(1, "stream")

    async def piece(self) -> bytes:
        """The next 64 kB or so; nothing at the end, or where the rest cannot be made.

        Between two pieces the thread waits, so that who takes them slowly costs none.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._gathered)

    def close(self) -> None:
        """Whether it was taken as a whole or not; waits for nothing."""
        self._thread.submit(self._end)
        self._thread.shutdown(wait=False)

    def _gathered(self) -> bytes:
        piece = bytearray()
        try:
            for one in self._pieces:
                piece += one
                if len(piece) >= _PIECE:
                    break
        except Exception:
            _log.exception("An answer broke off")
        return bytes(piece)

    def _end(self) -> None:
        try:
            if hasattr(self._content, "close"):
                self._content.close()
        finally:
            self._finished()
