"""A finished page in memory: its compressed bytes, and how they are handed out."""

from __future__ import annotations

import hashlib
import time
import zlib
from collections import OrderedDict
from copy import copy
from functools import lru_cache
from typing import Generic, TypeVar

import brotli

from config.environ import HTTPProtocol

Headers = list[tuple[str, str]]
Key = TypeVar("Key")
_QUICK, _BEST, _GZIP = 5, 11, 6
# What an older page says of itself: it could not be asked whether it is still so.
_STALE = ("warning", '110 - "Response is Stale"')
_SHORT = {"etag", "cache-control", "vary", "content-language", "warning"}


class Coded:
    """The bytes of one encoding, with the headers that go with them."""

    __slots__ = ("body", "etag", "headers", "unchanged")

    def __init__(self, body: bytes, coding: str, headers: Headers) -> None:
        digest = hashlib.blake2b(body, digest_size=12).hexdigest()
        self.body, self.etag = body, f'"{digest}"'
        self.headers = [*headers, ("etag", self.etag)]
        if coding:
            self.headers.append(("content-encoding", coding))
        self.headers.append(("content-length", str(len(body))))
        self.unchanged = [one for one in self.headers if one[0] in _SHORT]

    def until_asked_again(self) -> Coded:
        """The same for nginx: new until this second of the clock is over."""
        new, until = copy(self), ("x-accel-expires", f"@{int(time.time())}")
        new.headers, new.unchanged = [*self.headers, until], [*self.unchanged, until]
        return new


class KeptPage:
    """A page as brotli and gzip; `stamp` says of which content it was made.

    None has a word in it that it may be out of date.
    """

    __slots__ = ("_headers", "asked", "br", "gzip", "size", "stamp")

    def __init__(self, content: bytes, headers: Headers, stamp: str | None) -> None:
        self.stamp, self.asked, self._headers = stamp, 0, headers
        self.br = Coded(brotli.compress(content, quality=_QUICK), "br", headers)
        packer = zlib.compressobj(_GZIP, wbits=31)
        packed = packer.compress(content) + packer.flush()
        self.gzip = Coded(packed, "gzip", headers)
        # Its headers and the rest of what Python keeps of it are about 4 kB.
        self.size = len(self.br.body) + len(self.gzip.body) + 4096

    def content(self) -> bytes:
        return brotli.decompress(self.br.body)

    def pack_well(self) -> Coded:
        """The same as small as it gets, which takes 100 ms."""
        return Coded(
            brotli.compress(self.content(), quality=_BEST), "br", self._headers
        )

    def take(self, coded: Coded) -> None:
        """Hand out these bytes from now on."""
        self.size += len(coded.body) - len(self.br.body)
        self.br = coded

    def coded(self, accepted: str) -> Coded:
        """In the encoding that the reader takes; unpacked for the rare one."""
        coding = best_coding(accepted)
        if coding == "br":
            return self.br
        return self.gzip if coding else Coded(self.content(), "", self._headers)

    def stale(self, old: bytes, new: bytes) -> KeptPage:
        """The page with the word in it, which stands in place of something."""
        content = self.content().replace(old, new, 1)
        return KeptPage(content, [*self._headers, _STALE], None)


@lru_cache(maxsize=256)
def best_coding(accepted: str) -> str:
    """`br`, `gzip` or nothing, as RFC 9110 12.5.3 reads `Accept-Encoding`."""
    weights: dict[str, float] = {}
    for one in accepted.lower().split(","):
        coding, _, rest = one.partition(";")
        _, _, weight = rest.partition("q=")
        try:
            weights[coding.strip()] = float(weight) if weight else 1.0
        except ValueError:
            return ""
    others = weights.get("*", 0.0)
    found = {coding: weights.get(coding, others) for coding in ("br", "gzip")}
    best = max(found, key=lambda coding: found[coding])
    # Who does not name it takes it plain, but not rather.
    plain = weights.get("identity", 0.0)
    return best if found[best] > 0 and found[best] >= plain else ""


def send(
    coded: Coded, protocol: HTTPProtocol, *, is_head: bool, known: str | None
) -> tuple[int, int]:
    """Hand it out; only that it is unchanged, where the reader has it (`known`).

    Answers with the status and how many bytes went out.
    """
    if known is not None and _matches(known, coded.etag):
        protocol.response_empty(304, coded.unchanged)
        return 304, 0
    if is_head:
        protocol.response_empty(200, coded.headers)
        return 200, 0
    protocol.response_bytes(200, coded.headers, coded.body)
    return 200, len(coded.body)


def _matches(known: str, etag: str) -> bool:
    """`If-None-Match`; a proxy that packs anew has made a weak mark of ours."""
    if known == etag:
        return True
    return any(
        one.strip().removeprefix("W/") in (etag, "*") for one in known.split(",")
    )


class KeptPages(Generic[Key]):
    """Pages by what was asked for, so many bytes; the longest unasked goes first."""

    def __init__(self, most: int) -> None:
        self.most, self.held = most, 0
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()

    def get(self, key: Key) -> KeptPage | None:
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    def put(self, key: Key, page: KeptPage) -> None:
        """Keep a page, unless it alone would take a tenth of the room."""
        self.drop(key)
        if page.size * 10 > self.most:
            return
        self._pages[key] = page
        self.held += page.size
        while self.held > self.most:
            _key, oldest = self._pages.popitem(last=False)
            self.held -= oldest.size

    def drop(self, key: Key) -> None:
        if (old := self._pages.pop(key, None)) is not None:
            self.held -= old.size

    def __len__(self) -> int:
        return len(self._pages)
