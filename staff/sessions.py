"""How long a session of staff lasts: as long after the last step as the office says."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.backends import db

IDLE = "idle_seconds"


class SessionStore(db.SessionStore):
    """A row each; signing in writes into it how long it outlasts doing nothing.

    The cookie still ends with the browser.
    """

    def get_session_cookie_age(self) -> int:
        return int(self.get(IDLE, settings.SESSION_COOKIE_AGE))
