"""`?change=`: staff see the whole site with a draft applied, the public never."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guide.models import Faq
from services.models import ServiceType
from staff.models import Change, RowChange
from tests import people

pytestmark = pytest.mark.django_db
PAGE = "/services/b-gata/"
NEW = "まったく新しい目的の文です。"


@pytest.fixture
def chief(content) -> Client:
    return people.signed_in(User.objects.create_superuser("chief"))


@pytest.fixture
def draft(content) -> Change:
    row = ServiceType.objects.get(slug="b-gata")
    change = Change.objects.create(
        title="B型の文", author=User.objects.create(username="h")
    )
    RowChange.objects.create(
        change=change,
        kind="altered",
        table="services.servicetype",
        key=str(row.pk),
        before={"name_ja": row.name_ja, "plain_name_ja": row.plain_name_ja},
        after={"name_ja": "就労継続支援Ｂ型（新）", "plain_name_ja": NEW},
    )
    return change


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    marks = "<wbr>|<rt.*?</rt>|</?ruby>|</?(?:span|i)\\b[^>]*>| "
    return re.sub(marks, "", response.content.decode())


def test_staff_see_the_draft_and_the_public_the_same_bytes_as_before(chief, draft):
    public = Client()
    before = public.get(PAGE).content
    found = public.get("/search/?q=B型").content

    seen = page(chief, f"{PAGE}?change={draft.pk}")

    assert "下書き「B型の文」を入れて見ています" in seen
    assert "（新）" in seen
    assert f'href="/fees/?change={draft.pk}"' in seen
    assert "（新）" in page(chief, f"/search/?q=B型&change={draft.pk}")
    assert public.get(PAGE).content == before
    assert public.get("/search/?q=B型").content == found
    assert chief.get(PAGE).content == before


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("change={}", PAGE),
        ("change={}&decided=1&on=2027-04-01", f"{PAGE}?on=2027-04-01"),
        ("change=x", PAGE),
        ("change=", PAGE),
        ("change=999999999999", PAGE),
    ],
)
def test_who_may_see_no_drafts_is_led_to_the_page_as_it_is(asked, led_to, draft):
    response = Client().get(f"{PAGE}?{asked.format(draft.pk)}")
    assert (response.status_code, response["Location"]) == (302, led_to)
    assert response["Cache-Control"] == "no-store"


def test_a_redirect_and_a_language_stay_with_the_draft(chief, draft):
    led = chief.get(f"/easy{PAGE.rstrip('/')}?change={draft.pk}")
    assert led.status_code == 301
    for language in ("/easy", "/en"):
        seen = page(chief, f"{language}{PAGE}?change={draft.pk}&on=2027-04-01")
        assert "下書き「B型の文」" in seen
        assert f"on=2027-04-01&amp;change={draft.pk}" in seen


def test_a_draft_that_does_not_fit_any_more_says_so(chief, draft):
    draft.rows.update(key="987654")
    seen = page(chief, f"{PAGE}?change={draft.pk}")
    assert "いまの内容に合わなくなりました" in seen


def test_a_table_that_streams_is_made_with_the_draft(chief, draft):
    response = chief.get(f"/offices/search.csv?change={draft.pk}")
    assert (response.status_code, response.streaming) == (200, False)


def test_what_is_planned_is_seen_as_if_it_were_decided(chief, draft):
    asked = f"/changes/?change={draft.pk}&on={dt.date(2027, 10, 1)}"
    assert page(chief, asked) != page(chief, f"{asked}&decided=1")


def test_who_takes_a_row_back_in_a_draft_sees_the_site_without_it(chief):
    row = Faq.objects.get(code="hataraku-nenkin")
    author = User.objects.create(username="h")
    change = Change.objects.create(title="消す", author=author)
    change.rows.create(
        kind="altered",
        table="guide.faq",
        key=str(row.pk),
        before={"is_published": True},
        after={"is_published": False},
    )
    place, asked = row.get_absolute_url(), f"?change={change.pk}"
    assert f'href="{place}' not in page(chief, f"/faq/{asked}")
    assert chief.get(f"{place}{asked}").status_code == 404
    assert f'href="{place}' in page(Client(), "/faq/")
    assert chief.get(place).status_code == 200
