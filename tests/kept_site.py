"""The whole site behind its page cache, in one thread: it sees a test's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from config.door import Door
from config.page_cache import PageCache, Room
from config.version_watch import VersionWatch, version_and_day
from guide import outage
from tests.door_site import BOUNDS
from tests.rsgi import AtOnce, Here, Told, answers, scope_of


@contextmanager
def keeping_connections() -> Iterator[None]:
    """A request ends, and the test's transaction goes on, as Django's client has it."""
    signals = request_started, request_finished
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


class KeptSite:
    """Django, what it was asked, and the cache before it."""

    def __init__(self, made: Callable[..., Iterable[bytes]] | None = None) -> None:
        self._django = made or get_wsgi_application()
        self.asked: list[str] = []
        self._here = Here()
        door = Door(self._counted, BOUNDS, outage.page, is_logged=False)
        door._threads = self._here  # type: ignore[assignment]
        self.watch = VersionWatch(version_and_day, self._here)
        self.cache = PageCache(
            door,
            self.watch,
            Room(page_bytes=20_000_000, many_bytes=2_000_000),
            outage.stale_note,
            is_logged=False,
            packer=AtOnce(),
        )
        self.look()

    def look(self) -> None:
        """What happens twice a second."""
        self._here.serve(self.watch.look())

    def ask(self, path: str, **headers: str) -> Told:
        asked = [scope_of(path, **headers)]
        with keeping_connections():
            return self._here.serve(answers(self.cache, asked))[0]

    def _counted(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        return self._django(environ, start)
