"""Who sends a form for staff."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest


def sender_of(request: HttpRequest) -> User:
    """The person behind a request that the admin has let in."""
    return cast(User, request.user)
