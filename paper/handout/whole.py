"""The whole guide as a file: made once for each state of the content.

Whoever comes while it is being made waits for that one, on the whole machine; a place
that a killed process held is free again. A disk that takes no file only costs the work.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from guide.outage import write_whole
from paper import pdf
from texts.content_version import content_version
from texts.own_apps import own_apps
from texts.requests import Request, site_address

# One for each language today, and some of other days.
_MOST_FILES = 12
_CODE = {".py", ".html", ".css", ".mo"}


def whole_guide(request: Request, make: Callable[[], bytes]) -> bytes:
    """The file of what the request asks for, made by `make` where there is none yet.

    Raises pdf.NoPdfError where it cannot be made now.
    """
    if request.preview:
        with pdf.room():
            return make()
    file = _file(request)
    with suppress(OSError):
        return file.read_bytes()
    with pdf.room(), _alone(file):
        with suppress(OSError):  # somebody made it in the meantime
            return file.read_bytes()
        content = make()
        with suppress(OSError):
            write_whole(file, content)
            _put_away(file.parent)
    return content


def _file(request: Request) -> Path:
    """Named for all that the document depends on."""
    state = (
        content_version(),
        code_version(),
        site_address(request),
        request.language.code,
        request.day,
        request.today,
    )
    name = sha256("\n".join(map(str, state)).encode()).hexdigest()[:24]
    return settings.DATA_DIR / "guide-pdf" / f"{name}.pdf"


@cache
def code_version() -> str:
    """What is another text after an update of the program, its templates or styles."""
    own = [Path(app.path) for app in own_apps()]
    [engine] = settings.TEMPLATES
    folders = [*own, *engine["DIRS"], *settings.STATICFILES_DIRS]
    files = sorted(
        (str(file), stat.st_size, stat.st_mtime_ns)
        for folder in (*folders, *settings.LOCALE_PATHS)
        for file in Path(folder).rglob("*")
        if file.suffix in _CODE
        for stat in [file.stat()]
    )
    return sha256(repr(files).encode()).hexdigest()[:16]


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """The only one on the machine who makes the guide, or who finds it made."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = (file.parent / "making.lock").open("a")
    except OSError:
        yield
        return
    with lock:  # which gives it back, as the end of the process does
        until = time.monotonic() + settings.PDF_GUIDE_SECONDS
        while not file.exists() and not pdf.is_free(lock):
            if time.monotonic() >= until:
                raise pdf.NoPdfError(pdf.BUSY)
            time.sleep(0.1)
        yield


def _put_away(folder: Path) -> None:
    files = sorted(folder.glob("*.pdf"), key=lambda file: file.stat().st_mtime)
    for file in files[:-_MOST_FILES]:
        file.unlink(missing_ok=True)
