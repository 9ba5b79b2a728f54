"""The application that Granian runs: kept pages, and Django behind its door."""

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from config import wsgi  # first: it sets Django up
from config.door import Bounds, Door
from config.page_cache import PageCache, Room
from config.version_watch import VersionWatch
from guide import outage
from texts.content_version import content_version


def version_and_day() -> str:
    """What readers see is another after each change, and in Japan after midnight."""
    try:
        return f"{content_version()} {timezone.localdate()}"
    except DatabaseError:
        connection.close()
        raise
    finally:
        connection.close_if_unusable_or_obsolete()


outage.read_contact()
outage.write_pages()
connection.close()
door = Door(
    wsgi.application,
    Bounds(**settings.DOOR),
    outage.page,
    finished=connections.close_all,
    is_logged=settings.ACCESS_LOG,
)
application = PageCache(
    door,
    VersionWatch(version_and_day),
    Room(**settings.KEPT_PAGES),
    outage.stale_note,
    is_logged=settings.ACCESS_LOG,
)
