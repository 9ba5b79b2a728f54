"""Which pages may be kept, and the words of an address that each of them understands.

Named one by one: a page that is not here is made for whoever asks. What a page here
shows depends on its address, the day, ふりがな and the content, and on nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_plus

from django.urls import Resolver404, resolve

from texts.languages import split

_NONE: frozenset[str] = frozenset()
# None: staff add to what the page understands, so every word of its address counts.
_UNDERSTOOD: dict[str, frozenset[str] | None] = {
    **dict.fromkeys(
        "guide:home guide:situation guide:steps guide:faq guide:answer guide:glossary"
        " guide:words guide:word guide:sources guide:changes guide:change guide:feed"
        " guide:kind_feed guide:fact_feed guide:service_feed guide:about guide:privacy"
        " guide:accessibility guide:sitemap services:list services:detail"
        " services:money services:details fees:caps fees:topic"
        " offices:list offices:kind offices:office offices:data paper:since"
        " paper:sheet robots sitemap security_txt".split(),
        _NONE,
    ),
    "guide:search": frozenset({"q", "exact"}),
    "services:conditions": frozenset({"all"}),
    "services:who": frozenset({"all"}),
    "services:compare": frozenset({"s", "compare", "all"}),
    "offices:compare": frozenset({"o"}),
    "offices:visit": frozenset({"o"}),
    "offices:search": None,
}
# Addresses without number, though nothing stands behind a question mark.
_MANY = {"paper:since"}
# What another day or a draft looks like is made anew for each who asks.
_APART = {"on", "change"}


@dataclass(frozen=True, slots=True)
class KeptView:
    """A page that may be kept; `is_many`: of addresses that anybody can make up."""

    understood: frozenset[str] | None
    is_many: bool


@lru_cache(maxsize=2048)
def kept_view(path: str) -> KeptView | None:
    """The page at an address, if it may be kept."""
    try:
        name = resolve(split(path)[1]).view_name
    except Resolver404:
        return None
    if name not in _UNDERSTOOD:
        return None
    return KeptView(_UNDERSTOOD[name], name in _MANY)


def understood_query(query: str, view: KeptView) -> str | None:
    """`query` without what the page does not understand; None if it is to go by."""
    pairs = [(unquote_plus(pair.partition("=")[0]), pair) for pair in query.split("&")]
    if any(name in _APART for name, _pair in pairs):
        return None
    known = view.understood
    return "&".join(pair for name, pair in pairs if known is None or name in known)
