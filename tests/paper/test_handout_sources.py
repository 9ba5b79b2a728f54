"""A handout names every document that it stands on, once at its end if not before."""

import re
from datetime import date
from html import unescape

import pytest

from facts.models import Source
from guide.models import Faq
from paper.domain.basket import read_basket
from paper.handout.blocks import blocks_of
from tests.paper.test_handout import see
from texts.languages import languages, speaking

pytestmark = pytest.mark.usefixtures("content")


def text_of(response) -> str:
    text = re.sub(r"<rt.*?</rt>|<[^>]+>", "", response.content.decode())
    return re.sub(r"\s+", "", unescape(text).replace("\u200b", ""))


def documents_of(slug: str) -> set[Source]:
    """Every document that the block of a service stands on, but for quoted figures."""
    [block] = blocks_of(read_basket(f"s-{slug}"), on=date(2026, 11, 21)).blocks
    service = block.row
    facts = [service, *service.facts_today, *service.rules_today]
    return {fact.source for fact in facts}


@pytest.mark.parametrize("slug", ["ikou", "teichaku", "a-gata", "b-gata", "sentaku"])
@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
def test_the_sheet_of_a_service_names_all_its_documents(slug, language):
    page = text_of(see(f"s-{slug}", languages=language.code))
    with speaking(language):
        names = [re.sub(r"\s+", "", one.title) for one in documents_of(slug)]
    assert len(names) > 2
    assert [name for name in names if name not in page] == []


def test_a_figure_that_is_quoted_brings_its_document_to_the_sheet():
    faq = Faq.objects.get(code="hataraku-nenkin")
    page = text_of(see(f"q-{faq.code}"))
    assert Source.objects.get(code="n1").title in page


def test_each_document_is_named_once_for_all_blocks():
    page = text_of(see("t-kochin.s-b-gata.q-chingin-kouchin"))
    assert page.count(Source.objects.get(code="l-kijun").title) == 1


def test_where_the_paper_has_room_it_names_all_documents():
    """A single sheet names the first, and all on the screen; several name all."""
    pages = [see(code).content.decode() for code in ("s-ikou", "s-ikou.caps.me")]
    folded = '<details class="no-print"><summary>ほかの出典'
    assert [folded in page for page in pages] == [True, False]
