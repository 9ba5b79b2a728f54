"""The page of sources: who said it, where to read it, what kind of document it is."""

import re
from html import unescape

import pytest
from django.test import Client

from facts.models import SourceKind
from services.catalogue import used_sources
from tests.readers import html_of
from texts.languages import languages, speaking

pytestmark = pytest.mark.usefixtures("content")


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
def test_every_source_stands_with_who_title_kind_and_its_own_address(language):
    prefix = f"/{language.prefix}" if language.prefix else ""
    html = html_of(Client().get(f"{prefix}/sources/"))
    sections = html.split("<section ")
    faults = []
    with speaking(language):
        kinds = {kind.value: str(kind.label) for kind in SourceKind}
        for source in used_sources():
            mark = f'<li id="{source.code}">'
            [section] = [part for part in sections if mark in part]
            before, _, after = section.partition(mark)
            item = after.partition("</li>")[0]
            links = re.findall(r'<a href="([^"]*)"', item)
            heading = plain(before.partition("</h2>")[0].partition(">")[2])
            told = (
                plain(source.organisation) in plain(item),
                plain(source.title) in plain(item),
                [unescape(link) for link in links] == [source.url][: bool(source.url)],
                heading == plain(kinds[source.kind]),
            )
            if told != (True,) * 4:
                faults.append((source.code, told))
    assert faults == []


@pytest.mark.parametrize("first", languages(), ids=lambda one: one.code)
def test_sources_stand_in_the_order_of_the_language_whoever_came_first(first):
    Client().get(f"/{first.prefix}/sources/" if first.prefix else "/sources/")
    for language in languages():
        with speaking(language):
            rows = used_sources()
            named = [(row.organisation, row.title) for row in rows]
            assert named == sorted(named)


def plain(html: str) -> str:
    """The letters alone: no markup, no readings, no gaps."""
    bare = re.sub(r"<(rt|rp)\b[^>]*>.*?</\1>|<[^>]+>", "", html)
    return "".join(unescape(bare).split())
