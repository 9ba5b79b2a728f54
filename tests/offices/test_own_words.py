"""Each service of a place is told and found by its own; what left the data stays."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from offices.models import Office, OfficeService, OfficeStatus
from tests import rows
from tests.offices.test_office_page import bare, visible
from tests.readers import html_of

pytestmark = pytest.mark.django_db


def found(**query: str) -> list[str]:
    response = Client().get("/offices/search/", query)
    return [result.office.name for result in response.context["found"].results]


def page(office: Office) -> str:
    return html_of(Client().get(office.get_absolute_url()))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


# --- hours ---------------------------------------------------------------------------


def with_two_spans() -> Office:
    office = rows.place()
    listing = rows.offer(office, rows.service_code())
    rows.open_on(listing, "weekday", "09:00", "12:00")
    rows.open_on(listing, "weekday", "13:00", "17:00")
    return office


def test_both_spans_of_a_day_stand_everywhere():
    office = with_two_spans()
    both = "平日 9:00〜12:00、13:00〜17:00"
    assert both in words(visible(page(office)))
    assert both in words(html_of(Client().get("/offices/search/")))
    for view in ("compare", "visit"):
        html = html_of(Client().get(f"/offices/{view}/?o={office.code}"))
        assert both in words(html)
    lines = b"".join(Client().get("/offices/search.csv").streaming_content).decode()
    assert "09:00〜12:00、13:00〜17:00" in lines
    told = Client().get(f"/offices/office/{office.code}.jsonld").json()
    spans = [
        (one["dayOfWeek"][0][-6:], one["opens"], one["closes"])
        for one in told["openingHoursSpecification"]
    ]
    assert spans == [("Monday", "09:00", "12:00"), ("Monday", "13:00", "17:00")]


@pytest.mark.parametrize("whose", ["its services", "the place itself"])
def test_hours_vary_only_where_one_service_has_others(whose):
    office = with_two_spans()
    if whose == "its services":
        other = rows.offer(office, rows.service_code("ikou", "就労移行支援"))
        rows.open_on(other, "weekday", "09:00", "12:00")
        rows.open_on(other, "weekday", "13:00", "17:00")
    else:
        for row in office.opening_hours.all():
            row.service = None
            row.save()
    for html in (page(office), html_of(Client().get("/offices/search/"))):
        assert "サービスによって" not in html
        assert "（）" not in html
        assert "9:00〜12:00、13:00〜17:00" in words(html)


def test_hours_that_differ_are_told_service_by_service():
    office = with_two_spans()
    other = rows.offer(office, rows.service_code("ikou", "就労移行支援"))
    rows.open_on(other, "weekday", "10:00", "15:00")
    assert "9:00〜12:00（サービスによってちがいます）" in words(
        html_of(Client().get("/offices/search/"))
    )
    assert "9:00〜12:00（就労継続支援B型）、10:00〜15:00（就労移行支援）" in words(
        page(office)
    )
    told = Client().get(f"/offices/office/{office.code}.jsonld").json()
    assert "openingHoursSpecification" not in told
    hours = {
        one["itemOffered"]["name"]: [
            span["opens"] for span in one["itemOffered"]["hoursAvailable"]
        ]
        for one in told["makesOffer"]
    }
    assert hours == {"就労継続支援B型": ["09:00", "13:00"], "就労移行支援": ["10:00"]}


def test_hours_of_a_service_that_left_the_data_are_not_told():
    office = with_two_spans()
    gone = rows.offer(office, rows.service_code("ikou"), status="not_listed")
    rows.open_on(gone, "weekday", "10:00", "15:00")
    assert "サービスによって" not in html_of(Client().get("/offices/search/"))


# --- each service's own --------------------------------------------------------------

OWN = {
    "name": "そらいろ工房",
    "phone": "083-999-1111",
    "fax": "083-999-2222",
    "url": "https://www.sorairo.example/b/",
}


def with_two_services() -> Office:
    office = rows.full_place(url="https://himawari.example/")
    listing = office.services.get(type__slug="ikou")
    for name, value in OWN.items():
        setattr(listing, name, value)
    listing.save()
    return office


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("そらいろ", id="its name"),
        pytest.param("083-999-1111", id="its phone"),
        pytest.param("0839991111", id="its phone in digits"),
        pytest.param("083-999-2222", id="its FAX"),
        pytest.param("0839992222", id="its FAX in digits"),
        pytest.param("sorairo.example", id="its page by host"),
        pytest.param("https://www.sorairo.example/b/", id="its page"),
        pytest.param("himawari.example", id="the page of the place"),
    ],
)
def test_a_place_is_found_by_what_one_of_its_services_says(words):
    with_two_services()
    assert found(q=words) == ["ひまわり"]


def test_a_word_of_a_search_is_not_found_within_an_address_of_the_web():
    with_two_services()
    assert found(q="example") == []


def test_each_service_shows_its_own_name_and_ways():
    office = with_two_services()
    html = page(office)
    assert "「そらいろ工房」という名前です。" in html
    assert f'href="tel:{OWN["phone"]}"' in visible(html)
    assert OWN["fax"] in visible(html)
    assert f'href="{OWN["url"]}"' in visible(html)
    assert bare(visible(html)).count("就労継続支援B型：") == 0
    for view in ("compare", "visit"):
        other = html_of(Client().get(f"/offices/{view}/?o={office.code}"))
        assert OWN["phone"] in other
        assert OWN["fax"] in other
    assert "「そらいろ工房」" in html_of(Client().get("/offices/search/"))
    told = Client().get(f"/offices/office/{office.code}.jsonld").json()
    [service] = [
        one["itemOffered"]
        for one in told["makesOffer"]
        if one["itemOffered"]["name"] == "就労移行支援"
    ]
    assert service["alternateName"] == OWN["name"]
    assert service["availableChannel"] == [
        {
            "@type": "ServiceChannel",
            "servicePhone": {
                "@type": "ContactPoint",
                "telephone": "+81-83-999-1111",
                "faxNumber": "+81-83-999-2222",
            },
            "serviceUrl": OWN["url"],
        }
    ]


def test_a_number_that_staff_corrected_is_not_shown_beside_the_old_one():
    office = rows.full_place()
    OfficeService.objects.update(phone="083-922-4111")
    office.phone = "083-922-5555"
    office.save()
    html = page(office)
    assert "083-922-5555" in html
    assert "083-922-4111" not in visible(html)


# --- gone from the data --------------------------------------------------------------

GONE = "公表データから なくなりました（確認中）"


def gone_place() -> Office:
    office = rows.full_place()
    OfficeService.objects.update(status="not_listed", missing_since="202609")
    office.status = OfficeStatus.NOT_LISTED
    office.status_on = office.checked_on
    office.save()
    return office


@pytest.mark.parametrize(
    "query", [{}, {"q": "ひまわり"}, {"q": "B型"}, {"service": "b-gata"}, {"sat": "1"},
              {"area": "35203"}]
)  # fmt: skip
def test_a_place_gone_from_the_data_is_found_and_marked(query):
    office = gone_place()
    assert found(**query) == ["ひまわり"]
    html = html_of(Client().get("/offices/search/", query))
    assert GONE in html
    assert "就労継続支援B型" in words(html)
    assert GONE in page(office)


@pytest.mark.parametrize(
    ("action", "status", "is_found"),
    [
        pytest.param("confirm_closed", OfficeStatus.CLOSED, False, id="closed"),
        pytest.param("confirm_open", OfficeStatus.ACTIVE, True, id="still there"),
    ],
)
def test_staff_confirm_in_the_list(admin_client, action, status, is_found):
    office = gone_place()
    address = reverse("admin:offices_office_changelist")
    assert "確認する" in admin_client.get("/admin/").content.decode()
    sent = {"action": action, "_selected_action": [office.pk]}
    html = admin_client.post(address, sent, follow=True).content.decode()
    assert "1か所" in html

    office.refresh_from_db()
    assert (office.status, office.locked_fields) == (status, ["status"])
    assert office.status_on is not None
    assert (found() == ["ひまわり"]) is is_found
    assert office.changes.filter(field="status").exclude(by=None).count() == 1
    assert GONE not in page(office)
    assert "確認する" not in admin_client.get("/admin/").content.decode()
