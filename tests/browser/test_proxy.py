"""The proxy that we ship, before the site as a city runs it."""

import gzip
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import RemoteDisconnected
from http.cookies import SimpleCookie
from itertools import permutations, product
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.browser.site import Site, server
from tests.proxy import NAME, Answer, Proxy, nginx
from tools.serve import HOST

PHONE = '<a href="tel:083-922-4111">083-922-4111</a>'
LOGIN = "/admin/login/"
# So that an answer says whether it was kept; and, for this machine has no IPv6 line, so
# that nginx takes one for the client's that a test tells.
CHANGES = {
    "server_tokens off;": "server_tokens off; add_header X-Kept $upstream_cache_status;"
    " real_ip_header X-From-Afar; set_real_ip_from 127.0.0.0/8;"
}


@pytest.fixture(scope="module")
def running(site: Site) -> Iterator[ExitStack]:
    """What closes the server of this module."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="module")
def proxy(site: Site, running: ExitStack, tmp_path_factory) -> Iterator[Proxy]:
    """A proxy before a server of its own, set as docs/operations/setup.md says."""
    setting = {"HTTPS": "1", "TRUSTED_PROXIES": "1", "ALLOWED_HOSTS": f"{NAME},{HOST}"}
    setting |= {"SITE_URL": f"https://{NAME}"}
    # The machine itself asks whether it runs, at its own address.
    url = running.enter_context(server(site.environment | setting))
    data = Path(site.environment["DATA_DIR"])
    folder, behind = tmp_path_factory.mktemp("nginx"), urlsplit(url).netloc
    with nginx(folder, data, behind, changes=CHANGES) as proxy:
        yield proxy


def test_a_page_goes_through_over_tls_and_small(proxy):
    page = proxy.ask("/", headers={"Accept-Encoding": "br, gzip"})
    assert page.status == 200
    assert page.headers["content-encoding"] in ("br", "gzip")
    assert len(page.content) < 15_000
    assert "accept-encoding" in page.headers["vary"].lower()
    assert page.headers["strict-transport-security"].startswith("max-age=31536000")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    plain = proxy.ask("/steps/?a=b", is_tls=False)
    assert (plain.status, plain.headers["location"]) == (
        301,
        f"https://{NAME}/steps/?a=b",
    )


def test_files_come_from_the_disk_as_they_were_compressed(proxy):
    [address] = re.findall(
        rb'href="(/static/css/site\.[0-9a-f]{12}\.css)"', proxy.ask("/").content
    )
    file = proxy.ask(address.decode(), headers={"Accept-Encoding": "br, gzip"})
    assert (file.status, file.headers["content-encoding"]) == (200, "br")
    assert file.headers["cache-control"] == "max-age=315360000, public, immutable"
    assert file.headers["content-type"] == "text/css; charset=utf-8"
    gone = proxy.ask("/static/css/no-such-file.css")
    assert gone.status == 404
    assert "ページが見つかりません" in gone.content.decode()


@pytest.mark.parametrize(
    ("address", "lang", "heading"),
    [
        ("/", "ja", "送られたものが、大きすぎます"),
        ("/easy/check/", "ja", "送ったものが、大きすぎます"),
        ("/en/check/", "en", "What you sent is too large"),
    ],
)
def test_a_body_that_is_too_large_is_answered_in_the_reader_s_language(
    address, lang, heading, proxy
):
    page = proxy.ask(address, "POST", b"x" * 2_500_001)
    html = page.content.decode()
    assert page.status == 413
    assert f'<html lang="{lang}">' in html
    assert f"<h1>{heading}</h1>" in html
    assert page.headers["cache-control"] == "no-store"


def test_a_file_of_staff_may_be_large(proxy):
    assert proxy.ask("/admin/", "POST", b"x" * 3_000_000).status in (302, 403)


def test_who_sends_too_often_is_told_what_to_do_and_others_are_not(proxy):
    path = "/en/offices/office/x/report/"
    flood = [proxy.ask(path, "POST", b"a=1", client="127.0.0.3") for _ in range(30)]
    assert [page.status for page in flood[:20]] == [403] * 20
    assert flood[-1].status == 429
    assert "wait about a minute" in flood[-1].content.decode()
    assert PHONE in flood[-1].content.decode()
    assert proxy.ask(path, "POST", b"a=1", client="127.0.0.4").status == 403
    assert proxy.ask("/en/", client="127.0.0.3").status == 200


def test_an_ipv6_line_is_one_client_under_all_its_networks(proxy):
    def send(address: str) -> int:
        told = {"X-From-Afar": address}
        return proxy.ask(
            "/offices/office/x/report/", "POST", b"a=1", headers=told
        ).status

    lines = [
        ("2001:db8:0:ab{}::7", "2001:db8:0:ac00::7"),
        ("2001:db8:5:{}::7", "2001:db8:5:100::7"),
    ]
    for networks, elsewhere in lines:
        flood = [send(networks.format(f"{n:02x}")) for n in range(30)]
        assert flood[:20] == [403] * 20
        assert flood[-1] == 429
        assert send(elsewhere) == 403


@pytest.mark.parametrize("is_tls", [True, False], ids=["TLS", "plain"])
def test_another_name_is_not_answered(is_tls, proxy):
    with pytest.raises((ssl.SSLError, RemoteDisconnected)):
        proxy.ask("/", name="elsewhere.example", is_tls=is_tls)


def sign_in(proxy: Proxy, client: str, password: str, lie: str) -> Answer:
    """A form of the staff's login, filled in by `client` who tells another address."""
    form = proxy.ask(LOGIN, client=client)
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', form.content)
    cookie = SimpleCookie(form.headers["set-cookie"])["csrftoken"].value
    sent = {"username": "nobody", "password": password}
    sent |= {"csrfmiddlewaretoken": token[1].decode()}
    headers = {
        "Cookie": f"csrftoken={cookie}",
        "Referer": f"https://{NAME}{LOGIN}",
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": lie,
    }
    body = urlencode(sent).encode()
    return proxy.ask(LOGIN, "POST", body, client=client, headers=headers)


def test_the_site_sees_the_client_behind_the_proxy_and_no_lie(proxy):
    tried = [sign_in(proxy, "127.0.0.5", "x", f"6.6.6.{n}") for n in range(6)]
    assert [page.status for page in tried] == [200] * 4 + [429] * 2
    assert sign_in(proxy, "127.0.0.6", "x", "127.0.0.5").status == 200


def test_the_log_tells_of_no_reader(proxy, tmp_path_factory):
    proxy.ask("/about/?q=secret", client="127.0.0.7")
    for told in ("check/fee/3", "easy/handout/print", "p/sec-ret", "en/check/age"):
        proxy.ask(f"/{told}/", client="127.0.0.7")
    file = tmp_path_factory.getbasetemp() / "nginx0" / "guide.log"
    shown = {"/about/", "/check/...", "/easy/handout/...", "/p/...", "/en/check/..."}
    until = time.monotonic() + 10  # a line is written after its answer
    while shown - {*re.findall(r" GET (\S+) ", log := file.read_text())}:
        assert time.monotonic() < until, log
    assert not re.search("secret|sec-ret|fee/3|print|age/", log)
    assert "127.0.0" not in log


def test_who_takes_nothing_packed_gets_the_same_page(proxy):
    packed = proxy.ask("/sources/", headers={"Accept-Encoding": "gzip"})
    for coding in ("", "identity", "gzip;q=0, br;q=0"):
        plain = proxy.ask("/sources/", headers={"Accept-Encoding": coding})
        assert "content-encoding" not in plain.headers
        assert plain.content == gzip.decompress(packed.content)
        assert plain.headers["content-length"] == str(len(plain.content))


@pytest.mark.parametrize("usual", [False, True], ids=["Japanese", "easy"])
def test_two_readers_get_what_each_has_chosen(usual, proxy):
    chosen = {
        "": usual,
        "furigana=1": True,
        "furigana=0": False,
        "csrftoken=a; furigana=1": True,
        "furigana=0; csrftoken=a": False,
        # What we have not written is read as Django reads it, and reaches nobody else.
        "furigana=": False,
        "furigana=0; furigana=1": True,
        "furigana=1; furigana=0": False,
        'furigana="1"': True,
        "FURIGANA=1": usual,
    }
    for cookie in [*chosen, *reversed(chosen), "", *chosen]:
        headers = {"Cookie": cookie} if cookie else {}
        page = proxy.ask("/easy/steps/" if usual else "/steps/", headers=headers)
        assert ((b"<ruby" in page.content), cookie) == (chosen[cookie], cookie)


@dataclass
class Reader:
    """Somebody at the check, whose browser holds what it is given."""

    proxy: Proxy
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, **form: str) -> Answer:
        headers = {"Cookie": "; ".join(map("=".join, self.cookies.items()))}
        if form:
            form["csrfmiddlewaretoken"] = self.cookies["csrftoken"]
            headers["Referer"] = f"https://{NAME}{path}"
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(form).encode() if form else None
        method = "POST" if form else "GET"
        page = self.proxy.ask(path, method, body, client="127.0.0.8", headers=headers)
        given = re.findall(
            r"(csrftoken|told-\w+)=([^;]+);", page.headers.get("set-cookie", "")
        )
        self.cookies |= dict(given)
        return page

    def answer(self, place: int) -> None:
        """Say of whom, and give the answer that stands there to the first question."""
        self.ask("/check/who/")
        self.ask("/check/who/", choice="self")
        asked = self.ask("/check/question/1/").content.decode()
        choices = re.findall(r'name="choice" [^>]*value="([^"]+)"', asked)
        assert self.ask("/check/question/1/", choice=choices[place]).status == 302


@pytest.fixture(scope="module")
def readers(proxy) -> list[Reader]:
    """Two who have answered otherwise, and one who has not."""
    one, other, nobody = (Reader(proxy) for _ in range(3))
    one.answer(0)
    other.answer(1)
    return [one, other, nobody]


_CHECK = ["/check/", "/check/who/", "/check/question/1/", "/check/answers/"]
_CHECK += ["/check/result/", "/check/next/"]


def test_who_answers_the_check_gets_their_own_in_whatever_order(readers):
    def told(reader: Reader) -> list[str]:
        pages = [reader.ask(path) for path in _CHECK]
        assert {page.headers["x-kept"] for page in pages} == {"MISS"}
        token = r'name="csrfmiddlewaretoken" value="\w+"'
        return [re.sub(token, "", page.content.decode()) for page in pages]

    own = [told(reader) for reader in readers]
    assert len({pages[_CHECK.index("/check/answers/")] for pages in own}) == 3
    for order in permutations(range(3)):
        assert [told(readers[n]) for n in order] == [own[n] for n in order]


def test_what_is_kept_is_asked_for_again_once_its_second_is_over(proxy):
    kept = []
    for _each in range(3):
        page = proxy.ask("/privacy/?again")
        assert "x-accel-expires" not in page.headers
        kept.append(page.headers["x-kept"])
        time.sleep(1.01 - time.time() % 1)
    assert kept == ["MISS", "REVALIDATED", "REVALIDATED"]


# What browsers send, by what they are given.
_ACCEPTED = {
    "br": ["br", "gzip, deflate, br, zstd", "br;q=0.5, gzip;q=0.8", "GZIP,BR"],
    "gzip": ["gzip", "gzip, deflate", "br;q=0, gzip", "br; q=0.000,gzip; q=0.1"],
    "": ["", "identity", "*", "brr, gzip;q=0"],
}


def test_while_the_site_is_down_readers_get_what_was_kept_or_whom_to_call(
    proxy, running, readers
):
    """The last test: nothing answers behind the proxy any more."""

    def ask(coding: str, *cookies: str) -> Answer:
        headers = {
            "Accept-Encoding": coding,
            "Cookie": "; ".join(filter(None, cookies)),
        }
        return proxy.ask("/faq/", headers=headers)

    chosen = ("", "furigana=0", "furigana=1")
    before = {
        (coding, said): ask(coding, said) for coding, said in product(_ACCEPTED, chosen)
    }
    assert {page.status for page in before.values()} == {200}
    with_port = proxy.ask("/changes/", headers={"Host": f"{NAME}:8202"})
    for path in (*_CHECK, "/steps/?on=2027-04-01", "/faq/?change=1", "/admin/"):
        readers[0].ask(path)
    for cookie in ("sessionid=a", "furigana=2"):
        assert proxy.ask("/accessibility/", headers={"Cookie": cookie}).status == 200
    running.close()

    for (coding, said), kept in before.items():
        for accepted in _ACCEPTED[coding]:
            page = ask(accepted, "csrftoken=a", said, "told-answers=b:c")
            assert (page.status, page.content) == (200, kept.content)
    assert proxy.ask("/changes/").content == with_port.content
    for path in (*_CHECK, "/steps/?on=2027-04-01", "/faq/?change=1"):
        for reader in readers:
            assert (reader.ask(path).status, path) == (503, path)
    for path, lang in {
        "/accessibility/": "ja",
        "/glossary/?a": "ja",
        "/en/steps/": "en",
        "/admin/": "ja",
    }.items():
        page = proxy.ask(path)
        assert (page.status, page.headers["retry-after"]) == (503, "30")
        assert f'<html lang="{lang}">' in page.content.decode()
        assert PHONE in page.content.decode()
