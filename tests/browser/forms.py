"""Every page behind a form, as the site serves it to whoever has no scripts.

Knows no address but where to begin: it fills in every form that it finds, leaves it
empty, types what no field takes, and follows the links between, with the cookies that
it is given. So a page of a form, its errors and its result cannot be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

_CHOSEN = {"radio", "checkbox"}
_PRESSED = {"submit", "button", "image", "reset"}
_LIMIT = 150


@dataclass
class Form:
    """A form: where it sends what, and what can be chosen and typed."""

    action: str = ""
    method: str = "get"
    given: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({*self.choices, *self.typed}))

    def filled(self) -> Iterator[dict[str, str]]:
        """Chosen and typed; what no field takes; and left as it was served."""
        last = {name: values[-1] for name, values in self.choices.items()}
        yield self.given | last | dict.fromkeys(self.typed, "10")
        if self.typed:
            yield self.given | last | dict.fromkeys(self.typed, "あ")
        if self.names:
            yield dict(self.given)


class Served(HTMLParser):
    """A page's forms, its links and its heading."""

    def __init__(self, address: str, body: bytes) -> None:
        super().__init__()
        self.address, self.body = address, body
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.heading = ""
        self._open: list[Form] = []
        self._select = ""
        self._in_heading = False
        self.feed(body.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self.links.append(urljoin(self.address, given["href"]).partition("#")[0])
        elif tag == "form":
            action = urljoin(self.address, given.get("action", ""))
            self._open.append(Form(action, given.get("method", "get").lower()))
            self.forms += self._open[-1:]
        elif self._open and tag == "option":
            self._offer(self._open[-1], self._select, given)
        elif self._open and given.get("name"):
            self._note(self._open[-1], tag, given)
            self._select = given["name"] if tag == "select" else ""
        self._in_heading = tag == "h1" or (
            self._in_heading and tag in {"wbr", "span", "i"}
        )

    @staticmethod
    def _offer(form: Form, name: str, given: dict[str, str]) -> None:
        """One of several choices, and whether it is the one that counts by itself."""
        value = given.get("value", "on")
        form.choices.setdefault(name, []).append(value)
        if {"selected", "checked"} & {*given}:
            form.given[name] = value

    def _note(self, form: Form, tag: str, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given["name"]
        if tag == "input" and kind == "hidden":
            form.given[name] = given.get("value", "")
        elif tag == "input" and kind in _CHOSEN:
            self._offer(form, name, given)
        elif tag == "textarea" or (tag == "input" and kind not in _PRESSED):
            form.typed.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open:
            self._open.pop()
        self._in_heading = self._in_heading and tag != "h1"

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading += data.strip()

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it another page: where it is, its heading, what it asks.

        Where a path is numbered by how far somebody is, the number is none of it.
        """
        is_error = b'aria-invalid="true"' in self.body
        names = tuple(form.names for form in self.forms)
        address = urlsplit(self.address)
        asked = tuple(sorted(parse_qs(address.query)))
        path = re.sub(r"/\d+/", "/n/", address.path)
        return path, asked, self.heading, names, is_error


class Visitor:
    """Walks through the forms under one address of the site."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        self._asked: set[str] = set()
        self.seen: dict[tuple[object, ...], Served] = {}

    def explore(self, start: str) -> None:
        self._go_on(self._site + start, under=self._site + start)

    def _go_on(self, address: str, *, under: str, data: bytes | None = None) -> None:
        page = self._ask(address, data)
        if page is None or page.key in self.seen or len(self.seen) >= _LIMIT:
            return
        self.seen[page.key] = page
        for form in page.forms:
            # Whoever deletes all answers sees no result.
            if form.action.startswith(under) and "forget" not in form.action:
                for values in form.filled():
                    self._send(form, values, under=under)
        for link in page.links:
            if link.startswith(under) and link not in self._asked:
                self._asked.add(link)
                self._go_on(link, under=under)

    def _send(self, form: Form, values: dict[str, str], *, under: str) -> None:
        query = urlencode(values)
        if form.method == "post":
            self._go_on(form.action, under=under, data=query.encode())
        else:
            self._go_on(f"{form.action}?{query}", under=under)

    def _ask(self, address: str, data: bytes | None) -> Served | None:
        """The page there, also when it is an error's; None where it is no page."""
        if urlsplit(address).path.endswith(".pdf"):
            return None  # seconds, for what is no page
        request = Request(address, data, {"Referer": address})
        try:
            answer = self._opener.open(request)
        except HTTPError as error:
            answer = error
        with answer:
            if not re.match("text/html", answer.headers.get("Content-Type", "")):
                return None
            return Served(answer.url, answer.read())
