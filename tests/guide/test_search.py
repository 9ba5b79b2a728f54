"""The search of the site: what is typed, what is found, what is said of nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from guide.search import search
from tests import rows
from tests.readers import html_of
from texts.languages import languages, speaking

EASY, ENGLISH = languages()[1:]


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("words", "first"),
    [
        pytest.param("B型", "/services/b-gata/", id="a short name"),
        pytest.param("ｂ型", "/services/b-gata/", id="full width, small letter"),
        pytest.param("しゅうろういこうしえん", "/services/ikou/", id="kana"),
        pytest.param("シュウロウイコウシエン", "/services/ikou/", id="katakana"),
        pytest.param("就労　移行", "/services/ikou/", id="two words, wide blank"),
        pytest.param("Choice Support", "/services/sentaku/", id="English"),
        pytest.param("hello work", "/offices/hellowork/", id="English, small letters"),
        pytest.param("作業所", "/glossary/word/b-gata/", id="another word for it"),
    ],
)
def test_a_thing_is_found_by_whatever_it_is_called(words, first):
    assert search(words)[0].address == first


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
def test_what_is_found_stands_in_the_language_that_is_read(language):
    with speaking(language):
        found = search("就労選択支援")[0]
    prefix = f"/{language.prefix}" if language.prefix else ""
    assert found.address == f"{prefix}/services/sentaku/"
    assert ("Choice" in found.title) is (language is ENGLISH)


@pytest.mark.django_db
def test_what_is_named_so_comes_before_what_mentions_it():
    wages = rows.term().related.get()
    wages.meaning = "工賃とはちがいます。"
    wages.save()
    found = [(one.title, one.is_named) for one in search("工賃")]
    assert found == [("工賃", True), ("賃金", False)]


@pytest.mark.usefixtures("content")
def test_nothing_found_names_near_words_and_a_phone():
    page = Client().get(reverse("guide:search"), {"q": "受給者しょうめい"})
    html = html_of(page)
    assert "「受給者しょうめい」は0件です" in html
    assert "受給者証" in html
    assert "083-922-4111" in html


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("words", ["", "   ", "　", "・"])
def test_no_words_show_the_main_pages(words):
    html = Client().get(reverse("guide:search"), {"q": words}).content.decode()
    assert html.count('class="hits__item"') == 0


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("words", ["<script>", "a" * 500, "%", "\x00", "🙂"])
def test_no_words_break_the_page(words):
    page = Client().get(reverse("guide:search"), {"q": words})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_a_search_asks_the_database_as_often_for_one_row_as_for_three(
    number, django_assert_num_queries
):
    for _ in range(number):
        rows.term()
    with django_assert_num_queries(11):
        Client().get(reverse("guide:search"), {"q": "工賃"})


@pytest.mark.usefixtures("content")
def test_the_number_in_the_heading_is_that_of_the_list():
    html = html_of(Client().get(reverse("guide:search"), {"q": "支援"}))
    number = int(re.search(r"は(\d+)件です", html)[1])
    assert html.count('class="hits__item"') == number
