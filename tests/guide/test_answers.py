"""A question's own page and a word's own place, and the lists that lead there."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from guide.models import Faq, FaqGroup, GlossaryTerm, word_rows
from paper.domain.code import read_code
from services.models import ServiceType
from tests import rows
from tests.readers import html_of, words_of
from tests.test_pages import Outline

PREFIXES = pytest.mark.parametrize("prefix", ["", "/easy", "/en"])


def outline(address: str) -> Outline:
    response = Client().get(address)
    assert response.status_code == 200, address
    return Outline(response.content.decode())


def row_of(html: str, code: str) -> str:
    """What stands in the element that has the id."""
    return html.partition(f'id="{code}"')[2].partition("</li>")[0]


# --- questions ----------------------------------------------------------------


@pytest.mark.usefixtures("content")
@PREFIXES
def test_the_list_has_every_question_and_old_places_lead_to_its_page(prefix):
    html = Client().get(f"{prefix}/faq/").content.decode()
    for faq in Faq.objects.all():
        address = f"{prefix}/faq/{faq.code}/"
        assert row_of(html, faq.code).count(f'href="{address}"') == 1
    assert html.count("<h2") >= FaqGroup.objects.count()


@pytest.mark.django_db
def test_a_page_says_the_answer_first_then_the_rest_then_other_questions():
    faq, elsewhere = rows.faq(), rows.faq()
    faq.short_answer, faq.answer = "はい、使えます。", "条件があります。"
    faq.save()
    Faq.objects.create(
        code="next", group=faq.group, question="つぎは何", **rows.sourced()
    )
    html = html_of(Client().get(faq.get_absolute_url()))
    places = [
        html.index(words)
        for words in ("</h1>", "はい、使えます。</p>", "条件があります。", "つぎは何")
    ]
    assert places == sorted(places)
    assert f'href="{elsewhere.get_absolute_url()}"' not in html
    assert html.count('href="/faq/next/"') == 1
    assert html.count(f'href="/faq/#{faq.group.code}"') == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_an_answer_costs_the_same_however_many_others_there_are(
    number, django_assert_num_queries
):
    faq = rows.faq()
    for place in range(number):
        Faq.objects.create(
            code=f"other-{place}", group=faq.group, question="何", **rows.sourced()
        )
    with django_assert_num_queries(7):
        html = Client().get(faq.get_absolute_url()).content.decode()
    assert html.count('href="/faq/other-') == number


@pytest.mark.django_db
def test_a_question_leads_to_the_next_three_and_from_there_to_all():
    faq = rows.faq()
    for place in range(1, 6):
        Faq.objects.create(
            code=f"q{place}",
            group=faq.group,
            question="何",
            order=place,
            **rows.sourced(),
        )
    html = Client().get("/faq/q4/").content.decode().partition("<main")[2]
    links = re.findall(r'href="/faq/([\w-]+)/"', html)
    assert links == ["q5", faq.code, "q1"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/faq/none/", "/glossary/none/", "/glossary/ka/"])
def test_what_is_no_question_and_a_row_without_words_is_not_found(address):
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_a_question_and_a_heading_never_share_a_place_on_the_list():
    faq = rows.faq()
    for row, taken in ((faq, faq.group.code), (faq.group, faq.code)):
        row.code = taken
        with pytest.raises(ValidationError) as told:
            row.clean()
        assert [*told.value.message_dict] == ["code"]


@pytest.mark.django_db
def test_the_answer_breaks_its_lines_between_phrases():
    faq = rows.faq()
    faq.short_answer = "はたらいただけでは、止まりません。"
    faq.save()
    html = Client().get(faq.get_absolute_url()).content.decode()
    kept = '<span class="nb">はたらいた</span>'
    assert f'<p class="answer">{kept}だけでは、<wbr>止まりません。</p>' in html


# --- words --------------------------------------------------------------------


@pytest.mark.usefixtures("content")
@PREFIXES
def test_the_list_has_every_word_and_old_places_lead_to_its_own(prefix):
    html = Client().get(f"{prefix}/glossary/").content.decode()
    for term in GlossaryTerm.objects.all():
        link = re.search(r'href="([^"]*)"', row_of(html, term.code))
        assert link[1] == prefix + term.get_absolute_url()


@pytest.mark.usefixtures("content")
@PREFIXES
def test_every_word_is_explained_once_on_the_page_of_its_row(prefix):
    explained: list[str] = []
    for row in word_rows():
        page = outline(prefix + row.get_absolute_url())
        codes = [term.code for term in row.terms]
        assert [one for one in page.ids if one in codes] == codes
        explained += codes
    terms = GlossaryTerm.objects.values_list("code", flat=True)
    assert sorted(explained) == sorted(terms)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reading", "row"),
    [
        pytest.param("がっこう", "ka", id="voiced"),
        pytest.param("ぱそこん", "ha", id="half voiced"),
        pytest.param("ゃく", "ya", id="small"),
        pytest.param("んん", "wa", id="the last letter"),
        pytest.param("ABC", "hoka", id="no kana"),
    ],
)
def test_a_row_has_the_words_whose_first_letter_is_of_it(reading, row):
    term = rows.term()
    GlossaryTerm.objects.filter(pk=term.pk).update(reading=reading)
    found = GlossaryTerm.objects.in_row(row)
    assert [one.code for one in found] == [term.code]
    page = outline(f"/glossary/{row}/")
    assert term.code in page.ids
    assert term.get_absolute_url() in page.links


@pytest.mark.usefixtures("content")
def test_a_list_in_english_goes_by_english_letters():
    page = outline("/en/glossary/")
    names = dict(GlossaryTerm.objects.values_list("code", "name_en"))
    listed = [names[code].casefold() for code in page.ids if code in names]
    assert listed == sorted(listed)
    assert len(listed) == len(names)


# --- the way there ------------------------------------------------------------


@pytest.mark.usefixtures("content")
@PREFIXES
def test_every_answer_and_word_is_two_links_from_its_service_or_heading(prefix):
    """Its heading is on the list of questions, or of words: one link from there."""
    two_away: dict[str, set[str]] = {}
    for start in [
        *(service.get_absolute_url() for service in ServiceType.objects.published()),
        "/faq/",
        "/glossary/",
    ]:
        first = {*outline(prefix + start).links}
        lists = {f"{prefix}/faq/", f"{prefix}/glossary/"} & first
        two_away[start] = first | {link for one in lists for link in outline(one).links}
    for faq in Faq.objects.prefetch_related("services"):
        starts = [one.get_absolute_url() for one in faq.services.all()]
        for start in [*starts, "/faq/"]:
            assert prefix + faq.get_absolute_url() in two_away[start], faq.code
    for term in GlossaryTerm.objects.prefetch_related("services"):
        starts = [one.get_absolute_url() for one in term.services.all()]
        for start in [*starts, "/glossary/"]:
            assert prefix + term.get_absolute_url() in two_away[start], term.code


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("address", ["/faq/techo/", "/easy/glossary/ka/"])
def test_a_page_on_paper_says_whether_it_is_still_the_same(address):
    html = Client().get(address).content.decode()
    [code] = set(re.findall(r"/p/([0-9a-z-]+)/", html))
    assert read_code(code) is not None
    found = Client().get(f"/p/{code}/", follow=True)
    assert "この紙の内容はいまも同じです" in words_of(found)
