"""A figure that a text quotes brings its source to the page that shows it."""

import re
from html import unescape

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from facts.models import Statistic
from guide.context import Frame
from guide.models import Faq

pytestmark = pytest.mark.usefixtures("content")


def page_of(code: str) -> tuple[str, list[str]]:
    """The words of an answer's page, and the documents that stand at its end."""
    main = Client().get(f"/faq/{code}/").content.decode().partition("<main")[2]
    answer, _, end = main.partition('<section class="about"')
    listed = re.findall('<li id="source-[0-9]+"><a [^>]*>([^<]*)</a>', end)
    return re.sub("<[^>]*>", "", answer), [unescape(one) for one in listed]


@pytest.mark.parametrize(
    ("faq", "code"),
    [
        pytest.param("dorekurai", "moved-2022", id="24,426 people"),
        pytest.param("kyushoku", "free-share", id="93 of 100"),
    ],
)
def test_the_source_of_a_figure_stands_at_the_end_of_the_answer_that_quotes_it(
    faq, code
):
    row = Faq.objects.get(code=faq)
    row.short_answer, row.answer = "はい。", f"[[stat:{code}]]です。"
    row.save()
    figure = Statistic.objects.get(code=code)
    assert figure.source_id != row.source_id
    shown, documents = page_of(faq)
    assert shown.count(f"{figure.value}（{figure.period}）") == 1
    assert documents == [str(row.source), str(figure.source)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("[[stat:free-share]]", ["free-share"], id="a figure"),
        pytest.param("0円です。", [], id="none"),
    ],
)
def test_a_figure_that_no_other_place_says_brings_its_source_to_the_end(text, codes):
    frame = Frame(RequestFactory().get("/"))
    template = Template("{% load i18n %}{% prose text %}{% provenance_left %}")
    template.render(Context({"text": text, "frame": frame}))
    figures = [Statistic.objects.get(code=code) for code in codes]
    assert [document.source for document in frame.documents] == [
        figure.source for figure in figures
    ]
