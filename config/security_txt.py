"""Whom to tell of a hole in the site, where machines look for it (RFC 9116)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from texts.requests import Request, site_address

# The standard wants less than a year: a file that nobody tends must run out.
_GOOD_FOR = timedelta(days=180)


@require_safe
def security_txt(request: Request) -> HttpResponse:
    """The contacts of the settings, the first one first; 404 where there is none."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = request.today + _GOOD_FOR
    address = site_address(request) + reverse("security_txt")
    lines = [
        *(f"Contact: {one}" for one in settings.SECURITY_CONTACT),
        f"Expires: {expires.isoformat()}T00:00:00+09:00",
        "Preferred-Languages: ja, en",
        f"Canonical: {address}",
    ]
    text = "\n".join([*lines, ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
