"""Texts that staff wrote, as the sentences that a reader sees, with their values."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext as _

from facts.quoting import CODE, Quotes
from texts.domain.ruby import plain

_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
# A line that is a link leads away from the page: it says nothing of it.
_LEADS_AWAY = re.compile(r"^[ \t]*\[[^\]\n]*\]\([^)\s]*\)[ \t]*$", re.M)
# What opens a line of a list, a heading, a quotation; strong words; what is no text.
_MARKS = re.compile(r"^[ \t]*(?:[-*+>]|#{1,6}|[0-9]{1,3}\.)[ \t]+|\*\*|<[^<>]*>", re.M)
_SENTENCE = re.compile(r"(?<=[。！？])(?![」）])|\n+|(?<=[a-z)][.?!]) +(?=[A-Z])")


def sentences(text: str, quotes: Quotes) -> tuple[str, ...]:
    """The sentences of a text in their order.

    Its marks are few, and to make HTML of a whole site's texts takes seconds.
    """
    text = _without_marks(text)
    if "[[" in text:
        text = CODE.sub(lambda code: _value(quotes, *code.groups()), text)
    return _parted(text)


@lru_cache(maxsize=16_384)
def _without_marks(text: str) -> str:
    return _MARKS.sub("", _LINK.sub(r"\1", _LEADS_AWAY.sub("", plain(text))))


@lru_cache(maxsize=16_384)
def _parted(text: str) -> tuple[str, ...]:
    said = (" ".join(one.split()) for one in _SENTENCE.split(text))
    return tuple(filter(None, said))


def _value(quotes: Quotes, prefix: str, code: str) -> str:
    return quotes.get(prefix, code) or _("（金額は市に聞いてください）")
