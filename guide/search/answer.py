"""What the search page shows: pages, offices, what was understood, where to go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.http import urlencode

from guide.domain.lexicon import SoughtWord
from guide.domain.marks import MarkedPart, marked
from guide.search.content import HEADING, Said
from guide.search.index import SiteIndex, site_index
from guide.search.named_offices import (
    NamedOffices,
    offices_named,
    words_for_directory,
)
from guide.search.ranking import RankedPage, rank
from guide.search.understanding import Slip, Understood, understand
from texts.domain.ruby import Readings
from texts.languages import address_in, current
from texts.readings import readings
from texts.translations import note_text

MOST = 12
_LONGEST, _LONGEST_LATIN = 110, 260  # letters of a sentence
_DIRECTORY = "/offices/search/"
_PLACE = re.compile("(?:温泉|おんせん|駅|えき|.[町市区村県郡]|地区|空港|大学|近く)$")


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that answers: what it is called, and the sentence that says so."""

    kind: str
    title: str
    address: str
    sentence: tuple[MarkedPart, ...]
    part: str = ""  # the heading in the page that the sentence stands under
    part_address: str = ""


@dataclass(frozen=True, slots=True)
class FoundOnSite:
    """What was found for a query, and how it was understood."""

    understood: Understood
    pages: tuple[FoundPage, ...]
    # Whether a page has all the words, and has them as they were typed.
    has_all: bool
    # What stands nowhere on the site.
    unknown: tuple[str, ...]
    offices: NamedOffices

    @property
    def for_directory(self) -> str:
        """What the directory may find; empty where it is no question of a place."""
        is_asked = self.offices.total or not self.pages or len(self.understood.own) == 1
        return words_for_directory(self.understood) if is_asked else ""

    @property
    def directory_query(self) -> str:
        """The same as the query of the directory's address."""
        words = self.for_directory
        return self.offices.query or (urlencode({"q": words}) if words else "")

    @property
    def sought(self) -> str:
        """The words that were looked for where they are not the query as typed."""
        words = [meaning.said for meaning in self.understood.own]
        return "」「".join(words) if len(words) > 1 else ""

    @property
    def slips(self) -> tuple[Slip, ...]:
        return self.understood.slips


def search(words: str) -> list[FoundPage]:
    """The pages that answer `words`, the best first."""
    return list(look_for(words, now=timezone.localtime()).pages)


def look_for(words: str, *, now: datetime, as_typed: bool = False) -> FoundOnSite:
    """Everything found for `words` at `now`; `as_typed` forgives no slip."""
    index = site_index(on=now.date())
    language = current()
    understood = understand(words, index, forgive=not as_typed)
    ranked = rank(understood, index, language)
    if not as_typed and not understood.slips and not _has_all(ranked):
        doubted = understand(words, index, doubt=True)
        again = rank(doubted, index, language) if doubted.slips else []
        if _has_all(again):
            understood, ranked = doubted, again
    sought = [word for one in understood.meanings for word in one.sought]
    if not language.is_japanese:
        # A Japanese name in brackets stays whole, so that it is read out in Japanese.
        sought = [word for word in sought if all(map(str.isascii, word.written))]
    known = readings()
    offices = offices_named(understood, index, now=now)
    pages = tuple(_shown(one, sought, known) for one in ranked[:MOST])
    is_whole = _has_all(ranked)
    if offices.place or (not offices.total and not is_whole):
        directory = tuple(_directory(understood, index, offices))
        own = [one for one in pages if not directory or not _is_directory(one)]
        pages = (*directory, *own)
    has_all = is_whole and not _is_broken(understood, index)
    unknown = unknown_in(understood, index)
    if offices.typed == understood.words:
        understood, unknown = replace(understood, slips=()), ()
    unknown = tuple(word for word in unknown if word not in offices.typed)
    return FoundOnSite(understood, pages, has_all, unknown, offices)


def unknown_in(understood: Understood, index: SiteIndex) -> tuple[str, ...]:
    """The words of a query that no page has."""
    return tuple(
        one.said
        for one in understood.own
        if not one.rewordings and not any(map(index.has, one.sought))
    )


def _has_all(ranked: list[RankedPage]) -> bool:
    return any(one.has_all for one in ranked)


def _directory(
    understood: Understood, index: SiteIndex, offices: NamedOffices
) -> Iterator[FoundPage]:
    """The search of offices, for a place."""
    if not offices.place and not any(_PLACE.search(one.said) for one in understood.own):
        return
    for page in index.languages[current().code].pages:
        if page.address == _DIRECTORY:
            _note(page.title)
            _note(page.summary)
            query = offices.query or urlencode({"q": words_for_directory(understood)})
            yield FoundPage(
                page.kind,
                page.heading,
                f"{address_in(current(), page.address)}?{query}",
                (MarkedPart(page.summary.text, False),),
            )


def _is_directory(page: FoundPage) -> bool:
    return page.address == address_in(current(), _DIRECTORY)


def _is_broken(understood: Understood, index: SiteIndex) -> bool:
    """Whether what was typed in one stands on pages in pieces only: a name."""
    extras = [one for one in understood.meanings if one.is_extra]
    return not all(any(map(index.has, one.sought)) for one in extras)


def _shown(one: RankedPage, sought: list[SoughtWord], known: Readings) -> FoundPage:
    page = one.page
    said = one.sentence
    if said is None or said.weight >= HEADING or not said.is_seen:
        said = page.summary
    for text in (page.title, said):
        _note(text)
    address = address_in(current(), page.address)
    longest = _LONGEST if current().is_japanese else _LONGEST_LATIN
    return FoundPage(
        page.kind,
        page.heading,
        address,
        _cut(marked(said.text, sought, known), longest=longest),
        said.part,
        f"{address}#{said.place}" if said.place else "",
    )


def _note(said: Said) -> None:
    if said.origin:
        model, key, name, is_own = said.origin
        note_text(model, key, name, is_own=is_own)


def _cut(parts: list[MarkedPart], *, longest: int) -> tuple[MarkedPart, ...]:
    """A long sentence around what was looked for, cut in no bracket."""
    if sum(len(part.text) for part in parts) <= longest:
        return tuple(parts)
    kept: list[MarkedPart] = []
    first = next((n for n, part in enumerate(parts) if part.is_marked), 0)
    if first and len(parts[0].text) > longest // 2:
        text = "…" + parts[0].text[-longest // 3 :]
        parts = [MarkedPart(text, False), *parts[1:]]
    left = longest
    for part in parts:
        if len(part.text) > left:
            text = part.text[:left]
            if text.count("(") > text.count(")"):
                text = text[: text.rindex("(")]
            return (*kept, MarkedPart(f"{text.rstrip()}…", part.is_marked))
        kept.append(part)
        left -= len(part.text)
    return tuple(kept)
