"""Addresses within the site, each worked out once: a page names some thirty."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse


def address_of(view: str, *names: str) -> str:
    """What `reverse` says, in the language of the page.

    Raises NoReverseMatch where the program has no such page.
    """
    # The beginning of the addresses tells the language.
    return _known(get_script_prefix(), get_urlconf(), view, names)


@lru_cache(maxsize=4096)
def _known(prefix: str, urlconf: str | None, view: str, names: tuple[str, ...]) -> str:
    return reverse(view, urlconf, args=names)
