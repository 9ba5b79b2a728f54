"""The shipped sources: who speaks, where to read it, and what is private."""

import re

import pytest

from facts.models import Source, SourceKind
from tests.shipped_rows import named, shipped_rows, shipped_sources

# What a law's address ends in: the year by reign, its kind, and its number.
_LAW_ID = re.compile(
    r"https://laws\.e-gov\.go\.jp/law/\d{3}(?:(?:AC|CO)\w{3}|M\w{8})0*(\d+)$"
)
_LAW_NUMBER = re.compile(r"第(\d+)号$")

# Facts of which only a private page is known; whoever finds an official source takes
# the fact out of this list.
PRIVATE_FACTS = {
    "s2": {
        "servicefact ikou contract",
        "servicefact ikou pay",
        *(
            f"servicefact {service} {kind}"
            for service in ("ikou", "a-gata", "b-gata")
            for kind in ("meals", "transport")
        ),
        "faq ikou-okane",
        "faq shinseisho",
        "faq kengaku-miru",
        "contrast",  # how Type A and Type B differ in practice
    },
    "x2": {"eligibilityrule a-gata"},  # the exception from the age of 65
    "x3": {"eligibilityrule ikou", "lawchange 2018-04-age-65", "goldencase case-017"},
    "x5": {"faq b-arubaito"},
    "x6": {"lawchange 2026-06-houshu", "lawchange 2027-04-houshu"},
    "x7": {"lawchange 2026-04-kasan"},
    "x11": {
        f"servicefact {service} trial"
        for service in ("a-gata", "b-gata", "teichaku", "sentaku")
    },
    "x13": {
        "feeparameter pocket-money",
        "feeparameter pocket-money-grade1",
        "feetopic resident-meals",
    },
    "x16": {
        "feeparameter fraction-share",
        *(f"feecase fee-{number}" for number in ("005", "006", "047")),
    },
    "x17": {"servicefact sentaku contract", "servicefact sentaku pay"},
    "x21": {"faq kochin-zei"},
    "x22": {"faq ikou-2"},
    "x23": {"faq yasundara"},
    "x24": {"faq day-care"},
    "x25": {"lawchange 2018-04-teichaku"},
}
# Data that we use, under their own terms; they say where the towns are.
DATA = {"geolonia"}


def facts_by_source() -> dict[str, set[str]]:
    cited: dict[str, set[str]] = {}
    for model, fields in shipped_rows():
        if source := fields.get("source"):
            cited.setdefault(source[0], set()).add(named(model, fields))
    return cited


def test_a_private_source_stands_only_where_no_official_one_is_known() -> None:
    sources = shipped_sources()
    private = {
        code: facts
        for code, facts in facts_by_source().items()
        if sources[code]["kind"] == SourceKind.PRIVATE
    }
    assert private == PRIVATE_FACTS


def test_no_private_source_is_kept_that_nothing_cites() -> None:
    private = {
        code
        for code, fields in shipped_sources().items()
        if fields["kind"] == SourceKind.PRIVATE
    }
    assert private == {*PRIVATE_FACTS, *DATA}


@pytest.mark.parametrize("code", sorted(shipped_sources()))
def test_a_source_says_who_speaks_what_and_where_or_why_it_has_no_address(
    code: str,
) -> None:
    fields = shipped_sources()[code]
    empty = [
        f"{text}_{language}"
        for text in ("organisation", "title")
        for language in ("ja", "ja_simple", "en")
        if not fields.get(f"{text}_{language}")
    ]
    assert empty == []
    assert fields["kind"] in SourceKind.values
    assert fields.get("url") or "アドレスは" in fields["remark_ja"]


@pytest.mark.usefixtures("content")
def test_no_two_documents_share_an_address() -> None:
    addresses = list(Source.objects.exclude(url="").values_list("url", flat=True))
    assert sorted(set(addresses)) == sorted(addresses)


@pytest.mark.parametrize(
    "code",
    [code for code, fields in shipped_sources().items() if fields["kind"] == "law"],
)
def test_a_law_opens_at_the_address_of_its_own_number(code: str) -> None:
    law = shipped_sources()[code]
    assert _LAW_ID.findall(law["url"]) == _LAW_NUMBER.findall(law["published_ja"])


@pytest.mark.parametrize(
    "name", ["民間の解説ページ", "名前はわかりません", "private explanatory"]
)
@pytest.mark.usefixtures("content")
def test_no_source_is_nameless(name: str) -> None:
    named_so = Source.objects.filter(organisation_ja__contains=name)
    assert list(named_so | Source.objects.filter(organisation_en__contains=name)) == []
