"""What every request passes: security policy, language, and the day asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from texts.languages import speaking, split
from texts.responses import replace_text
from texts.translations import noting

Handler = Callable[[HttpRequest], HttpResponse]

# Where base.html takes the note on a translation: before what is read where it changes
# what is read, after it where it does not.
_NOTE_BEFORE = "<!-- translation: before -->"
_NOTE_AFTER = "<!-- translation: after -->"
_EARLIEST, _LATEST = date(2006, 4, 1), date(2099, 12, 31)
_OWN_LINK = re.compile(
    r'(<a\b(?![^>]*\bdata-today\b)[^>]*?\bhref=")(/[^"#?]*)(\?[^"#]*)?((?:#[^"]*)?")'
)


class ContentSecurityPolicyMiddleware:
    """Sends SECURE_CSP with every response; Django 6.2 brings this itself."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.policy = "; ".join(
            " ".join([name, *sources]) for name, sources in settings.SECURE_CSP.items()
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = self.policy
        return response


class LanguageMiddleware:
    """Sets `request.language` from the address, never from what the browser wants.

    An address says by itself what it shows, so that it can be kept, sent and cached.
    What comes after (the resolver, every view) sees the address without its prefix;
    what is reversed carries the prefix on.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.language, request.path_info = split(request.path_info)
        with speaking(request.language):
            response = self._answer(request)
        response.headers.setdefault("Content-Language", request.language.html)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """The page, with a note where its texts are not all it should say by itself."""
        if request.language.is_source:
            return self.get_response(request)
        with noting() as notes:
            response = self.get_response(request)
        if not response.streaming and _NOTE_BEFORE.encode() in response.content:
            state = notes.state(request.language)
            note = render_to_string(
                "components/translation_note.html", {"state": state}, request
            )
            is_first = state.is_borrowed or state.is_outdated
            place = _NOTE_BEFORE if is_first else _NOTE_AFTER
            replace_text(response, response.content.decode().replace(place, note, 1))
        return response


class DayMiddleware:
    """Sets `request.day`: today in Japan, or the day that `?on=` asks for.

    A page as of another day keeps that day in its links, is not indexed, and says
    so (templates/base.html). A day that cannot be read is answered with a sentence.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.today = request.day = timezone.localdate()
        asked = request.GET.get("on")
        if asked is None or request.path.startswith(f"/{settings.ADMIN_PATH}"):
            return self.get_response(request)
        day = _read_day(asked)
        if day is None:
            return render(request, "400_day.html", {"asked": asked}, status=400)
        request.day = day
        response = self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex"
        if response.get("Location", "").startswith("/"):
            response["Location"] = _with_day(response["Location"], day)
        if response.get("Content-Type", "").startswith("text/html"):
            replace_text(response, _keep_day(response.content.decode(), day))
        return response


def _read_day(text: str) -> date | None:
    """`2027-04-01` as a day between 2006 (when the law began) and 2099."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if _EARLIEST <= day <= _LATEST else None


def _keep_day(html: str, day: date) -> str:
    """`html` whose links within the site carry the day on."""

    def with_day(link: re.Match[str]) -> str:
        opening, path, query, rest = link.groups()
        if path.startswith(("//", settings.STATIC_URL, f"/{settings.ADMIN_PATH}")):
            return link[0]
        return f"{opening}{_with_day(path + (query or ''), day, joint='&amp;')}{rest}"

    return _OWN_LINK.sub(with_day, html)


def _with_day(address: str, day: date, *, joint: str = "&") -> str:
    return f"{address}{joint if '?' in address else '?'}on={day.isoformat()}"
