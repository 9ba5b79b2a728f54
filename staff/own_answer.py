"""What the public gets at an address of ours, asked for from within the program.

The request passes everything that a reader's passes, and says nothing of who is asking.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from texts.translations import Notes, noting


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """The answer, and the texts of rows that were read for it."""

    response: HttpResponse
    notes: Notes


def own_answer(path: str, *, query: str = "", host: str = "") -> OwnAnswer:
    """Ask for `path` (not quoted, without its query) as any reader would."""
    with noting() as notes:
        response = _handler().get_response(_request(path, query, host or own_host()))
        if not isinstance(response, HttpResponse):  # a file that is sent in pieces
            response = _without_content(response)
    return OwnAnswer(response, notes)


def own_host() -> str:
    """A name under which the site may be called."""
    named = urlsplit(settings.SITE_URL).netloc
    allowed = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    return named or next(iter(allowed), "localhost")


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def _request(path: str, query: str, host: str) -> WSGIRequest:
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": quote(query, safe="=&%+:/,-_.~!*'()"),
            "HTTP_HOST": host,
            # What is kept of a page is not what was read to make it.
            "HTTP_CACHE_CONTROL": "no-cache",
            "SERVER_NAME": host.partition(":")[0],
            "SERVER_PORT": "443" if settings.HTTPS else "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "https" if settings.HTTPS else "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
        }
    )


def _without_content(response: HttpResponseBase) -> HttpResponse:
    response.close()
    kind = response.headers.get("Content-Type", "")
    return HttpResponse(status=response.status_code, content_type=kind)
