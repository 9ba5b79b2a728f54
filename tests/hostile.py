"""Requests that nobody honest sends: made from a seed, so that each can be sent again.

Addresses come from the URL map itself, what can be asked with from the program's own
text, what can be sent from the forms that the site serves. So no page, query or field
can be forgotten.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from django.urls import URLResolver, get_resolver

from tests.browser.forms import Served

ROOT = Path(__file__).parent.parent
_APPS = ("config", "texts", "facts", "staff", "services", "fees", "offices", "guide")
_SOURCES = [path for app in (*_APPS, "paper") for path in (ROOT / app).rglob("*.py")]
_ASKED = re.compile(r'(?:GET|POST|given|query)(?:\.get(?:list)?\(|\[)"([\w-]+)"')
_CODE = re.compile(r"code: ([a-z0-9-]+)$", re.MULTILINE)

VALUES = [
    *(
        "",
        " ",
        "0",
        "-1",
        "1",
        "9" * 30,
        "9" * 5000,
        "[" * 9000,
        "1e309",
        "NaN",
        "-0",
        "1_000",
        "0x10",
        "1.5",
    ),
    *(
        "\x00",
        "a\x00b",
        "\x1b[31m",
        "\r\nSet-Cookie: a=b",
        "\u202e",
        "\ufeff",
        "\u2028",
    ),
    *("１２", "٣", "²", "½", "Ⅳ", "㍻", "ｱ", "か\u3099", "😀" * 40, "𠮷", "あ" * 3000),
    *(
        "'",
        '"',
        "';--",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "%s%n%d",
        "$(id)",
        "\\",
    ),
    *(
        "../../etc/passwd",
        "//evil.example/",
        "javascript:alert(1)",
        "http://[",
        "?",
        "#",
    ),
    *("2026-13-45", "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "24:61"),
    *(
        "true",
        "None",
        "null",
        "[]",
        "{}",
        '{"a": 1}',
        "[[x:y]]",
        "a~b~c",
        ".",
        "..",
        "~",
    ),
    *("*", "%", "_", "(", "[", "+", "^", "a" * 5000, "a " * 500, "-" * 300),
    *(
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
    ),
]
RAW = [
    b"%ff%fe",
    b"%ED%A0%80",
    b"%00",
    b"%",
    b"%zz",
    b"%C0%AF",
    b"\xe3\x81",
    b"%2e%2e/",
]
METHODS = [*("GET",) * 12, *("POST",) * 5, "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"]
METHODS += ["TRACE", "PROPFIND", "get", "A" * 40]
HOSTS = ["testserver"] * 60 + [
    "",
    "evil.example",
    "testserver:99999",
    "[::1",
    "a b",
    "あ",
]
TYPES = [
    "application/x-www-form-urlencoded", "multipart/form-data",
    "multipart/form-data; boundary=x", "multipart/form-data; boundary=" + "y" * 300,
    "application/json", "text/plain; charset=utf-7", "", "x", "a/b; charset=nothing",
    "application/x-www-form-urlencoded; charset=utf-16",
]  # fmt: skip
COOKIES = ["answers", "estimate", "furigana", "csrftoken", "sessionid", "messages"]


@dataclass(frozen=True)
class Hostile:
    """One request: `path` and `query` as bytes of the first line."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    kind: str = TYPES[0]
    headers: dict[str, str] = field(default_factory=dict)


class Hostility:
    """All that is random, of one seed; `known` are addresses that there are."""

    def __init__(self, seed: str, known: list[str]) -> None:
        self.dice = random.Random(seed)
        self.known = known
        self._routes = sorted(routes())
        self._names = sorted({name for file in _SOURCES for name in _names(file)})
        files = sorted((ROOT / "fixtures").rglob("*.yaml"))
        self._codes = sorted({one for file in files for one in _codes(file)})

    def request(self) -> Hostile:
        """Something sent without looking at what the site serves."""
        method = self.dice.choice(METHODS)
        has_body = method in {"POST", "PUT", "PATCH"}
        headers = {"HTTP_HOST": self.dice.choice(HOSTS)} | self._headers()
        return Hostile(
            method,
            self._path(),
            self._query() if self.dice.random() < 0.6 else "",
            self._body() if has_body else b"",
            self.dice.choice(TYPES) if has_body else "",
            headers,
        )

    def of_form(self, page: Served) -> Hostile | None:
        """A form of `page` as it is filled in, but for one to three of its fields."""
        if not page.forms:
            return None
        form = self.dice.choice(page.forms)
        sent = dict(form.given)
        for name, values in form.choices.items():
            sent[name] = self.dice.choice(values)
        names = sorted({*sent, *form.typed})
        for name in self.dice.sample(names, min(len(names), self.dice.randint(1, 3))):
            sent[name] = self.value()
        if self.dice.random() < 0.1 and names:
            sent.pop(self.dice.choice(names), None)
        sent.pop("csrfmiddlewaretoken", None)
        path, told = urlsplit(form.action).path, urlencode(sent, errors="replace")
        if form.method == "post":
            return Hostile("POST", path, urlsplit(form.action).query, told.encode())
        return Hostile("GET", path, told)

    def value(self) -> str:
        pick = self.dice.random()
        if pick < 0.2:
            return self.dice.choice(self._codes)
        if pick < 0.3:
            return "".join(chr(self.dice.randrange(1, 0x3100)) for _ in range(5))
        return self.dice.choice(VALUES)

    def _path(self) -> str:
        pick = self.dice.random()
        if pick < 0.3:
            return self.dice.choice(self.known)
        if pick < 0.4:
            path = self.dice.choice(self.known)
            place = self.dice.randrange(len(path))
            return path[:place] + self._raw() + path[place + 1 :]
        prefix = self.dice.choice(["", "", "", "easy/", "en/", "xx/"])
        if pick < 0.45:
            return f"/{prefix}{self._raw()}"
        return (
            f"/{prefix}{re.sub('<[^>]+>', self._part, self.dice.choice(self._routes))}"
        )

    def _part(self, part: re.Match[str]) -> str:
        if "int:" in part[0] or "id" in part[0]:
            every = ["1", "2", "5", "0", "99999999999999999999", self._raw()]
            return self.dice.choice(every)
        return self.dice.choice([self.dice.choice(self._codes)] * 3 + [self._raw()])

    def _raw(self) -> str:
        if self.dice.random() < 0.3:
            return self.dice.choice(RAW).decode("latin-1")
        return quote(self.value(), safe="/~.")

    def _held(self) -> str:
        """What a cookie holds: in quotes, it may tell any byte as a number."""
        pick = self.dice.random()
        return r'"\000\355\240\200aaaa"' if pick < 0.3 else self._raw()

    def _query(self) -> str:
        names = [self.dice.choice(self._names) for _ in range(self.dice.randint(1, 4))]
        return "&".join(f"{name}={self._raw()}" for name in names)

    def _body(self) -> bytes:
        pick = self.dice.random()
        if pick < 0.6:
            return self._query().encode("latin-1")
        if pick < 0.7:
            return b"&".join(b"a%d=1" % number for number in range(1200))
        if pick < 0.8:
            name = self.value().encode(errors="replace")[:100]
            return (
                b'--x\r\nContent-Disposition: form-data; name="upload"; filename="'
                + name + b'"\r\n\r\n' + bytes(range(256)) + b"\r\n--x--\r\n"
            )  # fmt: skip
        return self.dice.randbytes(self.dice.choice([0, 1, 50, 5000]))

    def _headers(self) -> dict[str, str]:
        """Each now and then; a server tells them as Latin-1."""
        every = {
            "HTTP_COOKIE": lambda: f"{self.dice.choice(COOKIES)}={self._held()}",
            "HTTP_ACCEPT_LANGUAGE": self._raw,
            "HTTP_X_FORWARDED_FOR": self._raw,
            "HTTP_X_FORWARDED_PROTO": self._raw,
            "HTTP_REFERER": lambda: f"http://{self._raw()}",
            "HTTP_ORIGIN": lambda: f"http://{self._raw()}",
            "HTTP_IF_MODIFIED_SINCE": self._raw,
            "HTTP_IF_NONE_MATCH": self._raw,
            "HTTP_RANGE": lambda: "bytes=99-1,-",
            "HTTP_ACCEPT_ENCODING": self._raw,
            "HTTP_X_REQUESTED_WITH": lambda: "XMLHttpRequest",
            "HTTP_X_HTTP_METHOD_OVERRIDE": lambda: "DELETE",
        }
        names = [name for name in every if self.dice.random() < 0.12]
        return {name: every[name]() for name in names}


def routes() -> Iterator[str]:
    """Every address that the site knows, with its parts as `<…>`."""

    def of(resolver: URLResolver, before: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            route = before + re.sub(r"\(\?P(<\w+>).*?\)", r"\1", str(one.pattern))
            route = route.translate({ord(sign): None for sign in "^$"})
            if isinstance(one, URLResolver):
                yield from of(one, route)
            # What takes seconds and its own process, not a view.
            elif not route.endswith(".pdf"):
                yield route

    yield from of(get_resolver(), "")


def _names(file: Path) -> list[str]:
    return _ASKED.findall(file.read_text())


def _codes(file: Path) -> list[str]:
    return _CODE.findall(file.read_text())
