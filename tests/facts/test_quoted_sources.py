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


def groups(html):
    """The sources that each group of facts names on the page."""
    return [
        re.findall(r'provenance__name">([^<]*)<', group)
        for group in re.findall(r'provenance__sources">.*?</p>', html)
    ]


def on_paper(html):
    listed = re.search(r'<section class="paper-sources".*?</section>', html, re.DOTALL)
    return re.findall("<li>([^<]*)</li>", listed[0]) if listed else []


def answering(text):
    faq = rows.faq()
    Faq.objects.filter(pk=faq.pk).update(answer_ja=text, answer=text)
    return faq


def test_a_figure_in_an_answer_brings_its_source_beside_that_of_the_answer(figure):
    own = str(answering("半分は[[stat:half]]です。").source)
    html = Client().get("/faq/").content.decode()
    assert "半分は50%（2022年12月）です。" in html
    assert groups(html) == [[own, "数えた省「数えた本」"]]
    assert on_paper(html) == [own, "数えた省「数えた本」"]
    assert "（8ページ）" in html


def test_a_figure_quoted_once_stands_with_its_own_text_only(figure):
    own = str(answering("半分は[[stat:half]]です。").source)
    answering("ほかのことです。")
    html = Client().get("/faq/").content.decode()
    assert sorted(groups(html)) == [[own], [own, "数えた省「数えた本」"]]


def test_a_text_that_quotes_nothing_brings_nothing(figure):
    own = str(answering("半分です。").source)
    assert groups(Client().get("/faq/").content.decode()) == [[own]]


def test_a_figure_where_no_facts_stand_has_its_source_at_the_end(figure):
    Page.objects.create(
        view="guide:faq",
        title="質問",
        nav_label="質問",
        lead="半分は[[stat:half]]です。",
        checked_on=DAY,
    )
    html = Client().get("/faq/").content.decode()
    assert groups(html) == [["数えた省「数えた本」"]]
    assert on_paper(html) == ["数えた省「数えた本」"]


def test_a_figure_on_a_handout_brings_its_source(figure):
    faq = answering("半分は[[stat:half]]です。")
    html = Client().get(f"/handout/sheet/?b=q-{faq.code}").content.decode()
    line = re.search(r'<p class="handout__small">.*?</p>', html, re.DOTALL)
    assert line[0].count("数えた省「数えた本」") == 1


@pytest.mark.parametrize("figure", ["24,426人", "92.7%"])
def test_a_shipped_figure_in_an_answer_stands_over_its_source(content, figure):
    row = Statistic.objects.get(value_ja=figure)
    html = Client().get("/faq/").content.decode()
    answers = [part for part in html.split("<article ")[1:] if row.as_quote() in part]
    named = [str(row.source) in group for part in answers for group in groups(part)]
    assert named == [True for _ in answers]
    assert (len(answers) > 0, str(row.source) in on_paper(html)) == (True, True)
