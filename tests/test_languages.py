"""The site in its other languages: nothing half said, nothing lost by switching."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from html import unescape
from itertools import product
from pathlib import Path

import pytest
from babel.messages import pofile
from django.core import signing
from django.db.models import F
from django.test import Client
from django.urls import resolve

from guide.models import Page as PageText
from offices.models import (
    ImportSource,
    Municipality,
    Office,
    OfficeService,
    Organization,
    Town,
)
from tests.fees.test_estimator import PAPERS
from tests.readers import JAPANESE, Text, japanese_in
from tests.test_pages import Outline, addresses
from texts.languages import languages

LOCALES = sorted((Path(__file__).parent.parent / "locale").glob("*/LC_MESSAGES/*.po"))
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# These join what stands on both sides of them.
JOINTS = {
    "、",
    "（市役所の代表番号）",  # after a phone number
    "と",
    "：",
    "・",
    "／",
    "（%(detail)s）",
    "（ほか%(number)sつ）",
    "（%(day)sに確認）",
    "（手順 %(numbers)s）",
    "（1枚の紙）",  # after the title of a page
    "エラー：",
}


def entries(path: Path) -> list:
    """The messages of one language, its header aside."""
    with path.open("rb") as file:
        return [entry for entry in pofile.read_po(file) if entry.id]


def _texts(entry: object) -> tuple[list[str], list[str]]:
    """What a message says in Japanese and in the language, each in all its forms."""
    said = [entry.id] if isinstance(entry.id, str) else list(entry.id)
    told = [entry.string] if isinstance(entry.string, str) else list(entry.string)
    return said, told


@pytest.fixture(scope="module", params=LOCALES, ids=lambda path: path.parts[-3])
def messages(request) -> list:
    return entries(request.param)


# --- the words of the templates ---------------------------------------------------


def test_every_added_language_but_those_of_a_city_has_its_messages():
    assert [path.parts[-3] for path in LOCALES] == ["en", "ja_Simple"]


def test_every_message_is_worded_and_none_is_guessed(messages):
    lacking = [entry.id for entry in messages if not all(_texts(entry)[1])]
    guessed = [entry.id for entry in messages if entry.fuzzy]
    assert (lacking, guessed) == ([], [])


def test_a_message_names_what_the_japanese_names(messages):
    different = {
        said[0]: told
        for said, told in map(_texts, messages)
        if {frozenset(_PLACEHOLDER.findall(text)) for text in [*said, *told]}
        != {frozenset(_PLACEHOLDER.findall(said[0]))}
    }
    assert different == {}


def test_no_message_is_a_piece_of_a_sentence(messages):
    """A blank at its edge would be there to join it to what stands beside it."""
    pieces = [
        told
        for said, told in map(_texts, messages)
        if said[0] not in JOINTS and any(text != text.strip() for text in told)
    ]
    assert pieces == []


def test_the_english_words_are_english_but_for_names_in_brackets():
    [path] = [path for path in LOCALES if path.parts[-3] == "en"]
    found = [
        line
        for entry in entries(path)
        for text in _texts(entry)[1]
        for line in japanese_in(text, names=[])
    ]
    assert found == []


# --- the pages ------------------------------------------------------------------


@pytest.fixture(scope="module")
def names(_loaded, django_db_blocker) -> list[str]:
    """What stands as it is at the door and in the published lists; longest first.

    The licence asks for `attribution` in its own words; a language is named in itself.
    """
    with django_db_blocker.unblock():
        found = {
            text
            for office in Office.objects.select_related("municipality")
            for text in (office.name, office.full_address, office.organization)
        }
        found |= {
            text
            for row in OfficeService.objects.values_list(
                "name", "closed_days", "hours_note", "designated_by"
            )
            for text in row
        }
        found |= {language.name for language in languages()}
        found |= set(Organization.objects.values_list("name", flat=True))
        found |= set(Town.objects.values_list("name", flat=True))
        found |= set(Municipality.objects.values_list("name", flat=True))
        found |= set(ImportSource.objects.values_list("attribution", flat=True))
    return sorted(filter(None, found), key=len, reverse=True)


@pytest.mark.usefixtures("content")
def test_english_pages_hold_no_japanese_but_names(names):
    found = {
        address: lines
        for address in addresses()
        if address.startswith("/en/")
        and (lines := japanese_in(Client().get(address).content.decode(), names=names))
    }
    assert found == {}


# One part of each kind.
HANDOUT = (
    "s-b-gata.c-ikou~a-gata.o-yamaguchi-kikan.v-yamaguchi-kikan"
    ".steps.caps.ask.next.memo.me.visit"
)
BESIDES = [
    pytest.param("/en/services/sentaku/?on=2025-09-30", id="before it began"),
    pytest.param("/en/services/a-gata/?on=2027-04-01", id="a planned change"),
    pytest.param("/en/fees/?on=2018-04-01", id="other amounts"),
    pytest.param("/en/changes/?on=2025-09-30", id="changes to come"),
    pytest.param("/en/compare/?s=a-gata&s=b-gata", id="services compared"),
    pytest.param("/en/compare/?s=a-gata&s=b-gata&s=zzz&list=1", id="an unknown one"),
    pytest.param("/en/compare/?compare=1", id="none chosen"),
    pytest.param("/en/offices/search/?q=B", id="a word that is too short"),
    pytest.param("/en/offices/search/?q=nothing&service=b-gata&sat=1", id="nothing"),
    pytest.param(
        "/en/offices/search/?area=99999&kind=x&service=x&near=x&sort=near", id="strange"
    ),
    pytest.param("/en/offices/search/?area=35203&service=b-gata", id="results"),
    pytest.param("/en/offices/search/?page=2", id="the second page"),
    pytest.param("/en/offices/compare/?o=yamaguchi-kikan&o=x", id="places compared"),
    pytest.param("/en/offices/visit/?o=yamaguchi-kikan", id="the visit sheet"),
    pytest.param("/en/offices/office/yamaguchi-kikan/report/", id="a report"),
    pytest.param("/en/offices/office/yamaguchi-kikan/thanks/", id="thanks"),
    pytest.param("/en/search/?q=wages", id="pages found"),
    pytest.param("/en/search/?q=zzzzzz", id="no pages found"),
    pytest.param("/en/check/result/", id="no answers yet"),
    pytest.param("/en/check/fee/result/", id="no answers on money yet"),
    pytest.param("/en/check/forgotten/", id="answers deleted"),
    pytest.param("/en/nowhere/", id="no such page"),
    pytest.param("/en/p/x/", id="a paper that cannot be read"),
    pytest.param("/en/handout/?go=write", id="a handout of nothing"),
    pytest.param(f"/en/handout/?b={HANDOUT}", id="a handout of everything"),
    pytest.param(f"/en/handout/write/?b={HANDOUT}", id="what to write on it"),
    pytest.param(f"/en/handout/sheet/?b={HANDOUT}", id="the handout itself"),
    pytest.param("/en/?on=nonsense", id="no such day"),
]


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("address", BESIDES)
def test_what_the_site_map_does_not_name_is_english_too(names, address):
    html = Client().get(address).content.decode()
    assert japanese_in(html, names=names) == []


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("who", ["self", "family", "supporter"])
@pytest.mark.parametrize("choice", ["unknown", "first", "last"])
def test_the_check_is_english_from_the_first_question_to_paper(names, who, choice):
    client = Client()
    pages = [client.post("/en/check/who/", {}), client.get("/en/check/who/")]
    address = client.post("/en/check/who/", {"choice": who}).url
    address = client.get(address).url
    while "/question/" in address:
        page = client.get(address)
        pages += [page, client.post(address, {})]
        codes = [code for code, _ in page.context["form"].fields["choice"].choices]
        picked = {"unknown": "unknown", "first": codes[0], "last": codes[-2]}[choice]
        address = client.post(address, {"choice": picked}).url
    pages.append(client.get(address))
    pages += [client.get(f"/en/check/result/{name}") for name in ("", "print/")]
    for page in pages:
        assert japanese_in(page.content.decode(), names=names) == [], page.request


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    "told",
    [
        pytest.param({}, id="nothing known"),
        pytest.param({"audience": "adult", "tax": "assistance"}, id="assistance"),
        pytest.param({"audience": "adult", "tax": "yes"}, id="two cases"),
        pytest.param({"audience": "child", "tax": "no"}, id="a child"),
    ],
)
def test_the_quick_estimate_is_english(names, told):
    client, pages = Client(), []
    address = client.get("/en/check/fee/next/").url
    while not address.endswith("/result/"):
        pages += [client.get(address), client.post(address, {})]
        step = pages[-1].context["step"]
        address = client.post(address, {"choice": told.get(step, "unknown")}).url
    pages += [client.get(f"{address}{name}") for name in ("", "print/")]
    for page in pages:
        assert japanese_in(page.content.decode(), names=names) == [], page.request


LAST_MONTH = dt.date.today().replace(day=1) - dt.timedelta(days=1)
ENGLISH_PAPERS = PAPERS | {
    "self_levy": "150,000 yen",
    "self_credits": "none",
    "dependants_under_16": "1 person",
    "dependants_16_18": "0 people",
    "units": "1,210 units",
    "count": "20 days",
    "unit_price": "10.00 yen",
    "costs": "¥5,000",
}


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="all known"),
        pytest.param({"self_levy": "", "self_taxed": "unknown"}, id="no levy"),
        pytest.param(
            {"office_reduction": "1000", "rent": "9000", "audience": "group-home"},
            id="a reduction in a group home",
        ),
        pytest.param({"self_credits": ""}, id="no credits"),
        pytest.param({"costs": "500000"}, id="costs above the pay"),
        pytest.param({"service": "a-gata"}, id="a reduction not known"),
        pytest.param(
            {"assistance": "yes", "self_levy": "", "self_taxed": "unknown"},
            id="public assistance",
        ),
        pytest.param({"month": f"{LAST_MONTH:%Y-%m}"}, id="a month before"),
        pytest.param({"units": "", "count": "", "unit_price": ""}, id="no use"),
        pytest.param({"costs": ""}, id="no costs"),
    ],
)
def test_the_estimate_from_papers_reads_and_writes_english(names, changed):
    client = Client()
    response = client.post("/en/check/fee/papers/", ENGLISH_PAPERS | changed)
    assert response.status_code == 302
    for name in ("", "print/"):
        page = client.get(f"{response.url}{name}").content.decode()
        assert japanese_in(page, names=names) == []


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("prefix", ["/en", "/easy"])
def test_mistakes_in_the_papers_are_told_in_the_language_of_the_page(names, prefix):
    wrong = {
        "month": "1999-01",
        "self_levy": "fifty",
        "self_credits": "9" * 41,
        "spouse_levy": "9" * 15,
        "spouse_taxed": "none",
        "unit_price": "ten",
        "self_taxed": "maybe",
    }
    address = f"{prefix}/check/fee/papers/"
    lines: list[str] = []
    at_odds = {
        "assistance": "yes",
        "spouse_credits": "5",
        "spouse_copayment": "5",
        "service": "b-gata",
        "office_reduction": "5",
        "rent": "5",
    }
    mistakes = (wrong, {"self_taxed": "no", "count": ""}, at_odds)
    child = {"audience": "child", "service": "b-gata"}
    for given in ({}, *(PAPERS | one for one in (*mistakes, child))):
        response = Client().post(address, given)
        assert response.status_code == 422
        page = response.content.decode()
        assert prefix == "/easy" or japanese_in(page, names=names) == []
        lines += Text(re.sub(r"<rt>.*?</rt>", "", page)).lines
    errors = {line for line in lines if line.startswith(("Error: ", "まちがい："))}
    assert len(errors) >= 11
    assert prefix == "/en" or all(JAPANESE.search(error) for error in errors)


@pytest.mark.usefixtures("content")
def test_a_tax_year_is_named_as_papers_name_it():
    said = {
        "": "2026年度（令和8年度）の住民税です。",
        "/en": "the resident tax of fiscal year 2026 (Reiwa 8, 令和8年度) counts.",
    }
    for prefix, sentence in said.items():
        client = Client()
        papers = PAPERS | {"month": "2027-05"}
        address = f"{prefix}/check/fee/papers/?on=2026-11-22"
        shown = Text(
            client.get(client.post(address, papers).url).content.decode()
        ).lines
        assert any(sentence in line for line in shown), prefix


# --- from one language to another -------------------------------------------------


def versions(html: str) -> dict[str, str]:
    """The links to the same page in each language, by the language's name."""
    menu = html.split('class="languages__list"')[1].split("</ul>")[0]
    links = re.findall(r'href="([^"]*)"[^>]*>(.*?)</a>', menu)
    return {re.sub(r"<[^>]*>", "", name): unescape(link) for link, name in links}


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    "rest",
    [
        pytest.param("compare/?s=a-gata&s=b-gata&diff=1", id="services chosen"),
        pytest.param("services/?on=2027-04-01", id="another day"),
        pytest.param("offices/search/?area=35203&service=b-gata", id="a search"),
        pytest.param("offices/visit/?o=yamaguchi-kikan", id="places chosen"),
    ],
)
def test_switching_the_language_keeps_what_was_chosen(rest):
    for prefix in ("", "easy/", "en/"):
        html = Client().get(f"/{prefix}{rest}").content.decode()
        assert list(versions(html).values()) == [
            f"/{rest}",
            f"/easy/{rest}",
            f"/en/{rest}",
        ]


def told_in(response: object) -> dict[str, tuple[str, object]]:
    """The path of each cookie that was set, and what it holds."""
    return {
        name: (
            cookie["path"],
            signing.loads(cookie.value, salt="told-answers") if cookie.value else None,
        )
        for name, cookie in response.cookies.items()
        if name.startswith("told-")
    }


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_answers_are_kept_and_deleted_for_every_language_at_once(prefix):
    client = Client()
    client.post(f"{prefix}/check/who/", {"choice": "family"})
    response = client.post(
        f"{prefix}/check/question/1/", {"question": "age", "choice": "18-49"}
    )
    told = ["family", [["age", "18-49"]], False]
    assert told_in(response) == {
        "told-answers": ("/check/", told),
        "told-answers.easy": ("/easy/check/", told),
        "told-answers.en": ("/en/check/", told),
    }
    for language in languages():
        address = f"/{language.prefix}/check/answers/".replace("//", "/")
        answered = client.get(address).context["answered"]
        assert [item.question.code for item in answered] == ["age"]
    # Unlike a browser, the client sends every cookie everywhere.
    deleted = told_in(client.post(f"{prefix}/check/forget/"))
    for name, (path, _) in told_in(response).items():
        assert deleted[name] == (path, None)


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("address", "meant"),
    [
        pytest.param("/ja/faq/", ["/faq/", "/easy/faq/", "/en/faq/"], id="a page"),
        pytest.param("/jp/", ["/", "/easy/", "/en/"], id="the home page"),
    ],
)
def test_an_address_with_a_wrong_language_offers_the_right_ones(address, meant):
    response = Client().get(address)
    html = response.content.decode()
    assert response.status_code == 404
    offered = html.split('id="meant"')[1].split("</ul>")[0]
    assert re.findall(r'href="([^"]*)"', offered) == meant
    links = Outline(html).links
    assert {"/", "/services/", "/offices/", "/sitemap/"} <= set(links)


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        pytest.param("/easy", "/easy/", id="easy Japanese"),
        pytest.param("/en", "/en/", id="English"),
        pytest.param("/en?on=2027-04-01", "/en/?on=2027-04-01", id="of another day"),
        pytest.param("/en/faq", "/en/faq/", id="a page"),
        pytest.param("/easy/faq/techo", "/easy/faq/techo/", id="a page of a row"),
        pytest.param("/glossary/ka", "/glossary/ka/", id="in Japanese"),
    ],
)
def test_an_address_without_its_last_slash_leads_on(db, address, leads_to):
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (301, leads_to)


@pytest.mark.parametrize("address", ["/eas", "/english", "/enn"])
def test_what_only_begins_like_a_language_is_not_found(db, address):
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("prefix", ["/en", "/easy"])
def test_what_is_for_staff_and_machines_has_one_address(db, prefix):
    for address in ["/admin/", "/healthz", "/robots.txt", "/sitemap.xml"]:
        assert Client().get(f"{prefix}{address}").status_code == 404, address


@pytest.mark.usefixtures("content")
def test_the_site_map_names_every_page_in_every_language():
    body = Client().get("/sitemap.xml").content.decode()
    rows = re.findall(r"<url>(.*?)</url>", body, re.DOTALL)
    named = {}
    for row in rows:
        [address] = re.findall(r"<loc>http://testserver(.*?)</loc>", row)
        named[address] = dict(re.findall(r'hreflang="(.*?)" href="(.*?)"', row))
    assert named["/en/fees/"] == named["/fees/"] == named["/easy/fees/"]
    assert {path.split("/")[1] for path in named} >= {"en", "easy", "fees"}
    for address, alternates in named.items():
        # Easy Japanese is no language of search engines; its page is in the list.
        assert [*alternates] == ["ja", "en", "x-default"], address
        assert alternates["en"].startswith("http://testserver/en/")
        assert alternates["ja"] == alternates["x-default"]
    assert named["/easy/fees/"] == {
        "ja": "http://testserver/fees/",
        "en": "http://testserver/en/fees/",
        "x-default": "http://testserver/fees/",
    }
    assert len(named) == 3 * len({alternates["en"] for alternates in named.values()})


# --- what is held is made by whoever comes first ----------------------------------
_OF_ONE_READER = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
BESIDES = [
    *("/offices/search/?area=35203", "/offices/search/?q=B型", "/search/?q=工賃"),
    *("/compare/?s=ikou&s=a-gata", "/handout/", "/check/sheet/"),
]


def seen(order: Iterable[str], paths: Iterable[str]) -> dict[str, str]:
    """Each page after a change, which readers of the languages see in that order."""
    PageText.objects.update(checked_on=F("checked_on"))
    reader = Client(headers={"cookie": "furigana=1"})
    found = {}
    for prefix, path in product(order, paths):
        html = reader.get(prefix + path).content.decode()
        found[prefix + path] = _OF_ONE_READER.sub("", html)
    return found


@pytest.mark.usefixtures("content")
def test_it_makes_no_difference_whose_language_came_first():
    own = [path for path in addresses() if not path.startswith(("/easy/", "/en/"))]
    kinds = {resolve(path).view_name: path for path in own}.values()
    japanese_first = seen(["", "/easy", "/en"], [*kinds, *BESIDES])
    assert seen(["/en", "/easy", ""], [*kinds, *BESIDES]) == japanese_first
