"""The site's readings from the rows that hold them, and where phrases begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from django.contrib.admin.models import LogEntry
from django.db.models import Count, Max, Subquery

from guide.domain.ruby import KANJI, Readings
from guide.models import GlossaryTerm, Reading, SiteIdentity
from offices.models import ImportRun, Municipality, Office, OfficeKind, Organization

_KANJI = re.compile(f"[{KANJI}]+")
_held: tuple[object, Readings] | None = None


def readings() -> Readings:
    """Every reading that the site knows; one query while nothing has changed."""
    global _held
    stamp = _stamp()
    held = _held
    if held is None or held[0] != stamp:
        held = _held = (stamp, Readings(_pairs()))
    return held[1]


def _stamp() -> object:
    """What is another one after staff, an import or a command changed a reading."""
    found = Reading.objects.aggregate(
        rows=Count("pk"),
        changed=Max("changed_at"),
        edited=Max(Subquery(LogEntry.objects.order_by("-pk").values("pk")[:1])),
        imported=Max(Subquery(ImportRun.objects.order_by("-pk").values("pk")[:1])),
    )
    return tuple(found.values())


def _pairs() -> Iterator[tuple[str, str]]:
    """Words with their readings, the most binding first: the first of a word wins."""
    for name, reading in GlossaryTerm.objects.values_list("name_ja", "reading"):
        # 住民税（市町村民税）: the reading is that of the word before the bracket.
        yield (name or "").partition("（")[0], reading
    yield from Reading.objects.order_by("-is_checked").values_list("surface", "reading")
    yield from SiteIdentity.objects.values_list("city_ja", "city_reading")
    yield from Municipality.objects.values_list("name", "reading")
    yield from OfficeKind.objects.values_list("name_ja", "reading")
    yield from Office.objects.listed().values_list("name", "reading")
    yield from Organization.objects.values_list("name", "reading")


def finder_of_missing() -> Callable[[str], Iterator[tuple[int, int]]]:
    """What finds the words in a text that have kanji and no reading."""
    return partial(_missing, readings())


def _missing(known: Readings, text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for word in known.words(text):
        for base, reading in word:
            if not reading:
                for found in _KANJI.finditer(base):
                    yield at + found.start(), at + found.end()
            at += len(base)
