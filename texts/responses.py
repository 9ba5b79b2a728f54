"""A finished response: what it says of itself, and its text on its way out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse


def has_readings(response: HttpResponse, *, usual: bool) -> bool:
    """Whether the page shows readings over kanji: as its context says, else as usual.

    A page on which they are chosen by themselves, a handout, has `has_readings` there.
    """
    context = getattr(response, "context_data", None) or {}
    return bool(context.get("has_readings", usual))


def replace_text(response: HttpResponse, change: Callable[[str], str]) -> None:
    """Send the changed text; what the response says of its own length stays true."""
    content = change(response.content.decode()).encode()
    response.content = content
    if response.has_header("Content-Length"):
        response.headers["Content-Length"] = str(len(content))
