"""How to reach the section in charge is said once and shown wherever it is named."""

import csv
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from guide.models import SiteIdentity
from offices.models import Office
from tests.readers import html_of

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
    assert page.count("に 確かめました") == 1


def section() -> Office:
    return Office.objects.get(is_section=True)


def told_to_machines() -> dict:
    return Client().get(f"/offices/office/{section().code}.jsonld").json()


def cells_of_the_section() -> dict[str, str]:
    lines = b"".join(Client().get("/offices/search.csv?kind=city").streaming_content)
    [row] = csv.DictReader(lines.decode("utf-8-sig").splitlines())
    return row


@pytest.fixture
def full_site(content) -> SiteIdentity:
    """A site that knows everything of its section."""
    SiteIdentity.objects.update(
        section_phone="083-900-0001",
        section_fax="083-900-0002",
        section_email="shogai@city.example.jp",
        hours_ja="月曜日から金曜日 午前8時30分〜午後5時15分",
        closed_ja="土曜日、日曜日、祝日、年末年始",
        postal_code="753-8650",
    )
    return SiteIdentity.objects.get()


def test_machines_are_told_what_the_site_says_of_its_section(full_site):
    told = told_to_machines()
    assert told["telephone"] == "+81-83-900-0001"
    assert told["faxNumber"] == "+81-83-900-0002"
    assert told["email"] == "shogai@city.example.jp"
    assert told["address"]["postalCode"] == "753-8650"
    assert told["openingHours"] == full_site.hours
    [hours] = told["openingHoursSpecification"]
    assert (hours["opens"], hours["closes"]) == ("08:30", "17:15")
    assert hours["dayOfWeek"] == [
        f"https://schema.org/{day}day"
        for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri")
    ]


def test_a_table_holds_what_the_site_says_of_its_section(full_site):
    row = cells_of_the_section()
    names = ("電話", "FAX", "メール", "郵便番号", "平日")
    assert [row[name] for name in names] == [
        "083-900-0001",
        "083-900-0002",
        "shogai@city.example.jp",
        "753-8650",
        full_site.hours,
    ]


def test_a_table_calls_the_main_number_the_main_number(content):
    SiteIdentity.objects.update(section_phone="", main_phone="083-922-4111")
    assert cells_of_the_section()["電話"] == "083-922-4111（市役所の代表番号）"
    assert told_to_machines()["telephone"] == "+81-83-922-4111"


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/offices/office/{code}/", id="its own page"),
        pytest.param("/offices/compare/?o={code}", id="compared"),
        pytest.param("/offices/visit/?o={code}", id="to take on a visit"),
        pytest.param("/handout/sheet/?b=o-{code}", id="on a handout"),
    ],
)
def test_the_days_on_which_the_section_is_closed_stand_wherever_it_stands(
    path, full_site
):
    address = path.format(code=section().code)
    page = html_of(Client().get(address, follow=True))
    assert full_site.closed in page
    assert "083-900-0002" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "083-900-0009"),
        ("fax", "083-900-0009"),
        ("email", "a@example.jp"),
        ("postal_code", "753-0000"),
        ("hours_ja", "9時から"),
        ("hours_en", "from 9"),
        ("closed_ja_simple", "土曜日"),
    ],
)
def test_what_the_site_says_of_its_section_is_not_written_a_second_time(field, value):
    row = section()
    setattr(row, field, value)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert list(refused.value.message_dict) == [field]
    assert "「サイトと市の情報」に書いてください" in str(refused.value)

    row.is_section = False
    row.full_clean()


def test_staff_who_type_a_number_for_the_section_are_told_where_it_goes(admin_client):
    row = section()
    address = f"/admin/offices/office/{row.pk}/change/"
    form = admin_client.get(address).context["adminform"].form
    given = {
        name: form.get_initial_for_field(f, name) for name, f in form.fields.items()
    }
    given = {name: "" if value is None else value for name, value in given.items()}
    page = html_of(admin_client.post(address, given | {"phone": "083-900-0009"}))
    assert "「サイトと市の情報」に書いてください" in page
    assert "083-900-0009" in page
    assert Office.objects.get(pk=row.pk).phone == ""


def test_staff_are_not_asked_for_a_number_that_the_form_refuses(admin_client):
    page = html_of(admin_client.get("/admin/"))
    assert "基幹相談支援センターの電話" in page
    assert f"{section().name}の電話" not in page


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
