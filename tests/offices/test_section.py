"""How to reach the section in charge is said once and shown wherever it is named."""

import re

import pytest
from django.test import Client

from guide.models import SiteIdentity
from offices.models import Office

pytestmark = pytest.mark.usefixtures("content")
PAGES = [
    pytest.param("/offices/city/", id="its kind"),
    pytest.param("/offices/office/{code}/", id="its own page"),
    pytest.param("/offices/compare/?o={code}", id="compared"),
    pytest.param("/offices/visit/?o={code}", id="to take on a visit"),
]


def html(path: str) -> str:
    code = Office.objects.get(is_section=True).code
    return Client().get(path.format(code=code)).content.decode()


def main_part(path: str) -> str:
    return html(path).partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("path", PAGES)
def test_the_main_number_is_shown_and_called_the_main_number(path):
    SiteIdentity.objects.update(section_phone="", main_phone="083-922-4111")
    words = re.sub("<[^>]*>", "", main_part(path))
    # Once for the office, and once at the head of the page on paper.
    assert words.count("083-922-4111（市役所の代表番号）") == 2


@pytest.mark.parametrize("path", PAGES)
def test_the_number_of_the_section_goes_before_the_main_number(path):
    SiteIdentity.objects.update(section_phone="083-900-0001", main_phone="083-922-4111")
    page = main_part(path)
    assert "083-900-0001" in page
    assert "代表番号" not in page


def test_its_page_shows_the_hours_and_what_is_closed():
    site = SiteIdentity.objects.get()
    page = main_part("/offices/office/{code}/")
    assert site.hours in page
    assert site.closed in page


def test_the_page_of_what_we_wrote_says_who_wrote_it():
    page = main_part("/offices/office/{code}/")
    assert "市の職員が書きました" not in page
    assert "この案内のために書きました。" in page
    assert page.count("確認した日：") == 1


@pytest.mark.parametrize(
    ("slug", "links"),
    [
        pytest.param("b-gata", 1, id="the directory holds it"),
        pytest.param("sentaku", 0, id="the directory holds none"),
    ],
)
def test_a_service_leads_only_to_what_the_directory_holds(slug, links):
    page = Client().get(f"/services/{slug}/").content.decode()
    assert page.count(f"?service={slug}") == links
