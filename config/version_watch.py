"""Asks twice a second whether what readers see has changed; nobody waits for it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor

from django.utils import timezone

from texts.content_version import content_version

EVERY_SECONDS = 0.5
_SILENT_AFTER = 2.0  # seconds without an answer
_LOST_AFTER = 10.0
_log = logging.getLogger(__name__)


def version_and_day() -> str:
    """What readers see is another after each change, and in Japan after midnight."""
    return f"{content_version()} {timezone.localdate()}"


class VersionWatch:
    """`version` as it was last told; `is_silent` while nothing can be learnt.

    `ask` is run on a thread of its own and may take long or fail; it is never run twice
    at once. `is_hung` says of the last question that no answer, not even an error, came
    in time. The marks belong to the event loop.
    """

    def __init__(self, ask: Callable[[], str], thread: Executor | None = None) -> None:
        self._ask = ask
        self._thread = thread or ThreadPoolExecutor(1, "version")
        self.version = ""  # until it is told for the first time
        self.told_at = 0.0  # seconds since 1970
        self.is_silent = self.is_hung = False
        self._last = 0.0  # the same by a clock that nobody sets

    @property
    def is_lost(self) -> bool:
        """Nothing could be learnt for so long that nobody should wait for more."""
        return self.is_silent and time.monotonic() - self._last > _LOST_AFTER

    async def look(self) -> None:
        """Ask once, and say meanwhile if it takes too long."""
        loop = asyncio.get_running_loop()
        asked = loop.run_in_executor(self._thread, self._ask)
        await asyncio.wait([asked], timeout=_SILENT_AFTER)
        self.is_hung = not asked.done()
        if self.is_hung:
            self._note(is_silent=True)
        try:
            self.version = await asked
        except Exception:
            _log.debug("The version of the content could not be asked", exc_info=True)
            self._note(is_silent=True)
        else:
            self.told_at, self._last = time.time(), time.monotonic()
            self._note(is_silent=False)

    def _note(self, *, is_silent: bool) -> None:
        if is_silent != self.is_silent:
            self.is_silent = is_silent
            _log.warning(
                "The database is silent: kept pages go on"
                if is_silent
                else "The database answers again"
            )
