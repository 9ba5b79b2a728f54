"""PDF from our own HTML, made by a process of its own that is killed when it hangs.

Nothing of a text is kept or logged. WeasyPrint is imported only in that process
(`worker.py`), so that a server without its libraries serves everything else.
"""

from __future__ import annotations

import fcntl
import json
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock, Timer
from typing import IO

from django.conf import settings

from texts.pictograms import with_pen

BUSY, LARGE, SLOW, FAILED = "busy", "large", "slow", "failed"
LETTERS = "letters"
# What the worker answers where this server cannot make any.
_REASONS = {b"l": "library", b"f": "font", b"m": LETTERS}
_WORKER = Path(__file__).with_name("worker.py")
_HEAD = struct.Struct(">cI")
# A worker that is waiting is warm: to start one costs a second.
_waiting: list[subprocess.Popen[bytes]] = []
_waiting_lock = Lock()
# Two of the threads that make pages are never given to PDFs.
_room = BoundedSemaphore(max(1, settings.PLACES - 2))


class NoPdfError(Exception):
    """There is no PDF; `code` says why, for the page that says so.

    `letters` are those that no font has, where that is why.
    """

    def __init__(self, code: str, letters: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.letters = letters


def make(
    html: str, *, site: str, seconds: float | None = None, is_whole: bool = False
) -> bytes:
    """`html` as a tagged PDF; `site` is the address under which its files lie.

    Raises NoPdfError where the text is too large, all places are taken, it takes longer
    than `seconds`, or this server has no libraries or fonts for it; with `is_whole`
    also where these lack a letter.
    """
    html = with_pen(html)
    return _answer({"html": html, "site": site, "is_whole": is_whole}, seconds)


def measure(
    html: str, parts: list[str], *, site: str, seconds: float
) -> list[list[str]]:
    """The elements named `parts` on each sheet of the same document.

    Raises NoPdfError as `make` does.
    """
    job = {"html": html, "site": site, "parts": parts}
    pages: list[list[str]] = json.loads(_answer(job, seconds))
    return pages


def _answer(asked: Mapping[str, object], seconds: float | None) -> bytes:
    """What a worker makes of a job."""
    job = json.dumps({**asked, **_files()}).encode()
    if len(job) > settings.PDF_MAX_BYTES:
        raise NoPdfError(LARGE)
    with _place():
        worker = _take()
        is_late = False

        def stop() -> None:
            nonlocal is_late
            is_late = True
            worker.kill()

        timer = Timer(seconds or settings.PDF_SECONDS, stop)
        timer.start()
        try:
            status, content = _ask(worker, job)
        except OSError:
            status, content = b"", b""
        finally:
            timer.cancel()
        if status == b"" or is_late:
            worker.kill()
            _close(worker)
            raise NoPdfError(SLOW if is_late else FAILED)
        with _waiting_lock:
            _waiting.append(worker)
    if status != b"+":
        raise NoPdfError(_REASONS.get(status, FAILED), content.decode())
    return content


@contextmanager
def room() -> Iterator[None]:
    """One of the requests of this process that may make or wait for a PDF.

    Raises NoPdfError at once where there are as many already.
    """
    if not _room.acquire(blocking=False):
        raise NoPdfError(BUSY)
    try:
        yield
    finally:
        _room.release()


def _files() -> dict[str, object]:
    """Where the worker may read: this site's own static files, and nothing else."""
    folders = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    return {"static": settings.STATIC_URL, "folders": [str(one) for one in folders]}


@contextmanager
def _place() -> Iterator[None]:
    """One of the few places at which a PDF is made at once, on the whole machine."""
    try:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        files = [
            (settings.DATA_DIR / f"pdf-{number}.lock").open("a")
            for number in range(settings.PDF_AT_ONCE)
        ]
    except OSError:  # a disk that takes nothing
        raise NoPdfError(FAILED) from None
    until = time.monotonic() + settings.PDF_WAIT_SECONDS
    try:
        while not any(map(is_free, files)):
            if time.monotonic() >= until:
                raise NoPdfError(BUSY)
            time.sleep(0.05)
        yield
    finally:
        for file in files:
            file.close()  # which gives the place back


def is_free(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _take() -> subprocess.Popen[bytes]:
    """A worker that waits, or a new one; some have gone home by themselves."""
    with _waiting_lock:
        while _waiting:
            worker = _waiting.pop()
            if worker.poll() is None:
                return worker
            _close(worker)
    return subprocess.Popen(
        [sys.executable, str(_WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # its warnings quote the text
        env=settings.PDF_ENVIRONMENT,
        close_fds=True,
    )


def _ask(worker: subprocess.Popen[bytes], job: bytes) -> tuple[bytes, bytes]:
    """What the worker answers: `+` and a PDF, or `-`; nothing where it died."""
    questions, answers = _pipes(worker)
    questions.write(_HEAD.pack(b"?", len(job)) + job)
    questions.flush()
    head = answers.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return b"", b""
    status, length = _HEAD.unpack(head)
    content = answers.read(length)
    return (status, content) if len(content) == length else (b"", b"")


def _close(worker: subprocess.Popen[bytes]) -> None:
    for pipe in _pipes(worker):
        pipe.close()
    worker.wait()


def _pipes(worker: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert worker.stdin is not None  # every worker is started with both
    assert worker.stdout is not None
    return worker.stdin, worker.stdout


def dismiss() -> None:
    """Send home the workers that wait."""
    with _waiting_lock:
        while _waiting:
            worker = _waiting.pop()
            worker.kill()
            _close(worker)
