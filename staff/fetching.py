"""Opens addresses of other sites: one try, a time limit, and never into our own net."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from http.client import HTTPException
from ipaddress import ip_address
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

_SECONDS = 10
_MOST = 3_000_000  # bytes
_WHO = "Mozilla/5.0 (compatible; link-check of a municipal guide)"
# An answer by which a server keeps programs out says nothing of the page.
_UNSURE = {401, 403, 405, 406, 429, 999}
_NOT_TEXT = re.compile(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->|<[^>]+>", re.S | re.I)

Reachable = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: in words, whether it opened (None: not to be told), a digest."""

    status: str
    is_ok: bool | None
    digest: str = ""
    is_cut_off: bool = False  # nobody answered at all


def is_public(host: str) -> bool:
    """Whether every address of `host` is one of the internet, none of our own net."""
    found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    return all(ip_address(str(one[4][0]).split("%")[0]).is_global for one in found)


def fetch(address: str, *, may_reach: Reachable = is_public) -> Fetched:
    """Open `address`; raises nothing, whatever comes back."""
    try:
        _refuse_inside(address, may_reach)
        asked = Request(_encoded(address), headers={"User-Agent": _WHO})
        opener = build_opener(_Redirects(may_reach))
        with opener.open(asked, timeout=_SECONDS) as answer:
            kind = answer.headers.get("Content-Type", "")
            return Fetched(str(answer.status), True, _digest(answer, kind))
    except HTTPError as error:
        with error:
            is_ok = None if error.code in _UNSURE else False
            return Fetched(str(error.code), is_ok)
    except _InsideError:
        return Fetched("外から開けないアドレス", False)
    except (URLError, OSError, HTTPException):
        return Fetched("つながらない", False, is_cut_off=True)
    except ValueError:
        return Fetched("アドレスが読めない", False)


def digest_of(content: bytes, kind: str) -> str:
    """A mark of what a reader sees: of a page its words, of a file its bytes."""
    if "html" in kind:
        text = unescape(_NOT_TEXT.sub(" ", content.decode(errors="replace")))
        content = " ".join(text.split()).encode()
    return sha256(content).hexdigest()


class _InsideError(Exception):
    """An address of our own net, which no reader can open."""


class _Redirects(HTTPRedirectHandler):
    """Follows where it is led, but not inside."""

    def __init__(self, may_reach: Reachable) -> None:
        self.may_reach = may_reach

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: object,
        newurl: str,
    ) -> Request | None:  # fmt: skip
        _refuse_inside(newurl, self.may_reach)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _refuse_inside(address: str, may_reach: Reachable) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(address)
    if not may_reach(parts.hostname):
        raise _InsideError


def _encoded(address: str) -> str:
    """The address as it goes over the wire, where Japanese stands in it."""
    parts = urlsplit(address)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else ""
    return urlunsplit(
        parts._replace(
            netloc=host or parts.netloc,
            path=quote(parts.path, safe="/%:@!$&'()*+,;=~-._"),
            query=quote(parts.query, safe="/%:@!$&'()*+,;=~-._?"),
        )
    )


def _digest(answer: IO[bytes], kind: str) -> str:
    content = answer.read(_MOST + 1)
    return digest_of(content, kind) if len(content) <= _MOST else ""
