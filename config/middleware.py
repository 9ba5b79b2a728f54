"""What every request passes: security policy, language, and what is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.shortcuts import render
from django.utils import timezone

from texts.domain.addresses import AskedFor, asking, is_own
from texts.languages import is_bare, speaking, split
from texts.requests import Handler, Request

_EARLIEST, _LATEST = date(2006, 4, 1), date(2099, 12, 31)


class PolicyMiddleware:
    """Says with every response what a page of ours may do, and who may embed it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        # Django 6.2 sends SECURE_CSP itself.
        csp = "; ".join(
            " ".join([name, *sources]) for name, sources in settings.SECURE_CSP.items()
        )
        denied = settings.PERMISSIONS_POLICY.split()
        self.policies = {
            "Content-Security-Policy": csp,
            "Permissions-Policy": ", ".join(f"{name}=()" for name in denied),
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        for name, policy in self.policies.items():
            response.headers[name] = policy
        return response


def policies() -> list[tuple[str, str]]:
    """All of that as headers, for an answer that Django does not make.

    Asked of the middleware itself, so that no answer says less than a page does.
    """
    asked, response = HttpRequest(), HttpResponse()
    asked.META["HTTP_X_FORWARDED_PROTO"] = "https"  # else HSTS would be left out
    del response.headers["Content-Type"]

    def nothing(_request: HttpRequest) -> HttpResponse:
        return response

    for kind in (XFrameOptionsMiddleware, SecurityMiddleware):
        kind(nothing).process_response(asked, response)
    said = PolicyMiddleware(nothing).policies | dict(response.items())
    return [(name.lower(), value) for name, value in said.items()]


class LanguageMiddleware:
    """Sets `request.language` from the address, never from what the browser wants.

    An address says by itself what it shows, so that it can be kept, sent and cached.
    What comes after (the resolver, every view) sees the address without its prefix;
    what is reversed carries the prefix on.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if is_bare(request.path_info):
            query = request.META.get("QUERY_STRING", "")
            home = f"{request.path}/"
            return HttpResponsePermanentRedirect(f"{home}?{query}" if query else home)
        request.language, request.path_info = split(request.path_info)
        with speaking(request.language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.language.html)
        return response


class DayMiddleware:
    """Sets `request.day`: today in Japan, or the day that `?on=` asks for.

    A page as of another day keeps that day where it leads to, is not indexed, and says
    so (templates/base.html). A day that cannot be read is answered with a sentence.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.today = request.day = timezone.localdate()
        request.asked_day = None
        asked = request.GET.get("on")
        admin = f"/{settings.ADMIN_PATH}"
        if asked is None or request.path.startswith(admin):
            return self.get_response(request)
        day = _read_day(asked)
        if day is None:
            return render(request, "400_day.html", {"asked": asked}, status=400)
        request.day = request.asked_day = day
        response = self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex"
        lead_on(response, {"on": day.isoformat()})
        return response


def lead_on(response: HttpResponse, query: Mapping[str, str]) -> None:
    """Let a redirect within the public site ask for the same."""
    location = response.get("Location", "")
    if is_own(location, apart=(f"/{settings.ADMIN_PATH}",)):
        for name, value in query.items():
            location = asking(location, AskedFor(name, value))
        response["Location"] = location


def _read_day(text: str) -> date | None:
    """`2027-04-01` as a day between 2006 (when the law began) and 2099."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if _EARLIEST <= day <= _LATEST else None
