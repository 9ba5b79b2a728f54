"""A quoted figure brings its own source to the page that shows it."""

import datetime as dt
import re

import pytest
from django.test import Client

from facts.models import Source, Statistic
from guide.models import Faq, Page
from tests import rows

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 1)


@pytest.fixture
def figure():
    source = Source.objects.create(
        code="counted", kind="report", organisation="数えた省", title="数えた本"
    )
    return Statistic.objects.create(
        code="half",
        name="半分",
        value="50%",
        period="2022年12月",
        source=source,
        article="8ページ",
        checked_on=DAY,
    )


def at_the_end(html):
    """The documents that the end of the page names, with where in them."""
    detail = '(?:<span class="no-print">（(.*?)）</span>)?'
    return re.findall(f'<li id="source-[0-9]+"><a [^>]*>([^<]*)</a>{detail}</li>', html)


def documents(html):
    return [document for document, _ in at_the_end(html)]


def answering(text):
    faq = rows.faq()
    Faq.objects.filter(pk=faq.pk).update(answer_ja=text, answer=text)
    return faq


def page_of(faq):
    return Client().get(faq.get_absolute_url()).content.decode()


def test_a_figure_in_an_answer_brings_its_source_beside_that_of_the_answer(figure):
    faq = answering("半分は[[stat:half]]です。")
    own, html = str(faq.source), page_of(faq)
    assert "半分は50%（2022年12月）です。" in html
    checked = "2026年11月21日に確認"
    assert at_the_end(html) == [(own, checked), ("数えた省「数えた本」", "8ページ")]
    assert documents(html) == [own, "数えた省「数えた本」"]


def test_a_figure_in_the_short_answer_brings_its_source_too(figure):
    faq = answering("ほかのことです。")
    text = "半分は[[stat:half]]です。"
    Faq.objects.filter(pk=faq.pk).update(short_answer_ja=text, short_answer=text)
    assert documents(page_of(faq)) == [str(faq.source), "数えた省「数えた本」"]


def test_a_text_that_quotes_nothing_brings_nothing(figure):
    faq = answering("半分です。")
    assert documents(page_of(faq)) == [str(faq.source)]


def test_a_figure_where_no_facts_stand_has_its_source_at_the_end(figure):
    Page.objects.create(
        view="guide:faq",
        title="質問",
        nav_label="質問",
        lead="半分は[[stat:half]]です。",
        checked_on=DAY,
    )
    html = Client().get("/faq/").content.decode()
    assert documents(html) == ["数えた省「数えた本」"]


def test_a_figure_on_a_handout_brings_its_source(figure):
    faq = answering("半分は[[stat:half]]です。")
    html = Client().get(f"/handout/sheet/?b=q-{faq.code}").content.decode()
    end = re.search(r'<div class="handout__small ha.*?</div>', html, re.DOTALL)
    assert end[0].count("数えた省「数えた本」") == 1


@pytest.mark.parametrize("figure", ["24,426人", "100人のうち93人"])
def test_a_shipped_figure_in_an_answer_stands_beside_its_source(content, figure):
    row = Statistic.objects.get(value_ja=figure)
    pages = [
        html for faq in Faq.objects.all() if row.as_quote() in (html := page_of(faq))
    ]
    assert [str(row.source) in documents(html) for html in pages] == [True] * len(pages)
    assert len(pages) > 0
