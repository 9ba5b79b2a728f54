"""A finished response whose text is changed on its way out."""

from __future__ import annotations

from django.http import HttpResponse


def replace_text(response: HttpResponse, text: str) -> None:
    """Send `text` instead; what the response says of its own length stays true."""
    response.content = text.encode()
    if response.has_header("Content-Length"):
        response.headers["Content-Length"] = str(len(response.content))
