"""How long a session of staff lasts: as long after the last step as the office says."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.backends import base, db

_SIGNS = frozenset(base.VALID_KEY_CHARS)
IDLE = "idle_seconds"


class SessionStore(db.SessionStore):
    """A row each; signing in writes into it how long it outlasts doing nothing.

    The cookie still ends with the browser.
    """

    def __init__(self, session_key: str | None = None) -> None:
        # A cookie may hold what PostgreSQL cannot be asked for: a zero.
        is_key = session_key is not None and _SIGNS.issuperset(session_key)
        super().__init__(session_key if is_key else None)

    def get_session_cookie_age(self) -> int:
        return int(self.get(IDLE, settings.SESSION_COOKIE_AGE))
