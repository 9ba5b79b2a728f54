"""The addresses that a text leads to, as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

# [words](address "title"), and an address that stands by itself.
_MARKED = re.compile(r"\]\(\s*<?([^()\s<>]*(?:\([^()\s<>]*\)[^()\s<>]*)*)>?[^)]*\)")
_BARE = re.compile(r"https?://[^\s<>\"'）」』】、。]+")
_TRAILING = ".,;:!?"


def links_in(text: str) -> list[str]:
    """Addresses in the order of the text, each once, without the place in a page.

    Of this site they begin with `/`, of others with `http`; `tel:`, `mailto:` and
    places on the same page lead to no page.
    """
    return list(dict.fromkeys(filter(None, _all(text))))


def _all(text: str) -> Iterator[str]:
    marked = [found[1] for found in _MARKED.finditer(text)]
    rest = _MARKED.sub(" ", text)
    bare = [_without_bracket(found) for found in _BARE.findall(rest)]
    for address in (*marked, *bare):
        page = address.partition("#")[0]
        is_own = page.startswith("/") and not page.startswith("//")
        if is_own or page.startswith(("http://", "https://")):
            yield page


def _without_bracket(address: str) -> str:
    """A full stop or a bracket after an address belongs to the sentence."""
    address = address.rstrip(_TRAILING)
    if address.endswith(")") and "(" not in address:
        address = address[:-1]
    return address.rstrip(_TRAILING)
