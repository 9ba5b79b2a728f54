"""The whole guide as a file: made once, true, and never in the way."""

import fcntl
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from guide.models import Page
from paper import pdf
from paper.handout.whole import whole_guide
from texts.languages import language_of

ADDRESS = "/handout/guide.pdf"


@pytest.fixture(autouse=True)
def _alone(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """The documents that were made, in place of WeasyPrint, which takes ten seconds."""
    found: list[str] = []

    def make(html: str, **rest: object) -> bytes:
        found.append(html)
        return b"%PDF-" + html.encode()[:2000]

    monkeypatch.setattr(pdf, "make", make)
    return found


def asked(**more: object) -> object:
    request = RequestFactory().get(ADDRESS)
    request.language = language_of("ja")
    request.day = request.today = timezone.localdate()
    request.preview = None
    for name, value in more.items():
        setattr(request, name, value)
    return request


@pytest.mark.usefixtures("content")
def test_it_is_made_once_and_served_as_a_file(made):
    first, second = Client().get(ADDRESS), Client().get(ADDRESS)
    assert first.content == second.content
    assert len(made) == 1


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    "path", ["/easy" + ADDRESS, "/en" + ADDRESS, ADDRESS + "?on=2027-04-01"]
)
def test_another_language_or_day_is_another_file(path, made):
    Client().get(ADDRESS)
    Client().get(path)
    assert len(made) == 2


@pytest.mark.usefixtures("content")
def test_after_a_change_it_is_made_anew(made):
    Client().get(ADDRESS)
    page = Page.objects.get(view="guide:home")
    page.save()
    Client().get(ADDRESS)
    Page.objects.filter(pk=page.pk).update(order=2)
    Client().get(ADDRESS)
    assert len(made) == 3


@pytest.mark.usefixtures("content")
def test_another_host_is_another_file(made, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.test"]
    Client().get(ADDRESS)
    Client().get(ADDRESS, headers={"Host": "other.test"})
    assert len(made) == 2


@pytest.mark.django_db
def test_twelve_files_are_kept(tmp_path):
    for number in range(15):
        day = timezone.localdate() + timezone.timedelta(days=number)
        whole_guide(asked(day=day), lambda: b"%PDF-")
    assert len(list((tmp_path / "guide-pdf").glob("*.pdf"))) == 12


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_it_is_made_waits_for_that_one():
    made = []

    def make() -> bytes:
        made.append(time.sleep(0.5))
        return b"%PDF-one"

    def come(_number: int) -> bytes:
        try:
            return whole_guide(asked(), make)
        finally:
            raw = connection.connection
            connection.close()
            if connection.connection is not None:
                raw.close()  # one in memory Django leaves open, and Python warns

    with ThreadPoolExecutor(3) as visitors:
        assert list(visitors.map(come, range(3))) == [b"%PDF-one"] * 3
    assert len(made) == 1


@pytest.mark.usefixtures("content")
def test_more_than_may_wait_are_sent_to_the_page_to_print(made):
    with _full_room():
        response = Client().get(ADDRESS)
    html = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert '<a class="alone" href="/handout/">紙に出すページ</a>' in html
    assert "このページは、そのまま印刷できます。" not in html
    assert made == []
    assert Client().get(ADDRESS).status_code == 200


class _full_room:  # noqa: N801 -- reads as a sentence
    """All requests that may be about a PDF are there."""

    def __enter__(self) -> None:
        self.rooms = []
        while True:
            room = pdf.room()
            try:
                room.__enter__()
            except pdf.NoPdfError:
                return
            self.rooms.append(room)

    def __exit__(self, *error: object) -> None:
        for room in self.rooms:
            room.__exit__(None, None, None)


@pytest.mark.django_db
def test_who_has_waited_long_enough_is_told_that_it_is_busy(settings, tmp_path):
    settings.PDF_GUIDE_SECONDS = 0.2
    (tmp_path / "guide-pdf").mkdir()
    with (tmp_path / "guide-pdf" / "making.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(pdf.NoPdfError) as reason:
            whole_guide(asked(), lambda: b"%PDF-")
    assert reason.value.code == pdf.BUSY
    assert whole_guide(asked(), lambda: b"%PDF-") == b"%PDF-"


@pytest.mark.django_db
def test_the_place_of_a_killed_process_is_free_again(tmp_path):
    folder = tmp_path / "guide-pdf"
    folder.mkdir()
    holder = multiprocessing.get_context("spawn").Process(target=hold, args=(folder,))
    holder.start()
    for _ in range(200):
        if (folder / "held").exists():
            break
        time.sleep(0.05)
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    assert whole_guide(asked(), lambda: b"%PDF-") == b"%PDF-"


def hold(folder) -> None:
    lock = (folder / "making.lock").open("a")
    fcntl.flock(lock, fcntl.LOCK_EX)
    (folder / "held").touch()
    threading.Event().wait()


@pytest.mark.django_db
def test_a_disk_that_takes_no_file_only_costs_the_work(settings, tmp_path):
    (tmp_path / "file").write_text("a file where the folder should be")
    settings.DATA_DIR = tmp_path / "file"
    made = []
    for _ in range(2):
        content = whole_guide(asked(), lambda: made.append(1) or b"%PDF-")
        assert content == b"%PDF-"
    assert len(made) == 2


@pytest.mark.usefixtures("content")
def test_a_disk_that_takes_nothing_is_no_error_of_ours(settings, tmp_path):
    (tmp_path / "file").write_text("a file where the folder should be")
    settings.DATA_DIR = tmp_path / "file"
    assert Client().get(ADDRESS).status_code == 503
