"""The page of components: staff's alone, and none is missing."""

import re
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client, override_settings
from django.urls import reverse

from tests import stylesheets
from texts.pictograms import PICTOGRAMS

pytestmark = pytest.mark.django_db

FOLDER = Path(settings.BASE_DIR) / "templates"
COMPONENTS = sorted(
    path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("components/*.html")
)
# Said instead of a value that a template asks for and does not get.
MISSING = "（%sがありません）"


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("hanako", is_staff=True))
    return client


def shown(html: str) -> list[str]:
    return re.findall(r'<h2 id="component-\d+">([^<]+)</h2>', html)


def test_every_component_stands_on_the_page(staff):
    html = staff.get(reverse("components")).content.decode()
    found = [name for name in shown(html) if name.startswith("components/")]
    assert sorted(found) == COMPONENTS


def test_every_pictogram_stands_on_the_page(staff):
    html = staff.get(reverse("components")).content.decode()
    section = re.search(
        r'<section aria-labelledby="pictograms">.*?</section>', html, re.S
    )
    assert [words in section[0] for words in PICTOGRAMS.values()].count(False) == 0
    assert section[0].count("<svg") == 2 * len(PICTOGRAMS)


def test_no_state_lacks_a_value(staff):
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = MISSING
    with override_settings(TEMPLATES=templates):
        response = staff.get(reverse("components"))
    _, _, main = response.content.decode().partition("<main")
    lacking = set(
        re.findall(MISSING.replace("%s", "([^（]*)"), main.split("</main>")[0])
    )
    assert response.status_code == 200
    assert lacking == set()


def test_each_state_of_each_component_shows_something(staff):
    components = staff.get(reverse("components")).context["components"]
    empty = {
        (component.template, name)
        for component in components
        for name, html in component.states
        if not html.strip()
    }
    assert empty == set()
    assert len({component.template for component in components}) == len(components)


def test_no_two_elements_of_the_page_have_one_name(staff):
    names = re.findall(r'\bid="([^"]*)"', staff.get(reverse("components")).text)
    assert sorted(names) == sorted({*names})


def test_the_page_asks_only_for_its_frame(staff, django_assert_num_queries):
    staff.get(reverse("components"))
    # Who asks (2), and whether the city and the words of the pages are as they were.
    with django_assert_num_queries(3):
        staff.get(reverse("components"))


def test_the_page_shows_what_paper_says_of_itself_on_a_screen_too():
    linked = stylesheets.sheets_linked("config/components.html")
    assert linked == [
        "site.css",
        *("print.css", "components/paper.css"),
        "components/paper.css",
    ]


def test_the_page_is_for_staff_and_no_search_engine(staff):
    address = reverse("components")
    assert '<meta name="robots" content="noindex">' in staff.get(address).text
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{reverse('admin:login')}?next={address}",
    )
    reader = Client()
    reader.force_login(User.objects.create_user("reader"))
    assert reader.get(address).status_code == 302


def test_the_first_page_of_the_staff_leads_there(staff):
    html = staff.get(reverse("admin:index")).content.decode()
    assert f'<a href="{reverse("components")}">部品の見本</a>' in html
