"""The application that Granian runs: kept pages, and Django behind its door."""

from django.conf import settings
from django.db import DatabaseError, connection, connections

from config import wsgi  # first: it sets Django up
from config.door import Bounds, Door
from config.garbage import look_seldom
from config.middleware import policies
from config.page_cache import PageCache, Room
from config.version_watch import VersionWatch, version_and_day
from guide import outage


def ask_apart() -> str:
    """The version, asked on a thread that no request begins or ends."""
    try:
        return version_and_day()
    except DatabaseError:
        connection.close()
        raise
    finally:
        connection.close_if_unusable_or_obsolete()


def is_lost(path: str) -> bool:
    """Whether nobody should wait at `path` for a database that is silent."""
    if path == "/healthz":
        return watch.is_hung  # what it would wait for; it tells of errors itself
    return watch.is_lost and not path.startswith(settings.STATIC_URL)


watch = VersionWatch(ask_apart)
outage.read_contact()
outage.write_pages()
connection.close()
door = Door(
    wsgi.application,
    Bounds(**settings.DOOR),
    outage.page,
    finished=connections.close_all,
    is_lost=is_lost,
    policies=policies(),
    alive="/healthz/live",
    is_logged=settings.ACCESS_LOG,
)
kept = PageCache(
    door,
    watch,
    Room(**settings.KEPT_PAGES),
    outage.stale_note,
    is_logged=settings.ACCESS_LOG,
    is_proxied=settings.TRUSTED_PROXIES > 0,
)
application = kept  # without room, too: it looks whether the database is silent
look_seldom()
