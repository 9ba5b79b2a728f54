"""`?on=`: the site as of another day, on any page."""

import datetime as dt

import pytest
from django.test import Client

from config.middleware import _keep_day, _read_day


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
    assert _keep_day(link, dt.date(2027, 4, 1)) == kept


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
