"""How often one client may ask for what is dear: so often at once, then in a while.

A proxy does this better, for it spares us the request: `deploy/nginx` has the same
limits, a little wider. This is for who has none. It is counted in the memory of each
process, under a hash that no other process can make: no address is kept.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from functools import partial
from hashlib import blake2b
from ipaddress import IPv4Address, ip_address
from secrets import token_bytes
from threading import BoundedSemaphore, Lock
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from config.sign_in import client_address, network_of, seen_address
from guide import outage
from texts.requests import Handler, Request

# What is dear, by the names of its addresses.
_GET = {
    "paper:sheet_pdf": "paper",
    "paper:handout_guide": "paper",
    "paper:handout_sheet": "paper",
    "offices:search_csv": "list",
    "guide:search": "search",
    "offices:search": "search",
}
_POST = {
    "paper:handout_sheet": "paper",
    "admin:login": "sign-in",
    "offices:report": "report",
}
_REPORT, _SAME_OFFICE = "report", "report of one office"
_SAME_NETWORK = "report of one network"
_SECRET = token_bytes(16)


class Rate(NamedTuple):
    """What settings.RATES says of a kind."""

    burst: int  # so often without a pause
    seconds: float  # and after each so many seconds once more
    at_once: int  # so many requests of everybody at the same time; 0: as many as come


class Buckets:
    """What each client has left of one kind; who was not seen for long is forgotten."""

    MOST = 20_000

    def __init__(self, rate: Rate) -> None:
        self._rate, self._lock = rate, Lock()
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def take(self, client: str, *, now: float) -> float:
        """Zero where it had one left; otherwise the seconds until it has."""
        key = blake2b(client.encode(), key=_SECRET, digest_size=16).digest()
        burst, seconds, _at_once = self._rate
        with self._lock:
            left, at = self._left.pop(key, (float(burst), now))
            left = min(burst, left + (now - at) / seconds)
            wait = max(0.0, (1 - left) * seconds)
            self._left[key] = (left if wait else left - 1, now)
            if len(self._left) > self.MOST:
                self._left.popitem(last=False)
        return wait


class RateMiddleware:
    """Sends 429 to who asks too often, 503 where too many ask at the same time.

    A report is not answered here: its form keeps what was typed, and says so itself;
    and it is counted when it has been written as it must be.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        rates = {kind: Rate(*numbers) for kind, numbers in settings.RATES.items()}
        self._buckets = {kind: Buckets(rate) for kind, rate in rates.items()}
        # Nobody waits for one: whoever waits holds a thread.
        self._places = {
            kind: BoundedSemaphore(rate.at_once)
            for kind, rate in rates.items()
            if rate.at_once
        }

    def __call__(self, request: Request) -> HttpResponse:
        kind = _kind(request)
        if kind == _REPORT:
            request.room_for_report = partial(self._room_for_report, request)
            kind = None
        if kind is None:
            return self.get_response(request)
        client = _client(request)
        wait = self._wait(kind, client) if client else 0
        if wait:
            return _refused(429, request, kind, math.ceil(wait))
        places = self._places.get(kind)
        if places and not places.acquire(blocking=False):
            return _refused(503, request, kind, 5)
        try:
            return self.get_response(request)
        finally:
            if places:
                places.release()

    def _wait(self, kind: str, client: str) -> float:
        """In how many seconds this client may ask; zero: now."""
        return self._buckets[kind].take(client, now=time.monotonic())

    def _room_for_report(self, request: HttpRequest) -> float:
        """The part of a day's room for reports that is open to who sends this one.

        None where this client has sent what it may. All of it where its network has
        sent little: a line is a client, but many lines may be one sender's.
        """
        client = _reporter(request)
        if self._wait(_SAME_OFFICE, f"{client} {request.path_info}") or self._wait(
            _REPORT, client
        ):
            return 0
        address = ip_address(client)
        bits = 24 if isinstance(address, IPv4Address) else 48
        return 0.5 if self._wait(_SAME_NETWORK, network_of(address, bits)) else 1


def _kind(request: HttpRequest) -> str | None:
    """What kind of dear thing is asked for; None for all the rest."""
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return None
    if request.method == "POST":
        return _POST.get(name)
    kind = _GET.get(name)
    return None if kind == "search" and not request.GET else kind


def _client(request: HttpRequest) -> str:
    """Whom to count; nothing where clients cannot be told apart.

    A proxy of which the settings do not know must not make one client of everybody:
    what comes from this machine or network, and was passed on, is not counted.
    """
    told = client_address(request)
    address = ip_address(told)
    if address.is_loopback or address.is_unspecified:
        return ""
    return "" if _is_unknown_proxy(told, request) else told


def _reporter(request: HttpRequest) -> str:
    """Whom to count for a report, which takes room from others': somebody always.

    Behind a proxy of which the settings do not know, whom that saw.
    """
    told = client_address(request)
    if _is_unknown_proxy(told, request):
        return seen_address(request, proxies=1)
    return told


def _is_unknown_proxy(told: str, request: HttpRequest) -> bool:
    is_passed_on = "HTTP_X_FORWARDED_FOR" in request.META
    if settings.TRUSTED_PROXIES or not is_passed_on:
        return False
    return ip_address(told).is_private


def _refused(status: int, request: Request, kind: str, seconds: int) -> HttpResponse:
    page = outage.page(status, request.path, instead=kind)
    response = HttpResponse(page, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = str(seconds)
    return response
