"""お金の見通し: of each service its own, in words below nothing, never for 生活保護."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from fees.domain.yen_span import YenSpan
from fees.estimates import estimate
from fees.fee_facts import read_facts
from fees.outlook import Outlook, outlooks
from tests.fees.test_estimator import TAXED, html, send, walk

pytestmark = pytest.mark.usefixtures("content")
TODAY = dt.date(2026, 11, 21)
UNTAXED = {"self_taxed": "no", "self_levy": "", "self_credits": ""}
LEFT = {"": "手元にのこるのは", "/easy": "手元にのこるのは", "/en": "You keep"}
ASK = {
    "": "福祉事務所に聞いてください",
    "/easy": "福祉事務所に聞いてください",
    "/en": "Ask the welfare office",
}
MORE = {
    "": "はらうお金のほうが多い月があります",
    "/easy": "はらうお金のほうが多い月があります",
    "/en": "you may pay more than you receive",
}
LANGUAGES = pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
SHEETS = pytest.mark.parametrize("sheet", ["", "print/"])


def plain(client: Client, address: str) -> str:
    """The words of a page, without readings, marks of line breaks and spaces."""
    page = unescape(client.get(address).content.decode()).split("<main")[1]
    page = re.sub(r"<(rt|rp)[^>]*>.*?</\1>|[\u200b\u2060]", "", page)
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


def outlook(client: Client, address: str) -> str:
    """The words of the outlook, likewise."""
    page = client.get(address).content.decode()
    section = page.split(' id="outlook"')[1].split("</details>")[0]
    section = re.sub(r"<(rt|rp)[^>]*>.*?</\1>|[\u200b\u2060]", "", unescape(section))
    return " ".join(re.sub(r"<[^>]*>", "", section).split())


def compact(words: str) -> str:
    return words.replace(" ", "").replace("\u3000", "")


def by_service(client: Client) -> dict[str, Outlook]:
    found = client.get(reverse("fees:papers_result")).context["outlooks"]
    return {one.figure.service.slug: one for one in found}


def test_the_outlook_takes_fee_and_costs_from_the_average():
    facts = read_facts(
        {"audience": "adult-resident", "public_assistance": False}, on=TODAY
    )
    [first, *_] = outlooks(estimate(facts, on=TODAY), facts, costs=5_000)
    yen = first.figure.monthly_yen
    assert (first.low, first.high) == (yen - 42_200, yen - 5_000)


@SHEETS
@LANGUAGES
def test_on_public_assistance_nothing_is_said_to_be_left(client, prefix, sheet):
    where = f"{prefix}/check/fee/"
    client.post(f"{where}1/", {"step": "audience", "choice": "adult"})
    client.post(f"{where}2/", {"step": "tax", "choice": "assistance"})
    page = compact(plain(client, f"{where}result/{sheet}"))
    assert compact(ASK[prefix]) in page
    assert compact(LEFT[prefix]) not in page


@SHEETS
@LANGUAGES
def test_papers_on_public_assistance_say_whom_to_ask(client, prefix, sheet):
    send(client, **UNTAXED, assistance="yes")
    page = compact(plain(client, f"{prefix}/check/fee/papers/result/{sheet}"))
    assert compact(ASK[prefix]) in page
    assert compact(LEFT[prefix]) not in page


def test_who_may_be_on_public_assistance_hears_that_it_changes(client):
    walk(client, TAXED | {"tax": "unknown"})
    said = compact(outlook(client, reverse("fees:result")))
    assert ASK[""] in said
    assert LEFT[""] in said
    client.cookies.clear()
    walk(client, TAXED)
    assert "福祉事務所" not in outlook(client, reverse("fees:result"))


@SHEETS
@LANGUAGES
def test_less_than_nothing_is_said_in_words(client, prefix, sheet):
    send(client, self_levy="200000", costs="20000")
    shorts = [one for one in by_service(client).values() if one.is_short]
    assert shorts != []
    said = outlook(client, f"{prefix}/check/fee/papers/result/{sheet}")
    assert compact(said).count(compact(MORE[prefix])) == len(shorts)
    assert compact(LEFT[prefix]) not in compact(said).split(compact(MORE[prefix]))[1]
    assert re.findall(r"[-−‐‑–－]\s*[\d¥]|[−－]", said) == []


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        pytest.param(1, 5, (False, True), id="something is left"),
        pytest.param(0, 0, (False, True), id="nothing is left"),
        pytest.param(-1, 0, (True, True), id="nothing or less"),
        pytest.param(-5, 3, (True, True), id="it depends"),
        pytest.param(-9, -5, (True, False), id="always less"),
    ],
)
def test_a_rest_is_never_below_nothing(low, high, words):
    one = Outlook(None, YenSpan(0, 0), low, high)
    assert (one.is_short, one.has_rest) == words
    assert one.rest == YenSpan(max(low, 0), max(high, 0))


def test_a_reduction_is_taken_off_a_gata_only(client):
    send(client, office_reduction="5000")
    found = by_service(client)
    assert found["a-gata"].payable == YenSpan.exactly(4_300)
    assert found["b-gata"].payable == YenSpan.exactly(9_300)
    page = html(client, "papers_result")
    assert "A型で書いた使い方をすると、この月にはらうのは<strong>4,300円" in page


@pytest.mark.parametrize(
    ("service", "shown"),
    [
        pytest.param("a-gata", ["a-gata"], id="A型"),
        pytest.param("b-gata", ["b-gata"], id="B型"),
        pytest.param("sentaku", [], id="no pay at all"),
    ],
)
def test_a_service_that_is_told_has_its_own_line_only(client, service, shown):
    send(client, service=service)
    assert list(by_service(client)) == shown


def test_a_reduction_left_empty_at_a_gata_is_not_known(client):
    send(client, service="a-gata")
    [one] = by_service(client).values()
    assert one.payable == YenSpan(0, 9_300)
    page = html(client, "papers_result")
    assert "減らす額は、事業所に聞いてください" in page
    assert "この月にはらうのは<strong>0円から9,300円" in page
    send(client, service="a-gata", office_reduction="ない")
    [one] = by_service(client).values()
    assert one.payable == YenSpan.exactly(9_300)
