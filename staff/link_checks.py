"""Looks at every link, a little each day, and keeps how each stands."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings

from staff.fetching import Fetched, fetch
from staff.models import LinkCheck
from staff.named_links import NamedLink, named_links
from staff.own_answer import own_answer

_AT_ONCE = 300  # addresses elsewhere in one run
_PAUSE = 1.0  # seconds between two questions to one server
_LONGEST = 500


class CutOffError(Exception):
    """Nobody answered at all: it is our own line that is down."""


def check_links(
    *,
    on: date,
    fetching: Callable[[str], Fetched] = fetch,
    pause: float = _PAUSE,
    elsewhere: bool | None = None,
) -> str:
    """Check our own links and those that lead elsewhere; says what was found."""
    rows = _brought_up_to(named_links())
    own = [row for row in rows if row.is_own]
    for row in own:
        _keep(row, _open_own(row.address), on=on)
    others: list[LinkCheck] = []
    if settings.CHECK_LINKS if elsewhere is None else elsewhere:
        others = _oldest(row for row in rows if not row.is_own)
        _check_elsewhere(others, fetching, pause, on=on)
    dead, changed = LinkCheck.objects.dead(), LinkCheck.objects.changed()
    return (
        f"サイトの中の{len(own)}件と、ほかのサイトの{len(others)}件を見ました。"
        f"切れているもの{dead.count()}件、内容が変わった出典{changed.count()}件。"
    )


def _brought_up_to(named: dict[str, NamedLink]) -> list[LinkCheck]:
    """A row for each address that is named, and none for others."""
    named = {address: one for address, one in named.items() if len(address) <= _LONGEST}
    known = {row.address: row for row in LinkCheck.objects.all()}
    gone = [row.pk for address, row in known.items() if address not in named]
    LinkCheck.objects.filter(pk__in=gone).delete()
    rows = []
    for address, link in named.items():
        row = known.get(address) or LinkCheck(address=address)
        row.is_own, row.is_source = link.is_own, link.is_source
        row.places = [list(place) for place in link.places]
        row.save()
        rows.append(row)
    return rows


def _oldest(rows: Iterable[LinkCheck]) -> list[LinkCheck]:
    """Those that nobody looked at for longest, by their servers."""
    ordered = sorted(rows, key=lambda row: (row.checked_on or date.min, row.address))
    return sorted(ordered[:_AT_ONCE], key=lambda row: _server(row.address))


def _server(address: str) -> str:
    return urlsplit(address).netloc


def _check_elsewhere(
    rows: list[LinkCheck],
    fetching: Callable[[str], Fetched],
    pause: float,
    *,
    on: date,
) -> None:
    found = []
    for _, of_server in groupby(rows, key=lambda row: _server(row.address)):
        for place, row in enumerate(of_server):
            if place:
                time.sleep(pause)
            found.append((row, fetching(row.address)))
    if len(found) > 1 and all(answer.is_cut_off for _, answer in found):
        raise CutOffError(
            "ほかのサイトの どれにも つながりません。回線を確かめてください。"
        )
    for row, answer in found:
        _keep(row, answer, on=on)


def _keep(row: LinkCheck, answer: Fetched, *, on: date) -> None:
    row.status = answer.status
    if answer.is_ok:
        row.note_ok(answer.digest if row.is_source else "", on=on)
    elif answer.is_ok is False:
        row.note_failure(on=on)
    row.checked_on = on
    row.save()


def _open_own(address: str) -> Fetched:
    """What a reader gets at an address of ours; one that leads on is followed."""
    for _ in range(5):
        parts = urlsplit(address)
        response = own_answer(parts.path, query=parts.query).response
        if not 300 <= response.status_code < 400:
            break
        address = response.headers["Location"]
        if not address.startswith("/"):
            break
    return Fetched(str(response.status_code), response.status_code < 400)
