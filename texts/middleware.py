"""What every finished page passes last, and what its reader wants of readings."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from texts.content_version import asking_once
from texts.domain.ruby import plain
from texts.last_pass import PassState, finish
from texts.requests import Handler, Request
from texts.responses import has_readings, replace_text
from texts.translations import Notes, noting

COOKIE = "furigana"


class PageMiddleware:
    """Sets `request.furigana`, and passes over each public page when it is made.

    Readings are off in Japanese, on in easy Japanese, unless the reader has said
    otherwise: the cookie says on or off and nothing of the reader.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.furigana = wants_furigana(request)
        with asking_once():
            if request.path.startswith(f"/{settings.ADMIN_PATH}"):
                return self.get_response(request)
            return self._page(request)

    def _page(self, request: Request) -> HttpResponse:
        response, notes = self._answer(request)
        kind = response.get("Content-Type", "").partition(";")[0]
        if response.streaming:
            return response
        if kind == "text/html":
            if request.language.is_japanese:
                patch_vary_headers(response, ["Cookie"])
            is_on = has_readings(response, usual=request.furigana)
            # While the database is gone, nothing more is asked of it.
            is_outage = getattr(response, "is_outage", False)
            state = PassState(request, is_on, notes, is_outage)
            replace_text(response, lambda page: finish(page, state))
        elif kind.startswith("text/") or kind.endswith(("json", "xml")):
            replace_text(response, plain)
        return response

    def _answer(self, request: Request) -> tuple[HttpResponse, Notes | None]:
        """The response, and the texts of rows that were read for it."""
        if request.language.is_source:
            return self.get_response(request), None
        with noting() as notes:
            return self.get_response(request), notes


def wants_furigana(request: Request) -> bool:
    """Whether the reader of this request sees readings over kanji."""
    if not request.language.is_japanese:
        return False
    default = "0" if request.language.is_source else "1"
    return request.COOKIES.get(COOKIE, default) == "1"
