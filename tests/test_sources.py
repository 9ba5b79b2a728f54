"""The shipped sources: who speaks, where to read it, and what is private."""

import pytest

from facts.models import Source, SourceKind

pytestmark = pytest.mark.usefixtures("content")

# No official source is known for what these say, or they are data that we use.
PRIVATE = {
    *(f"x{number}" for number in (*range(1, 8), *range(9, 21))),
    "s2",  # the column of a provider, the seed of the comparison
    "geolonia",  # positions of towns, under CC BY 4.0
}


def test_each_law_opens_at_an_address_of_its_own() -> None:
    addresses = list(
        Source.objects.filter(kind=SourceKind.LAW)
        .exclude(url="")
        .values_list("url", flat=True)
    )
    assert len(addresses) == 5
    assert sorted(set(addresses)) == sorted(addresses)
    assert [url for url in addresses if url.rstrip("/").endswith("go.jp")] == []


def test_a_source_that_is_not_private_has_an_address_or_says_why() -> None:
    silent = Source.objects.exclude(kind=SourceKind.PRIVATE).filter(url="", remark="")
    assert list(silent) == []


def test_only_the_listed_sources_are_private() -> None:
    private = Source.objects.filter(kind=SourceKind.PRIVATE)
    assert set(private.values_list("code", flat=True)) == PRIVATE


def test_a_private_source_has_a_name_of_its_own() -> None:
    nameless = Source.objects.filter(
        organisation__in=["民間の解説ページ", "A private explanatory page"]
    )
    assert list(nameless) == []
