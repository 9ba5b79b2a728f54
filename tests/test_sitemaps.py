"""sitemap.xml names every page: in one file, or in an index of files."""

import re

import pytest
from django.test import Client

from config import sitemaps
from tests import rows


def addresses(path: str) -> list[str]:
    response = Client().get(path)
    assert response.status_code == 200
    parts = response.streaming_content if response.streaming else [response.content]
    return re.findall(r"<loc>http://testserver(.*?)</loc>", b"".join(parts).decode())


@pytest.mark.django_db
def test_many_places_stand_in_files_that_an_index_names(monkeypatch):
    kind = rows.office_kind()
    for _ in range(5):
        rows.office(kind)
    in_one = addresses("/sitemap.xml")
    monkeypatch.setattr(sitemaps, "MOST_IN_ONE", 4)
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 6)
    files = addresses("/sitemap.xml")
    assert [file for file in files if "pages" not in file] == [
        "/sitemap-offices-1.xml",
        "/sitemap-offices-2.xml",
        "/sitemap-offices-3.xml",
    ]
    named = [addresses(file) for file in files]
    assert [len(file) for file in named[-3:]] == [6, 6, 3]
    assert [address for file in named for address in file] == in_one


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("limit", ["MOST_ADDRESSES", "MOST_BYTES"])
def test_no_file_names_or_weighs_more_than_search_engines_take(limit, monkeypatch):
    """However many languages there are: of pages as of places."""
    in_one = addresses("/sitemap.xml")
    most = {"MOST_ADDRESSES": 100, "MOST_BYTES": 80_000}[limit]
    monkeypatch.setattr(sitemaps, limit, most)
    files = addresses("/sitemap.xml")
    assert [
        file for file in files if file.endswith(("/sitemap-pages.xml", "-2.xml"))
    ] == [
        "/sitemap-pages.xml",
        "/sitemap-pages-2.xml",
        "/sitemap-offices-2.xml",
    ]
    named = [addresses(file) for file in files]
    assert [len(file) for file in named if len(file) > 100] == []
    sent = [b"".join(Client().get(file).streaming_content) for file in files]
    assert [len(file) for file in sent if len(file) > 80_000] == []
    assert [address for file in named for address in file] == in_one


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sitemap-offices-1.xml", "/sitemap-x-1.xml"])
def test_a_file_that_the_index_does_not_name_is_not_there(path):
    assert Client().get(path).status_code == 404
