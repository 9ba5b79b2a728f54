"""What a request says of its reader, once the middleware has looked at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse

from texts.languages import Language


class Request(HttpRequest):
    """A request as views get it: never made, only named, for whoever reads types.

    Only middleware sets these, each in one place. What a page is, its printout or its
    readings, is in its context: a request tells what was asked for, and no more.
    """

    language: Language  # by the address
    today: date  # in Japan
    asked_day: date | None  # that `?on=` names
    day: date  # whose content is shown: the day that was asked for, else today
    is_too_often: bool  # whether this client has sent more than one person sends
    furigana: bool  # whether the reader wants readings over kanji


Handler = Callable[[Request], HttpResponse]
