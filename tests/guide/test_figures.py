"""A figure that a text quotes brings its source to the page that shows it."""

import re

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from facts.models import Statistic
from guide.context import Frame
from guide.models import Faq

pytestmark = pytest.mark.usefixtures("content")


def answer(code: str) -> str:
    """The page of one answer, without its tags."""
    page = Client().get(f"/faq/{code}/").content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub("<[^>]*>", "", main)


@pytest.mark.parametrize(
    ("faq", "code"),
    [
        pytest.param("dorekurai", "moved-2022", id="24,426 people"),
        pytest.param("kyushoku", "free-share", id="92.7 %"),
    ],
)
def test_the_source_of_a_figure_stands_under_the_answer_that_quotes_it(faq, code):
    row = Faq.objects.get(code=faq)
    row.answer = f"[[stat:{code}]]です。"
    row.save()
    figure = Statistic.objects.get(code=code)
    assert figure.source_id != row.source_id
    shown = answer(faq)
    assert shown.count(f"{figure.value}（{figure.period}）") == 1
    assert shown.count(str(figure.source)) == 1


def test_a_figure_whose_source_no_other_place_says_brings_it_to_the_end():
    request = RequestFactory().get("/")
    template = Template("{% load i18n %}{% prose text %}|{% provenance_left %}")
    text = "[[stat:free-share]]"
    shown = template.render(Context({"text": text, "frame": Frame(request)}))
    figure = Statistic.objects.get(code="free-share")
    assert shown.partition("|")[2].count(str(figure.source)) == 1


def test_a_page_without_figures_says_no_source_at_its_end():
    context = Context({"frame": Frame(RequestFactory().get("/"))})
    assert Template("{% provenance_left %}").render(context).strip() == ""
