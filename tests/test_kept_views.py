"""Which pages are kept, and that each reader gets what Django makes for him."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import permutations
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, QueryDict
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from config.environ import environ_of
from config.kept_views import _UNDERSTOOD, kept_view, understood_query
from guide import outage
from guide.models import SearchMiss
from services.answers import Answers, keep_answers
from tests.kept_site import KeptSite, keeping_connections
from tests.rsgi import scope_of
from texts.languages import languages, speaking

# What is made for each who asks, and why.
_APART = {
    "guide:situations": "leads on",
    "guide:furigana": "sets the cookie",
    "offices:search_csv": "is streamed",
    "offices:report": "a form",
    "offices:reported": "after a form",
    "paper:handout": "of no two consultants the same",
    "paper:handout_write": "shows what was typed",
    "paper:handout_sheet": "shows what was typed",
    "paper:handout_guide": "is kept as a file",
    "paper:sheet_pdf": "a file for each",
    "healthz": "says what is now",
    "healthz_live": "says what is now",
    "sitemap-file": "is streamed",
    "components": "for staff",
}
_TOLD = ("services:check", "fees:")  # what asks, and what shows answers


def names(patterns: list, prefix: str = "") -> Iterable[str]:
    for one in patterns:
        if isinstance(one, URLResolver) and one.namespace != "admin":
            inner = f"{prefix}{one.namespace}:" if one.namespace else prefix
            yield from names(one.url_patterns, inner)
        elif isinstance(one, URLPattern) and one.name:
            yield prefix + one.name


def test_of_every_page_somebody_has_decided_whether_it_is_kept():
    every = {*names(get_resolver().url_patterns)}
    told = {name for name in every if name.startswith(_TOLD)} - {*_UNDERSTOOD}
    assert every == {*_UNDERSTOOD, *_APART} | told
    assert {*_UNDERSTOOD} & {*_APART} == set()


def test_what_takes_or_shows_answers_is_not_kept():
    for path in ("/check/", "/easy/check/result/", "/check/fee/", "/check/fee/1/"):
        assert kept_view(path) is None


@pytest.mark.parametrize(
    ("path", "query", "understood"),
    [
        pytest.param("/", "utm_source=a&fbclid=b", "", id="nobody's words"),
        pytest.param("/search/", "x=1&q=a%20b&q=c", "q=a%20b&q=c", id="a search"),
        pytest.param("/en/search/", "%71=a", "%71=a", id="written oddly"),
        pytest.param("/offices/search/", "any=1&q=a", "any=1&q=a", id="every word"),
        pytest.param("/compare/", "s=a&s=b&&=", "s=a&s=b", id="two of a word"),
        pytest.param("/", "change=3", None, id="a draft"),
        pytest.param("/offices/search/", "q=a&on=2027-04-01", None, id="a day"),
    ],
)
def test_a_page_gets_only_the_words_that_it_understands(path, query, understood):
    assert understood_query(query, kept_view(path)) == understood


# Pages that have a question mark, or could.
_WITH_WORDS = [
    "/",
    "/search/?q=就労",
    "/search/",
    "/compare/",
    "/compare/?compare=1",
    "/easy/compare/",
    "/offices/",
    "/offices/compare/",
    "/offices/visit/",
    "/services/b-gata/",
    "/fees/",
    "/sheet/call/yamaguchi-kikan/",
    "/changes/feed/",
    "/sitemap.xml",
]


@pytest.mark.parametrize("path", _WITH_WORDS)
def test_a_page_looks_for_no_other_words_in_its_address(
    path, content, client, monkeypatch
):
    looked_for: set[str] = set()
    for method in ("__getitem__", "__contains__", "getlist"):
        monkeypatch.setattr(QueryDict, method, noting(method, looked_for))
    assert client.get(path).status_code in (200, 404)
    view = kept_view(path.partition("?")[0])
    assert view is not None
    # The last one is that of a form, by which staff sign in.
    assert looked_for - {"on", "change", "username"} <= (view.understood or set())


def noting(method: str, looked_for: set[str]) -> Any:
    inner = getattr(MultiValueDict, method)

    def note(self: QueryDict, key: str, *rest: object) -> object:
        looked_for.add(key)
        return inner(self, key, *rest)

    return note


class Made:
    """Django, asked once for each request."""

    def __init__(self) -> None:
        self._django, self._made = get_wsgi_application(), {}

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        told = ("PATH_INFO", "QUERY_STRING", "HTTP_COOKIE", "HTTP_HOST")
        key = tuple(environ.get(name, "") for name in told)
        if key not in self._made:
            said: list = []
            pieces = self._django(environ, lambda *words: said.append(words))
            self._made[key] = (said[0], b"".join(pieces))
            pieces.close()
        (status, headers), body = self._made[key]
        start(status, headers)
        return [body]


def answered() -> str:
    """The cookies of a reader who has answered; they never leave `/check/` really."""
    response = HttpResponse()
    keep_answers(response, Answers("self", {"age": "18-49", "basis": "income"}))
    held = [f"{name}={one.value}" for name, one in response.cookies.items()]
    return "; ".join(["csrftoken=" + "a" * 32, *held])


_READERS = ("", "furigana=1", "furigana=0", "answers", "furigana=1; answers")
_PATHS = [
    "/",
    "/easy/services/b-gata/",
    "/en/faq/",
    "/offices/search/?q=%E5%B1%B1%E5%8F%A3&sat=1",
]


@pytest.mark.parametrize("path", _PATHS)
def test_whoever_comes_first_every_reader_gets_what_django_makes_for_him(
    path, content, monkeypatch
):
    # A search is made anew each minute: none begins while this is tried.
    now = time.time()
    monkeypatch.setattr("config.page_cache.time.time", lambda: now)
    made = Made()
    readers = [one.replace("answers", answered()) for one in _READERS]
    want = [django(made, path, cookie) for cookie in readers]
    assert len({*want}) == (1 if path.startswith("/en/") else 2)
    for order in permutations(range(len(readers))):
        site = KeptSite(made)
        for number in order:
            told = site.ask(path, cookie=readers[number], accept_encoding="br")
            assert (told.status, told.content) == (200, want[number])
            assert "set-cookie" not in told.headers
        assert len(site.asked) == len({*want})


def django(made: Made, path: str, cookie: str) -> bytes:
    """The page as Django makes it for this reader, with all that he sent."""
    environ = environ_of(scope_of(path, cookie=cookie), BytesIO())
    with keeping_connections():
        [body] = made(environ, lambda status, _headers: None)
    return body


def test_every_kept_page_of_each_language_comes_from_memory(content):
    site = KeptSite()
    for language in languages():
        with speaking(language):
            path = f"/{language.prefix}/faq/".replace("//", "/")
        first, second = (site.ask(path) for _ in range(2))
        assert (first.status, first, site.asked) == (200, second, [path])
        site.asked.clear()


def test_a_search_that_finds_nothing_is_counted_each_time(content):
    site = KeptSite()
    for _ in range(2):
        site.ask("/search/?q=ゆきだるま")
    assert site.asked == ["/search/"] * 2
    [row] = SearchMiss.objects.all()
    assert (row.word, row.times) == ("ゆきだるま", 2)


def test_after_midnight_in_japan_every_page_is_made_anew(content, monkeypatch):
    site = KeptSite()
    site.ask("/steps/")
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: tomorrow)
    for _ in range(2):
        site.look()
        site.ask("/steps/")
    assert site.asked == ["/steps/", "/steps/"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param("/faq/", "2026年11月29日 06:06の内容です。", id="Japanese"),
        pytest.param(
            "/easy/faq/",
            "これは、2026年11月29日 06:06の ページです。",
            id="easy Japanese",
        ),
        pytest.param("/en/faq/", "As of 29 November 2026, 06:06.", id="English"),
    ],
)
def test_an_older_page_says_as_of_when_it_is_in_its_language(path, words):
    at = datetime(2026, 11, 28, 21, 6, tzinfo=UTC)
    note = outage.stale_note(path, at.timestamp()).decode()
    assert f"<p><strong>{words}</strong>" in note
