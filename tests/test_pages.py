"""Every public page of the site with its real content."""

import datetime as dt
import re
from collections.abc import Iterable
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from services.models import GoldenCase, ServiceType, WageFigure
from tests.browser.site import some_rows
from tests.readers import html_of
from texts.languages import split

pytestmark = pytest.mark.usefixtures("content")


# Where a page has addresses that the site map does not name.
BY_HAND = ("/check/", "/offices/", "/furigana/", "/faq/", "/glossary/", "/sheet/")


def listed() -> list[str]:
    """Every address that sitemap.xml names."""
    body = Client().get("/sitemap.xml").content.decode()
    return [
        re.sub(r"^https?://[^/]+", "", url)
        for url in re.findall(r"<loc>(.*?)</loc>", body)
    ]


def addresses() -> list[str]:
    """The same with a few of the pages of which hundreds are of one template."""
    return some_rows(listed())


def every_japanese_and_one_of_each_view(paths: Iterable[str]) -> list[str]:
    """What differs by the day is the same in every language; the pages are not."""
    found: dict[object, str] = {}
    for path in paths:
        language, rest = split(path)
        view = resolve(rest).view_name if language.prefix else path
        found.setdefault((language, view), path)
    return [*found.values()]


class Outline(HTMLParser):
    """What the tests ask of a page: its title, headings, ids and links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.lang = ""
        self.title = ""
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "html":
            self.lang = given.get("lang") or ""
        if given.get("id"):
            self.ids.append(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        self._in_title = tag == "title" and not self.title

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False


@pytest.fixture(scope="session")
def visited(_loaded, django_db_blocker):
    """Every page of the site map as it is today, fetched once."""
    with django_db_blocker.unblock():
        return {address: Client().get(address) for address in addresses()}


@pytest.fixture(scope="session")
def outlines(visited) -> dict[str, Outline]:
    return {path: Outline(page.content.decode()) for path, page in visited.items()}


def test_the_sitemap_names_every_page_kind():
    found = listed()
    assert len(found) == len(set(found))
    assert {
        "/",
        "/services/",
        "/services/b-gata/",
        "/fees/",
        "/offices/hellowork/",
        "/offices/office/yamaguchi-kikan/",
        "/offices/search/",
    } <= set(found)


def test_every_page_answers_with_one_h1_a_title_of_its_own_and_its_language(
    visited, outlines
):
    titles = {}
    for address, page in outlines.items():
        assert visited[address].status_code == 200, address
        assert page.headings.count(1) == 1, address
        assert page.headings[0] == 1, address
        assert page.lang == ("en" if address.startswith("/en/") else "ja"), address
        titles[address] = page.title.strip()
    assert len(set(titles.values())) == len(titles), titles


def test_no_heading_level_is_skipped_and_no_id_is_used_twice(outlines):
    for address, page in outlines.items():
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert [step for step in steps if step[1] > step[0] + 1] == [], address
        assert len(page.ids) == len(set(page.ids)), address


def test_every_link_within_the_site_leads_somewhere(outlines):
    pages = outlines
    others: dict[str, HttpResponse] = {}
    broken = []
    for address, page in pages.items():
        for link in page.links:
            path, _, anchor = link.partition("#")
            # The whole guide as a PDF takes seconds: tests/guide/test_pdf.py has it.
            if re.match(r"(https?|tel|mailto):", link) or path.endswith(".pdf"):
                continue
            target = path.partition("?")[0] or address
            is_feed = target.endswith("/feed/")
            if target not in pages and (
                is_feed or split(target)[1].startswith(BY_HAND)
            ):
                if target not in others:
                    others[target] = Client().get(target)
                assert others[target].status_code in {200, 302}, link
                if anchor and f'id="{anchor}"' not in others[target].content.decode():
                    broken.append((address, link))
                continue
            if target not in pages or (
                anchor and anchor not in [*pages[target].ids, "main"]
            ):
                broken.append((address, link))
    assert broken == []


def test_public_pages_are_the_same_bytes_for_everyone(visited):
    """So that a cache may keep them: no cookie, no token, no language guessed.

    Only the reader's own choice of ふりがな makes a Japanese page another one.
    """
    for address, plain in visited.items():
        other = Client(headers={"accept-language": "en", "cookie": "sessionid=x"}).get(
            address
        )
        assert plain.content == other.content, address
        assert plain.cookies == {}, address
        varies = None if address.startswith("/en/") else "Cookie"
        assert plain.headers.get("Vary") == varies, address
        assert "csrfmiddlewaretoken" not in plain.content.decode(), address


def test_every_page_carries_the_strict_policy():
    for address in ["/", "/nowhere/", "/admin/login/"]:
        policy = Client().get(address).headers["Content-Security-Policy"]
        assert policy == (
            "default-src 'self'; img-src 'self' data:; object-src 'none'; "
            "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )


def test_no_page_holds_anything_inline(visited):
    for page in visited.values():
        html = page.content.decode()
        assert (
            re.findall(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|<style", html)
            == []
        )


@pytest.mark.parametrize(
    "day", ["2018-04-01", "2025-09-30", "2025-10-01", "2027-04-01"]
)
def test_every_page_can_be_seen_as_of_another_day(visited, day):
    for address in every_japanese_and_one_of_each_view(visited):
        response = Client().get(address, {"on": day})
        html = response.content.decode()
        assert response.status_code == 200, address
        assert html.count('class="day-banner"') == 1, address
        assert response.headers["X-Robots-Tag"] == "noindex", address
        assert 'content="noindex"' in html, address


def test_the_links_of_another_days_page_stay_on_that_day():
    page = Outline(Client().get("/services/", {"on": "2027-04-01"}).content.decode())
    assert "/fees/?on=2027-04-01" in page.links
    assert page.links.count("/services/") == 1  # back to today


@pytest.mark.parametrize("page", ["", "conditions/", "money/", "details/"])
def test_a_service_that_did_not_exist_yet_says_so(page):
    response = Client().get(f"/services/sentaku/{page}", {"on": "2025-09-30"})
    note = "この日にはまだありませんでした。2025年10月1日に始まりました。"
    assert response.content.decode().count(note) == 1


def test_what_is_planned_is_shown_as_planned_and_decides_nothing():
    address = "/services/a-gata/conditions/"
    html = Client().get(address, {"on": "2027-04-01"}).content.decode()
    assert "2027年4月から変わる予定です。" in html
    assert "2027年4月1日から変わります。" not in html


def test_an_unknown_page_and_an_unknown_service_offer_a_way_out():
    for address in ["/nowhere/", "/services/nothing/", "/offices/nothing/"]:
        response = Client().get(address)
        html = response.content.decode()
        assert response.status_code == 404
        assert "ページが見つかりません" in html
        assert "083-922-4111" in html


def test_a_mistake_of_ours_is_answered_with_a_phone_number(client, monkeypatch):
    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("guide.views.next_on_home", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "083-922-4111" in response.content.decode()


def test_machines_find_their_pages(client):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /*?on=",
        "Sitemap: http://testserver/sitemap.xml",
    ]


@pytest.mark.parametrize(
    ("query", "rows", "sentence"),
    [
        pytest.param("", 0, "サービスをえらぶ", id="nothing asked yet"),
        pytest.param("compare=1", 0, "2つ以上えらんでください", id="none chosen"),
        pytest.param("s=ikou", 0, "2つ以上えらんでください", id="only one"),
        pytest.param(
            "s=ikou&s=ikou", 0, "2つ以上えらんでください", id="the same twice"
        ),
        pytest.param("s=a-gata&s=b-gata", 9, "2つのサービスをくらべる表", id="two"),
        pytest.param(
            "s=a-gata&s=b-gata&s=zzz",
            9,
            "「zzz」というサービスはありません",
            id="unknown",
        ),
    ],
)
def test_the_comparison_shows_what_was_chosen_or_says_what_to_do(
    client, query, rows, sentence
):
    html = html_of(client.get(f"/compare/?{query}"))
    assert html.count('scope="rowgroup"') == rows
    assert sentence in html


@pytest.mark.parametrize(
    ("audience", "amounts"),
    [
        pytest.param("adult", ["0円", "0円", "9,300円", "37,200円"], id="at home"),
        pytest.param("adult-resident", ["0円", "0円", "37,200円"], id="resident"),
        pytest.param("child", ["0円", "0円", "4,600円", "37,200円"], id="child"),
        pytest.param(
            "resident-under20", ["0円", "0円", "9,300円", "37,200円"], id="under 20"
        ),
    ],
)
def test_each_table_of_caps_shows_the_amounts_of_the_decree(client, audience, amounts):
    html = client.get(f"/fees/{audience}/").content.decode()
    assert re.findall(r'bands__yen"><b>([\d,]+円)<', html) == amounts


def test_the_chart_breaks_where_the_method_changed(client):
    shipped = client.get("/services/b-gata/money/").content.decode()
    newest = WageFigure.objects.filter(service__slug="b-gata").latest("fiscal_year")
    newest.pk, newest.fiscal_year, newest.method = None, 2015, "by-paid-person"
    newest.save()
    both = client.get("/services/b-gata/money/").content.decode()
    assert (shipped.count("chart__break"), both.count("chart__break")) == (0, 1)


def test_a_fact_past_its_due_date_shows_a_quiet_note(client):
    service = ServiceType.objects.get(slug="ikou")
    service.facts.filter(kind__code="pay").update(checked_on=dt.date(2020, 1, 1))
    before = client.get(reverse("services:detail", args=["a-gata"])).content.decode()
    after = client.get(service.get_absolute_url()).content.decode()
    note = "しばらく確認していません"
    assert (before.count(note), after.count(note)) == (0, 1)


def test_an_empty_database_still_gives_pages(db):
    GoldenCase.objects.all().delete()
    ServiceType.objects.all().delete()
    for address in ["/", "/services/", "/compare/", "/conditions/"]:
        assert Client().get(address).status_code == 200


def test_a_page_is_as_long_as_it_says(visited):
    """What is put in after the page was made must not cut off its end."""
    for address, page in visited.items():
        assert int(page.headers["Content-Length"]) == len(page.content), address
