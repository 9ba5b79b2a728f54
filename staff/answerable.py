"""Leaves out of a request what Django's own lists for staff fail at."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict

_MOST_WORDS = 10
_CHOSEN = "_selected_action"
_KEY = re.compile(r"[0-9]{1,18}")


def answerable(view: Callable[..., Any]) -> Callable[..., Any]:
    """The same view, asked only what it can answer."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> Any:
        _shorten_search(request)
        if request.method == "POST":
            _leave_out_no_keys(request)
        return view(request, *args, **kwargs)

    return asked


def _shorten_search(request: HttpRequest) -> None:
    """Each word is a condition on each column: a database takes a thousand of them."""
    asked = request.GET.copy()
    for name in ("q", "term"):
        words = asked.get(name, "").split()
        if len(words) > _MOST_WORDS:
            asked[name] = " ".join(words[:_MOST_WORDS])
            request.GET = cast("_ImmutableQueryDict", asked)


def _leave_out_no_keys(request: HttpRequest) -> None:
    """What is no key names no row to act on."""
    if _CHOSEN in request.POST:
        sent = request.POST.copy()
        keys = [one for one in sent.getlist(_CHOSEN) if _KEY.fullmatch(one)]
        sent.setlist(_CHOSEN, keys)
        request.POST = cast("_ImmutableQueryDict", sent)
