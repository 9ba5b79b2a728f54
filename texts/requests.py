"""What a request says of its reader, once the middleware has looked at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from texts.languages import Language


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft that staff see applied to the site."""

    key: int
    title: str
    address: str  # of the draft itself
    is_decided: bool  # whether what is only planned is shown as if it were decided
    is_unsaved: bool = False  # whether it was typed in a form, and no more

    @property
    def query(self) -> dict[str, str]:
        """What an address asks for to show it."""
        return {"change": str(self.key)} | ({"decided": "1"} if self.is_decided else {})


class Request(HttpRequest):
    """A request as views get it: never made, only named, for whoever reads types.

    Only middleware sets these, each in one place. What a page is, its printout or its
    readings, is in its context: a request tells what was asked for, and no more.
    """

    language: Language  # by the address
    today: date  # in Japan
    asked_day: date | None  # that `?on=` names
    day: date  # whose content is shown: the day that was asked for, else today
    room_for_report: Callable[[], float]  # counts one, and tells what part is open
    preview: Preview | None  # that `?change=` names, of staff only
    furigana: bool  # whether the reader wants readings over kanji


Handler = Callable[[Request], HttpResponse]


def site_address(request: HttpRequest) -> str:
    """The site's address without a path: as set, or as it was asked for."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
