"""`?on=`: the site as of another day, on any page."""

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client

from config.middleware import DayMiddleware, _read_day
from tests import rows
from texts.last_pass import PassState, day_in_addresses
from texts.requests import Request

DAY = dt.date(2027, 4, 1)


def asking(day: dt.date | None = DAY) -> Request:
    request = Request()
    request.asked_day, request.preview = day, None
    return request


def carried(html: str, day: dt.date | None = DAY) -> str:
    return day_in_addresses(html, PassState(asking(day), has_readings=False))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-04-01", dt.date(2027, 4, 1)),
        (" 2027-04-01 ", dt.date(2027, 4, 1)),
        ("2006-04-01", dt.date(2006, 4, 1)),
        ("2006-03-31", None),
        ("2100-01-01", None),
        ("2027-02-30", None),
        ("20270401", None),
        ("２０２７-04-01", None),
        ("明日", None),
        ("", None),
    ],
)
def test_a_day_is_read_only_when_it_is_one(text, day):
    assert _read_day(text) == day


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ('<a href="/fees/">', '<a href="/fees/?on=2027-04-01">'),
        (
            '<a class="x" href="/faq/#age">',
            '<a class="x" href="/faq/?on=2027-04-01#age">',
        ),
        ('<a href="/compare/?s=a">', '<a href="/compare/?s=a&amp;on=2027-04-01">'),
        ('<a href="#top">', '<a href="#top">'),
        ('<a href="https://example.jp/">', '<a href="https://example.jp/">'),
        ('<a href="//example.jp/">', '<a href="//example.jp/">'),
        ('<link href="/static/css/base.css">', '<link href="/static/css/base.css">'),
        ('<a data-today href="/fees/">', '<a data-today href="/fees/">'),
    ],
)
def test_links_within_the_site_keep_the_day(link, kept):
    assert carried(link) == kept


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        pytest.param(
            '<a href="?s=a&amp;diff=1">',
            '<a href="?s=a&amp;diff=1&amp;on=2027-04-01">',
            id="of the same page",
        ),
        pytest.param(
            '<a href="/search/?q=it&#x27;s#a">',
            '<a href="/search/?q=it&#x27;s&amp;on=2027-04-01#a">',
            id="with an entity",
        ),
        pytest.param("<a href=/faq/>", '<a href="/faq/?on=2027-04-01">', id="bare"),
    ],
)
def test_a_link_keeps_the_day_however_it_is_written(link, kept):
    assert carried(link) == kept


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/fees/?on=2028-04-01">',
        '<a href="/fees/?a=1&amp;on=2028-04-01#x">',
        '<a href="tel:083-922-4111">',
        '<a href="mailto:a@example.jp">',
        '<a href="/static/open.csv">',
        '<a href="/admin/">',
        '<a name="/fees/">',
        '<a href="">',
        '<img src="/fees/">',
        "<script>\"<a href='/fees/'>\"</script>",
        '<!-- <a href="/fees/"> -->',
    ],
)
def test_what_is_no_link_to_a_page_without_a_day_stays_as_it_is(html):
    assert carried(html) == html


FIELD = '<input type="hidden" name="on" value="2027-04-01">'


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        pytest.param(
            '<form action="/find/" method="get"><p>',
            f'<form action="/find/" method="get">{FIELD}<p>',
            id="by GET",
        ),
        pytest.param("<form>", f"<form>{FIELD}", id="by GET, as usual"),
        pytest.param(
            "<form action='?a=1' METHOD=GET>",
            f"<form action='?a=1' METHOD=GET>{FIELD}",
            id="by GET, to the same page",
        ),
        pytest.param(
            '<form method="post" action="/check/who/">',
            '<form method="post" action="/check/who/?on=2027-04-01">',
            id="by POST",
        ),
        pytest.param(
            "<form action='/a/?b=1&amp;c' method=POST>",
            '<form action="/a/?b=1&amp;c&amp;on=2027-04-01" method=POST>',
            id="by POST, with more in its address",
        ),
        pytest.param(
            '<form method="get" action="/a/"></form><form><input name="on"></form>',
            f'<form method="get" action="/a/">{FIELD}</form>'
            '<form><input name="on"></form>',
            id="beside one that has a day",
        ),
        pytest.param(
            '<form method="post"><button formaction="/b/"></button></form>',
            '<form method="post"><button formaction="/b/?on=2027-04-01"></button>'
            "</form>",
            id="by POST, elsewhere by its button",
        ),
        pytest.param(
            '<form><button formaction="/b/" formmethod="post"></button></form>',
            f'<form>{FIELD}<button formaction="/b/?on=2027-04-01" formmethod="post">'
            "</button></form>",
            id="by the button's own way",
        ),
        pytest.param(
            '<form><button formaction="/b/"></button></form>',
            f'<form>{FIELD}<button formaction="/b/"></button></form>',
            id="by GET, elsewhere by its button",
        ),
    ],
)
def test_a_form_within_the_site_keeps_the_day(form, kept):
    assert carried(form) == kept
    assert carried(kept) == kept
    assert carried(form, None) == form


@pytest.mark.parametrize(
    "form",
    [
        pytest.param('<form><input name="on" value=""></form>', id="has a day"),
        pytest.param("<form><select name=on></select></form>", id="chooses a day"),
        pytest.param('<form method="post" action="/a/?on=2028-04-01">', id="in it"),
        pytest.param('<form method="post">', id="by POST, to the page itself"),
        pytest.param('<form action="https://example.jp/">', id="to another site"),
        pytest.param('<form action="//example.jp/" method="post">', id="another host"),
        pytest.param('<form action="/admin/" method="post">', id="of the staff"),
        pytest.param('<form action="/admin/x/" method="get">', id="of the staff, GET"),
        pytest.param("<form data-today>", id="to today"),
        pytest.param('<form method="dialog">', id="to nowhere"),
    ],
)
def test_a_form_that_needs_no_day_stays_as_it_is(form):
    assert carried(form) == form


class Forms(HTMLParser):
    """Where each form of a page leads to: its way, its address, its own day."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append({"method": "get", "action": "", "on": "", **given})
        elif tag == "input" and given.get("name") == "on":
            self.found[-1]["on"] += given["value"]


def days_of(html: str, address: str) -> list[str]:
    """The day in which each form of a page at `address` ends."""
    return [
        form["on"]
        if form["method"] == "get"
        else "".join(parse_qs(urlsplit(form["action"] or address).query).get("on", []))
        for form in Forms(html).found
    ]


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
@pytest.mark.parametrize(
    ("address", "number"),
    [
        pytest.param("/compare/?", 1, id="services to compare"),
        pytest.param("/compare/?s=ikou&", 1, id="other services to compare"),
        pytest.param("/search/?", 1, id="search"),
        pytest.param("/offices/?", 1, id="offices: by kind"),
        pytest.param("/offices/search/?area=35203&", 2, id="offices: found"),
        pytest.param("/handout/?b=ask&", 1, id="handout: choose"),
        pytest.param("/handout/write/?b=ask&", 1, id="handout: write"),
        pytest.param("/handout/sheet/?b=ask&", 1, id="handout: sheet"),
        pytest.param("/check/who/?", 1, id="check: who"),
        pytest.param("/check/question/1/?", 1, id="check: a question"),
        pytest.param("/check/fee/1/?", 1, id="fees: a question"),
        pytest.param("/check/fee/papers/?", 1, id="fees: papers"),
    ],
)
def test_every_form_of_the_site_keeps_the_day_once(prefix, address, number):
    whole = f"{prefix}{address}on=2027-04-01"
    client = Client()
    client.post(f"{prefix}/check/who/", {"choice": "self"})
    response = client.get(whole)
    assert response.status_code == 200
    html = response.content.decode()
    assert days_of(html, whole) == ["2027-04-01"] * number
    usual = client.get(prefix + address).content.decode()
    assert days_of(usual, address) == [""] * number


@pytest.mark.django_db
def test_a_report_on_an_office_keeps_the_day():
    address = f"{rows.full_place().get_absolute_url()}report/?on=2027-04-01"
    response = Client().get(address)
    assert response.status_code == 200
    assert days_of(response.content.decode(), address) == ["2027-04-01"]


@pytest.mark.usefixtures("content")
def test_the_answers_of_the_check_and_of_a_sheet_keep_the_day():
    client = Client()
    client.post("/check/who/?on=2027-04-01", {"choice": "self"})
    client.post(
        "/check/question/1/?on=2027-04-01", {"question": "age", "choice": "18-49"}
    )
    html = client.get("/check/result/?on=2027-04-01").content.decode()
    assert set(days_of(html, "/")) == {"2027-04-01"}
    posted = client.post("/handout/sheet/?b=ask&on=2027-04-01", {"to": "write"})
    assert days_of(posted.content.decode(), "/") == ["2027-04-01"]


def test_no_template_carries_the_day_by_itself():
    found = [
        str(path)
        for path in Path("templates").rglob("*.html")
        if path.parts[1] != "admin"  # where staff ask for a day
        if re.search(r"""name=["']?on["'\s>]|[?&;]on=""", path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("location", "kept"),
    [
        ("/handout/?b=ask#chosen", "/handout/?b=ask&on=2027-04-01#chosen"),
        ("/fees/?on=2027-04-01", "/fees/?on=2027-04-01"),
        ("https://example.jp/", "https://example.jp/"),
        ("//example.jp/", "//example.jp/"),
        ("/admin/", "/admin/"),
    ],
)
def test_a_redirect_keeps_the_day_where_it_leads_within_the_site(location, kept):
    request = Request()
    request.path, request.GET = "/", {"on": "2027-04-01"}
    response = DayMiddleware(lambda _: HttpResponseRedirect(location))(request)
    assert response["Location"] == kept
    assert DayMiddleware(lambda _: HttpResponse())(request).get("Location") is None


@pytest.mark.django_db
def test_a_redirect_within_the_site_keeps_the_day():
    response = Client().get("/check/next/", {"on": "2027-04-01"})
    assert response.headers["Location"] == "/check/who/?on=2027-04-01"


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["nonsense", "2027-13-01", "", "<script>"])
def test_a_day_that_cannot_be_read_is_answered_with_a_sentence(asked):
    response = Client().get("/", {"on": asked})

    assert response.status_code == 400
    assert "日付が読めません" in response.content.decode()
    assert "<script>" not in response.content.decode()
