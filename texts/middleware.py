"""What every finished page passes last: ふりがな, and `lang` where it is Japanese."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from texts.domain.finish import annotate_html
from texts.domain.ruby import Readings, plain
from texts.line_breaks import break_headings, phrase_starts
from texts.readings import readings
from texts.responses import replace_text

Handler = Callable[[HttpRequest], HttpResponse]

COOKIE = "furigana"
# A part of a page, more than the name of a language, that is not Japanese.
_FOREIGN = re.compile(r'<(?!html\b|a\b)\w[^>]*\blang="(?!ja\b)')
_log = logging.getLogger(__name__)


class FinishMiddleware:
    """Sets `request.furigana`, and goes over each public page when it is made.

    Off in Japanese, on in easy Japanese, unless the reader has said otherwise: the
    cookie says on or off and nothing of the reader. Japanese in a page of another
    language has no ふりがな.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Lazy: the language's own middleware looks at the address after this.
        request.furigana = SimpleLazyObject(lambda: wants_furigana(request))
        response = self.get_response(request)
        if request.path.startswith(f"/{settings.ADMIN_PATH}") or response.streaming:
            return response
        kind = response.get("Content-Type", "").partition(";")[0]
        if kind == "text/html":
            self._finish(request, response)
        elif kind.startswith("text/") or kind.endswith(("json", "xml")):
            replace_text(response, plain(response.content.decode()))
        return response

    def _finish(self, request: HttpRequest, response: HttpResponse) -> None:
        language = request.language
        if language.is_japanese:
            patch_vary_headers(response, ["Cookie"])
        is_on, is_easy = bool(request.furigana), language.is_easy
        html = response.content.decode()
        if language.is_source and not is_on:
            # A word marked with its reading must be plain before it may be cut.
            if plain(html) != html or _FOREIGN.search(html):
                html = annotate_html(html, Readings(), False)
            replace_text(response, break_headings(html))
            return
        # A break within a word would hide the word from the dictionary.
        html = html.replace("<wbr>", "")
        is_there = not getattr(response, "is_outage", False)
        known = _readings() if is_there and (is_on or is_easy) else Readings()
        html = annotate_html(
            html,
            known,
            is_on,
            language=language.html,
            phrases=phrase_starts if is_easy else None,
        )
        names = ["furigana"] * is_on + ["phrases"] * is_easy
        if names:
            html = html.replace("<html ", f'<html class="{" ".join(names)}" ', 1)
        replace_text(response, html)


def wants_furigana(request: HttpRequest) -> bool:
    """Whether the reader of this request sees readings over kanji."""
    if not request.language.is_japanese:
        return False
    default = "0" if request.language.is_source else "1"
    return request.COOKIES.get(COOKIE, default) == "1"


def _readings() -> Readings:
    """The readings; none where a page must be shown without the database."""
    try:
        return readings()
    except DatabaseError:
        _log.exception("A page is shown without its readings")
        return Readings()
