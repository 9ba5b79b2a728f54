"""The process that makes PDFs: reads jobs, answers them, goes home when none come.

It is run by its path, knows nothing of Django or the database, and opens no address:
all that a document may name are the site's own static files and inline images.
"""

from __future__ import annotations

import json
import logging
import mimetypes
import os
import resource
import select
import struct
import sys
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any, TypedDict
from unicodedata import category
from urllib.parse import unquote, urlsplit

with warnings.catch_warnings(record=True) as _warned:
    warnings.simplefilter("always")
    try:
        import pydyf
        import weasyprint
        import weasyprint.urls
    except (ImportError, OSError):  # its system libraries are not there
        weasyprint = None
# Without a single font its libraries would crash.
_HAS_FONTS = not any("fonts" in str(one.message).lower() for one in _warned)

_HEAD = struct.Struct(">cI")
_IDLE_SECONDS = 120
_MOST_JOBS = 200
_MOST_BYTES_OF_MEMORY = 1 << 30
# Without a picture of their own: controls, joiners, gaps, variants of what is before.
_UNSEEN = {"Cc", "Cf", "Mn", "Zs", "Zl", "Zp"}
_SUFFIXES = {".css", ".svg", ".png", ".jpg", ".jpeg", ".gif"}
_IMAGES = ("data:image/png", "data:image/jpeg", "data:image/gif", "data:image/svg+xml")


class Job(TypedDict):
    """What is asked of the worker: a page, and where its files are.

    `parts` asks where the elements of those names stand, instead of a PDF; `is_whole`
    for no PDF in which a letter is lacking.
    """

    html: str
    site: str
    static: str
    folders: list[str]
    parts: list[str]
    is_whole: bool


def fetcher(weasyprint: ModuleType, job: Job) -> object:
    """What a document may fetch: it is asked for every address, whatever it is."""
    prefix = job["site"].rstrip("/") + job["static"]
    folders = [Path(folder).resolve() for folder in job["folders"]]

    base: Any = weasyprint.urls.URLFetcher

    class OwnFilesOnly(base):
        def fetch(self, url: str, headers: object = None) -> object:
            if url.startswith(_IMAGES):
                return super().fetch(url)
            if not url.startswith(prefix):
                raise ValueError("not a file of this site")
            name = unquote(urlsplit(url[len(prefix) :]).path)
            for folder in folders:
                path = (folder / name).resolve()
                is_ours = path.is_relative_to(folder) and path.suffix in _SUFFIXES
                if is_ours and path.is_file():
                    kind = mimetypes.guess_type(path.name)[0]
                    return weasyprint.urls.URLFetcherResponse(
                        url, path.read_bytes(), {"Content-Type": kind}
                    )
            raise ValueError("no such file")

    return OwnFilesOnly(allowed_protocols=["data"], allow_redirects=False)


class MissingGlyphs(logging.Handler):
    """Hears of every character for which no font has a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        match record.args:
            case (*_, int(letter)) if category(chr(letter)) not in _UNSEEN:
                self.letters[chr(letter)] = None

    @property
    def has_kana(self) -> bool:
        return any("ぁ" <= letter <= "ヿ" for letter in self.letters)

    @property
    def told(self) -> bytes:
        """The letters, for a person to read."""
        return "".join(self.letters).encode()


def make(weasyprint: ModuleType, job: Job) -> tuple[bytes, bytes]:
    """`+` and the PDF of one job, or where its parts stand.

    `f` where this machine has no Japanese font; `m` and the letters that are lacking.
    """
    missing = MissingGlyphs()
    weasyprint.LOGGER.handlers = [missing]
    weasyprint.LOGGER.propagate = False
    page = weasyprint.HTML(
        string=job["html"],
        base_url=job["site"].rstrip("/") + "/",
        url_fetcher=fetcher(weasyprint, job),
    )
    if job.get("parts"):
        pages = where_parts_stand(page.render().pages, job["parts"])
        return b"+", json.dumps(pages).encode()
    content = page.write_pdf(pdf_variant="pdf/ua-1", finisher=mend_tags)
    if missing.has_kana:
        return b"f", b""
    if missing.letters and job.get("is_whole"):
        return b"m", missing.told
    return b"+", content


def where_parts_stand(pages: list[Any], parts: list[str]) -> list[list[str]]:
    """The named elements on each page, in their order; one may go on over several."""
    return [[name for name in parts if name in page.anchors] for page in pages]


def mend_tags(document: object, pdf: Any) -> None:
    """Say what header cells head; name pictures; make no list of running text."""
    objects = {int(one.reference.split()[0]): one for one in pdf.objects}
    for one in objects.values():
        if isinstance(one, dict) and one.get("S") == "/Figure":
            # The only picture without a name of its own is the code on paper.
            one.setdefault("Alt", pydyf.String("QRコード"))
        if isinstance(one, dict) and one.get("S") == "/L":
            kids = [objects[int(kid.split()[0])] for kid in one["K"]]
            if any(kid["S"] not in ("/LI", "/L") for kid in kids):
                one["S"] = "/Div"
                for kid in kids:
                    for part in kid["K"] if kid["S"] == "/LI" else ():
                        objects[int(part.split()[0])]["S"] = "/Div"
                    kid["S"] = "/Div" if kid["S"] == "/LI" else kid["S"]
    for row in objects.values():
        if not isinstance(row, dict) or row.get("S") != "/TR":
            continue
        cells = [objects[int(kid.split()[0])] for kid in row["K"]]
        is_head = all(cell["S"] == "/TH" for cell in cells)
        for cell in cells:
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = "/Column" if is_head else "/Row"


def answer(weasyprint: ModuleType | None, job: bytes) -> tuple[bytes, bytes]:
    """What to say to a job; why something failed is not told, it may quote the text."""
    if weasyprint is None:
        return b"l", b""
    if not _HAS_FONTS:
        return b"f", b""
    try:
        return make(weasyprint, json.loads(job))
    except Exception:
        return b"-", b""


def main() -> None:
    limit = (_MOST_BYTES_OF_MEMORY, _MOST_BYTES_OF_MEMORY)
    resource.setrlimit(resource.RLIMIT_DATA, limit)
    os.nice(5)  # pages go first
    for _ in range(_MOST_JOBS):
        if not select.select([sys.stdin.buffer], [], [], _IDLE_SECONDS)[0]:
            return
        head = sys.stdin.buffer.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return
        job = sys.stdin.buffer.read(_HEAD.unpack(head)[1])
        status, content = answer(weasyprint, job)
        sys.stdout.buffer.write(_HEAD.pack(status, len(content)) + content)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
