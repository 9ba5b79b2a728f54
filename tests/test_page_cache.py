"""Pages from memory: made once, for everyone alike, and only what is for everyone."""

import asyncio
import json
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from django.conf import settings

from config.asked_page import _hosts
from config.door import Door
from config.environ import environ_of
from config.kept_page import KeptPage, KeptPages, best_coding
from config.page_cache import PageCache, Room
from config.version_watch import VersionWatch
from tests import rsgi
from tests.door_site import BOUNDS, page
from tests.rsgi import answers, ask, scope_of

_ROOM = Room(page_bytes=1_000_000, many_bytes=100_000)


@dataclass
class Site:
    """A small application that says what it was asked, and how often."""

    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    seconds: float = 0
    asked: list[dict] = field(default_factory=list)

    def __call__(self, environ: dict, start_response) -> Iterable[bytes]:
        self.asked.append(environ)
        time.sleep(self.seconds)
        usual = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "0")]
        start_response(self.status, [*usual, *self.headers])
        words = environ["QUERY_STRING"], environ.get("HTTP_COOKIE", "")
        told = f"<body><main {environ['PATH_INFO']} {words} {self.text}"
        return [told.encode()]


class Clock:
    """The version of the content, which a test sets; None: the database is gone."""

    version: str | None = "1"

    def __call__(self) -> str:
        if self.version is None:
            raise OSError("no database")
        return self.version


def cache_of(
    site, clock=None, room: Room = _ROOM, *, is_proxied: bool = False
) -> PageCache:
    """Pages before that site, at a version that is known."""
    door = Door(site, BOUNDS, page, is_logged=False)
    watch = VersionWatch(clock or Clock(), rsgi.AtOnce())
    rsgi.run(watch.look())
    return PageCache(
        door, watch, room, note,
        is_logged=False, is_proxied=is_proxied, packer=rsgi.AtOnce(),
    )  # fmt: skip


def note(path: str, _told_at: float) -> bytes:
    return f"<p>older {path}</p>".encode()


def look(cache: PageCache) -> None:
    rsgi.run(cache._watch.look())


def test_without_room_each_page_is_made_as_it_is_for_whoever_asks():
    site = Site()
    cache = cache_of(site, room=Room(page_bytes=0, many_bytes=0))
    told = [ask(cache, "/faq/").headers for _ in range(2)]
    assert (len(site.asked), told[0]) == (2, told[1])
    assert "etag" not in told[0]


def test_a_page_is_made_once_and_says_how_it_may_be_kept():
    site = Site(headers=[("Vary", "Cookie"), ("X-Frame-Options", "DENY")])
    cache = cache_of(site)
    first, second = (ask(cache, "/faq/", accept_encoding="br") for _ in range(2))
    assert first == second
    assert first.text == "<body><main /faq/ ('', '') "
    etag = first.headers.pop("etag")
    assert first.headers == {
        "content-type": "text/html; charset=utf-8",
        "x-frame-options": "DENY",
        "vary": "Accept-Encoding, Cookie",
        "cache-control": "public, max-age=0, must-revalidate",
        "content-encoding": "br",
        "content-length": str(len(first.body)),
    }
    assert (etag[0], etag[-1], len(site.asked)) == ('"', '"', 1)


def test_of_many_who_ask_for_one_page_one_has_it_made():
    site = Site(seconds=0.1)
    cache = cache_of(site)
    many = rsgi.run(answers(cache, [scope_of("/faq/") for _ in range(50)]))
    assert {(told.status, told.text) for told in many} == {
        (200, "<body><main /faq/ ('', '') ")
    }
    assert len(site.asked) == 1


def test_what_cannot_be_kept_is_made_for_each_with_what_each_has_sent():
    site = Site(headers=[("Cache-Control", "no-store")], seconds=0.05)
    cache = cache_of(site)
    asked = [scope_of("/faq/", cookie=f"c={n}") for n in range(3)]
    assert len(rsgi.run(answers(cache, asked))) == 3
    told = sorted(environ.get("HTTP_COOKIE", "") for environ in site.asked)
    # The first is asked as for everyone; none of the three sees another's.
    assert told == ["", "c=1", "c=2"]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        pytest.param("404 Not Found", [], id="not there"),
        pytest.param("302 Found", [("Location", "/")], id="elsewhere"),
        pytest.param("500 Oh", [], id="an error"),
        pytest.param("503 Gone", [], id="no database"),
        pytest.param("200 OK", [("Set-Cookie", "a=1")], id="a cookie"),
        pytest.param("200 OK", [("Cache-Control", "no-store")], id="no-store"),
        pytest.param("200 OK", [("Vary", "User-Agent")], id="varies otherwise"),
        pytest.param("200 OK", [("Content-Disposition", "attachment")], id="a file"),
    ],
)
def test_only_a_whole_page_for_everyone_is_kept(status, headers):
    site = Site(status=status, headers=headers)
    cache = cache_of(site)
    first, second = (ask(cache, "/faq/") for _ in range(2))
    assert (first, first.status, len(site.asked)) == (second, int(status[:3]), 2)


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        pytest.param("/faq/", "POST", {}, id="a form"),
        pytest.param("/?on=2027-04-01", "GET", {}, id="another day"),
        pytest.param("/?o%6e=2027-04-01", "GET", {}, id="another day, written oddly"),
        pytest.param("/?change=1", "GET", {}, id="a draft"),
        pytest.param("/", "GET", {"cookie": "a=1; sessionid=x"}, id="staff"),
        pytest.param("/", "GET", {"host": "else.example"}, id="another host"),
        pytest.param("/", "GET", {"host": "testserver:1"}, id="another port"),
        pytest.param("/check/who/", "GET", {}, id="answers"),
        pytest.param("/handout/?b=x", "GET", {}, id="a handout"),
        pytest.param("/admin/", "GET", {}, id="staff's pages"),
        pytest.param("/no-such-page/", "GET", {}, id="no page"),
        pytest.param("/search/?q=" + "a" * 400, "GET", {}, id="too long"),
    ],
)
def test_what_is_not_for_everyone_goes_by_as_it_was_sent(path, method, headers):
    site = Site()
    cache = cache_of(site)
    for _ in range(2):
        ask(cache, path, method, accept_language="ja", **headers)
    first, second = site.asked
    assert first["PATH_INFO"] + "?" * ("?" in path) + first["QUERY_STRING"] == path
    assert (first["HTTP_ACCEPT_LANGUAGE"], second["REMOTE_ADDR"]) == ("ja", "192.0.2.7")
    assert first.get("HTTP_COOKIE") == headers.get("cookie")


def test_a_page_is_made_for_a_request_that_says_nothing_of_its_reader():
    site = Site()
    cache = cache_of(site)
    cookies = ["csrftoken=abc", "csrftoken=def; furigana=0", "", "check=9"]
    for cookie in cookies:
        ask(cache, "/?fbclid=1&utm_source=x", cookie=cookie, referer="http://a/")
    # Whose address it was is counted where a page is dear, and in no page.
    [seen] = site.asked
    headers = {name: value for name, value in seen.items() if name[:5] == "HTTP_"}
    assert headers == {"HTTP_HOST": "testserver"}
    assert (seen["QUERY_STRING"], seen["REMOTE_ADDR"]) == ("", "192.0.2.7")


@pytest.mark.parametrize(
    ("path", "cookie", "made_with"),
    [
        pytest.param("/faq/", "furigana=1; a=2", "furigana=1", id="on"),
        pytest.param("/faq/", "furigana=0", "", id="off, as usual"),
        pytest.param("/faq/", "furigana=odd", "", id="what is not on is off"),
        pytest.param("/easy/faq/", "furigana=1", "", id="easy, on as usual"),
        pytest.param("/easy/faq/", "furigana=0", "furigana=0", id="easy, off"),
        pytest.param("/easy/faq/", "furigana=odd", "furigana=0", id="easy, odd"),
        pytest.param("/en/faq/", "furigana=1", "", id="English has none"),
    ],
)
def test_readings_split_a_page_only_where_they_change_it(path, cookie, made_with):
    site = Site()
    cache = cache_of(site)
    usual, told, again = (ask(cache, path, cookie=one) for one in ("", cookie, cookie))
    assert told == again
    assert (told == usual) == (not made_with)
    assert [environ.get("HTTP_COOKIE", "") for environ in site.asked] == (
        ["", made_with] if made_with else [""]
    )


def test_words_that_a_page_understands_make_a_page_of_their_own():
    site = Site()
    cache = cache_of(site)
    paths = ["/search/?q=a&x=1", "/search/?y=2&q=a", "/search/?q=b", "/search/"]
    assert len({ask(cache, path).text for path in paths}) == 3
    assert [environ["QUERY_STRING"] for environ in site.asked] == ["q=a", "q=b", ""]


def test_only_hosts_that_are_named_in_full_are_kept(settings, monkeypatch):
    monkeypatch.setattr("config.asked_page._known", {})
    settings.ALLOWED_HOSTS = ["a.example", ".b.example", "*"]
    settings.SITE_URL = "https://c.b.example:8443"
    ports = ("", ":80", ":443", ":8000")
    assert _hosts("127.0.0.1:8000") == {
        *(f"a.example{port}" for port in ports),
        *(f"c.b.example{port}" for port in (*ports, ":8443")),
    }


def test_pages_over_tls_and_without_are_not_the_same(settings, monkeypatch):
    monkeypatch.setattr("config.asked_page._SECURE_NAME", "x-forwarded-proto")
    monkeypatch.setattr("config.asked_page._SECURE_VALUE", "https")
    site = Site()
    cache = cache_of(site)
    for proto in ("https", "http", "https", "odd"):
        ask(cache, "/", x_forwarded_proto=proto)
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        pytest.param("gzip, deflate, br, zstd", "br", id="a browser"),
        pytest.param("br;q=0.5, gzip;q=0.8", "gzip", id="rather gzip"),
        pytest.param("br;q=0, gzip", "gzip", id="never brotli"),
        pytest.param("gzip;q=0, br;q=0", "", id="neither"),
        pytest.param("GZIP", "gzip", id="in capitals"),
        pytest.param("*", "br", id="whatever"),
        pytest.param("*;q=0", "", id="nothing"),
        pytest.param("identity", "", id="as it is"),
        pytest.param("identity;q=1, br;q=0.1", "", id="rather as it is"),
        pytest.param("identity, br, gzip", "br", id="all alike"),
        pytest.param("", "", id="not said"),
        pytest.param("br;q=x", "", id="what cannot be read"),
    ],
)
def test_a_page_comes_in_the_encoding_that_the_reader_takes(accepted, coding):
    cache = cache_of(Site(text="あ" * 99))
    told = ask(cache, "/faq/", accept_encoding=accepted)
    assert told.headers.get("content-encoding", "") == best_coding(accepted) == coding
    assert told.text == f"<body><main /faq/ ('', '') {'あ' * 99}"
    assert told.headers["content-length"] == str(len(told.body))


def test_behind_a_proxy_a_page_says_that_it_is_new_until_this_second_is_over():
    cache, began = cache_of(Site(), is_proxied=True), int(time.time())
    etag = ask(cache, "/").headers["etag"]
    for known in ('"x"', etag):
        told = ask(cache, "/", if_none_match=known).headers["x-accel-expires"]
        assert told[0] == "@"
        assert began <= int(told[1:]) <= time.time()


def test_each_encoding_has_its_own_mark_and_a_reader_who_has_it_gets_nothing_again():
    cache = cache_of(Site())
    marks = {}
    for coding in ("br", "gzip", ""):
        etag = ask(cache, "/", accept_encoding=coding).headers["etag"]
        for known in (etag, f'"x", W/{etag}', "*"):
            told = ask(cache, "/", accept_encoding=coding, if_none_match=known)
            assert (told.status, told.body) == (304, b"")
            assert told.headers == {
                "etag": etag,
                "vary": "Accept-Encoding",
                "cache-control": "public, max-age=0, must-revalidate",
            }
        other = ask(cache, "/", accept_encoding=coding, if_none_match='"x"')
        assert other.status == 200
        marks[coding] = etag
    assert len({*marks.values()}) == 3


def test_head_says_the_same_without_the_page():
    site = Site()
    cache = cache_of(site)
    heads = [ask(cache, "/", "HEAD", accept_encoding="br") for _ in range(2)]
    told = ask(cache, "/", accept_encoding="br")
    assert [(head.headers, head.body) for head in heads] == [(told.headers, b"")] * 2
    assert [environ["REQUEST_METHOD"] for environ in site.asked] == ["GET"]


def test_head_of_what_is_not_kept_is_answered_as_head():
    site = Site(headers=[("Set-Cookie", "a=1")])
    cache = cache_of(site)
    assert ask(cache, "/", "HEAD").status == 200
    assert [environ["REQUEST_METHOD"] for environ in site.asked] == ["GET", "HEAD"]


def test_of_two_names_of_the_host_none_reaches_another_reader():
    site = Site()
    cache = cache_of(site)
    ask(cache, "/", host=[rsgi.HOST, "localhost:6666"])
    assert [environ["HTTP_HOST"] for environ in site.asked] == [rsgi.HOST]
    both = scope_of("/admin/", host=[rsgi.HOST, "localhost:6666"])
    assert environ_of(both, BytesIO())["HTTP_HOST"] == "testserver,localhost:6666"


def test_a_second_line_of_cookies_is_read():
    site = Site()
    cache = cache_of(site)
    ask(cache, "/")
    ask(cache, "/", cookie=["a=1", f"{settings.SESSION_COOKIE_NAME}=x"])
    ask(cache, "/", cookie=["a=1", "furigana=1"])
    cookies = [environ.get("HTTP_COOKIE") for environ in site.asked]
    assert cookies == [None, "a=1; sessionid=x", "furigana=1"]


def test_after_a_change_the_page_is_made_anew():
    site, clock = Site(text="before"), Clock()
    cache = cache_of(site, clock)
    assert ask(cache, "/").text.endswith("before")
    site.text, clock.version = "after", "2"
    assert ask(cache, "/").text.endswith("before")
    look(cache)
    assert ask(cache, "/").text.endswith("after")
    site.status = "404 Not Found"
    clock.version = "3"
    look(cache)
    assert [ask(cache, "/").status for _ in range(2)] == [404, 404]


def test_what_changes_while_a_page_is_made_is_not_missed():
    site, clock = Site(text="before", seconds=0.1), Clock()
    cache = cache_of(site, clock)

    async def change() -> None:
        asked = asyncio.create_task(answers(cache, [scope_of("/")]))
        await asyncio.sleep(0.03)
        clock.version = "2"
        await cache._watch.look()
        await asked

    rsgi.run(change())
    site.text = "after"
    assert ask(cache, "/").text.endswith("after")


def test_a_search_is_kept_for_a_minute_since_it_may_ask_what_is_open(monkeypatch):
    site = Site()
    cache = cache_of(site)
    for now in (600.0, 659.0, 660.0):
        monkeypatch.setattr("config.page_cache.time.time", lambda now=now: now)
        ask(cache, "/offices/search/?open=now")
        ask(cache, "/faq/")
    paths = [environ["PATH_INFO"] for environ in site.asked]
    assert sorted(paths) == ["/faq/", "/offices/search/", "/offices/search/"]


def test_searches_push_no_page_out():
    site = Site()
    cache = cache_of(site)
    ask(cache, "/faq/")
    for number in range(60):
        ask(cache, f"/search/?q={number}")
    assert 0 < cache._many.held <= _ROOM.many_bytes
    assert len(cache._many) < 60
    site.asked.clear()
    ask(cache, "/faq/")
    assert site.asked == []


def test_what_was_not_asked_for_longest_goes_first():
    page = KeptPage(b"x" * 100, [], "1")
    kept = KeptPages[int](page.size * 12)
    for number in range(12):
        kept.put(number, page)
    assert kept.get(0) is page
    kept.put(12, page)
    assert [number for number in range(13) if not kept.get(number)] == [1]
    assert (len(kept), kept.held) == (12, page.size * 12)
    large = KeptPages[int](page.size * 9)
    large.put(1, page)
    assert (len(large), large.held) == (0, 0)


def test_while_the_database_is_gone_kept_pages_go_on_and_say_so():
    site, clock = Site(), Clock()
    cache = cache_of(site, clock)
    fresh = ask(cache, "/faq/", accept_encoding="br")
    clock.version = None
    site.status = "503 Gone"
    look(cache)
    for _ in range(2):
        older = ask(cache, "/faq/", accept_encoding="br")
        assert older.text == fresh.text.replace("<main", "<p>older /faq/</p><main")
        assert older.headers["warning"] == '110 - "Response is Stale"'
        assert older.headers["etag"] != fresh.headers["etag"]
    assert ask(cache, "/steps/").status == 503
    site.status, clock.version = "200 OK", "1"
    look(cache)
    assert ask(cache, "/faq/", accept_encoding="br") == fresh
    assert ask(cache, "/steps/").status == 200


def test_while_the_database_is_gone_no_more_is_kept_than_there_is_room_for():
    site, clock = Site(), Clock()
    cache = cache_of(site, clock)
    paths = ["/faq/", "/steps/", "/fees/"]
    for path in paths:
        ask(cache, path)
    clock.version = None
    look(cache)
    for path in paths * 2:
        assert ask(cache, path).headers["warning"][:3] == "110"
    pages = [*cache._pages._pages.values()]
    assert cache._pages.held == sum(page.size for page in pages)
    assert [page.stamp for page in pages] == [None] * 3


def test_where_a_page_cannot_be_made_now_the_one_before_goes_on():
    site, clock = Site(text="before"), Clock()
    cache = cache_of(site, clock)
    ask(cache, "/faq/")
    clock.version, site.status = "2", "503 Gone"
    look(cache)
    older = ask(cache, "/faq/")
    assert (older.status, older.headers["warning"][:3]) == (200, "110")
    site.status, site.text = "200 OK", "after"
    assert ask(cache, "/faq/").text.endswith("after")


def test_in_a_crowd_that_there_is_no_room_for_pages_of_before_go_on():
    site, clock = Site(seconds=0.1), Clock()
    cache = cache_of(site, clock)
    paths = ["/faq/", "/steps/", "/fees/", "/about/", "/sources/", "/changes/"]

    def crowd() -> list[int]:
        many = rsgi.run(answers(cache, [scope_of(path) for path in paths]))
        return sorted(told.status for told in many)

    room = BOUNDS.places + BOUNDS.waiting
    assert crowd() == [200] * room + [503] * (len(paths) - room)
    for path in paths:
        ask(cache, path)
    clock.version = "2"
    look(cache)
    assert crowd() == [200] * len(paths)


def test_a_database_that_says_nothing_is_noticed_and_comes_back_by_itself(monkeypatch):
    monkeypatch.setattr("config.version_watch._SILENT_AFTER", 0.05)
    answer = threading.Event()
    watch = VersionWatch(lambda: str(answer.wait(10)))

    async def marks() -> list[tuple[bool, str]]:
        looking = asyncio.create_task(watch.look())
        await asyncio.sleep(0.15)
        silent = watch.is_silent, watch.version
        answer.set()
        await looking
        return [silent, (watch.is_silent, watch.version)]

    assert rsgi.run(marks()) == [(True, ""), (False, "True")]


def test_lines_of_the_log_are_written_some_at_a_time_and_none_is_lost(monkeypatch):
    monkeypatch.setattr("config.access_log._WAIT", 0.05)
    written: list[str] = []
    monkeypatch.setattr("config.access_log.write", written.append)
    cache = cache_of(Site())
    cache._is_logged = True

    async def many() -> None:
        await answers(cache, [scope_of("/faq/") for _ in range(90)])
        await asyncio.sleep(0.2)
        await answers(cache, [scope_of("/faq/", "HEAD")])
        await asyncio.sleep(0.2)

    rsgi.run(many())
    lines = "".join(written).splitlines()
    told = [json.loads(line) for line in lines]
    assert {(one["path"], one["status"]) for one in told} == {("/faq/", 200)}
    assert [one["method"] for one in told] == ["GET"] * 90 + ["HEAD"]
    assert max(map(len, written)) <= 4096
    assert len(written) < 9


def test_before_the_version_is_known_nothing_is_kept():
    clock = Clock()
    clock.version = None
    site = Site()
    cache = cache_of(site, clock)
    for _ in range(2):
        assert ask(cache, "/faq/").status == 200
    assert len(site.asked) == 2


def test_a_page_that_many_ask_for_is_packed_as_small_as_it_gets():
    cache = cache_of(Site(text="".join(f"{n * n} 就労 " for n in range(999))))
    before = [ask(cache, "/", accept_encoding="br") for _ in range(20)][-1]
    rsgi.run(cache._pack_one())
    after = ask(cache, "/", accept_encoding="br")
    assert after.text == before.text
    assert len(after.body) < len(before.body)
    assert after.headers["etag"] != before.headers["etag"]
    rsgi.run(cache._pack_one())
    assert ask(cache, "/", accept_encoding="br") == after
