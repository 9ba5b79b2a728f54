"""PDF: tagged and readable, bounded, deaf to what a document asks it to fetch."""

import base64
import fcntl
import io
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import outloud
import pypdf
import pytest
import zxingcpp
from django.conf import settings as site_settings
from django.test import Client
from pdfua.model import Severity
from pdfua.validator import Validator

from paper import pdf
from services.models import ServiceType
from tests.ink import in_grey, pale_words

SITE = "http://testserver"
DEFAULT = "s-b-gata.ask.next"
LOOK = {"languages": "ja", "size": "12", "to": "pdf"}
TYPED = {
    "name": "田中",
    "message": "きょうは ありがとうございました。\nつぎは 見学に 行きましょう。",
    "day": "12月3日（木）午前10時",
    "place": "山口市役所 1階",
    "bring": "手帳",
}
needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftoppm"), reason="pdftoppm is not installed"
)


@pytest.fixture(autouse=True)
def _alone(settings, tmp_path) -> Iterator[None]:
    """A folder of its own for the places, and no worker left that does not wait.

    One that waits serves the next test: to start another takes a second.
    """
    settings.DATA_DIR = tmp_path
    yield
    assert children() == [worker.pid for worker in pdf._waiting]


@pytest.fixture(autouse=True, scope="module")
def _none_left() -> Iterator[None]:
    yield
    pdf.dismiss()
    assert children() == []


@pytest.fixture
def no_worker(_alone) -> Iterator[None]:
    """None that was started before, and none that this test has started is left."""
    pdf.dismiss()
    yield
    pdf.dismiss()


def children() -> list[int]:
    """The workers that this process has started and not seen end."""
    tasks = Path("/proc/self/task").glob("*/children")
    started = [int(pid) for task in tasks for pid in task.read_text().split()]
    return [pid for pid in started if "worker.py" in command_of(pid)]


def command_of(pid: int) -> str:
    """What a process runs; nothing where it is gone by now."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except FileNotFoundError:
        return ""


def page(body: str, *, head: str = "", language: str = "ja") -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>題</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def handout(code: str = DEFAULT, **given: str) -> bytes:
    response = Client().post(f"/handout/sheet/?b={code}", LOOK | given)
    assert response["Content-Type"] == "application/pdf", response.status_code
    return response.content


def errors_of(content: bytes, folder: Path) -> list[str]:
    """What both checkers call an error."""
    path = folder / "checked.pdf"
    path.write_bytes(content)
    heard = outloud.check(str(path))
    assert heard.error is None
    found = [one for one in heard.findings if one.severity == "error"]
    report = Validator().validate(str(path))
    found += [one for one in report.findings if one.severity == Severity.ERROR]
    return list(map(str, found))


# --- what it is -----------------------------------------------------------------


@pytest.mark.usefixtures("content")
def test_a_handout_on_any_service_is_one_sheet():
    for slug in ServiceType.objects.values_list("slug", flat=True):
        assert len(read(handout(f"s-{slug}.ask.next", **TYPED)).pages) == 1, slug
        assert len(read(handout(f"s-{slug}.ask.next")).pages) == 1, slug


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("code", "given"),
    [
        pytest.param(DEFAULT, TYPED, id="default"),
        pytest.param(DEFAULT, TYPED | {"languages": "ja+en"}, id="two languages"),
        pytest.param(
            DEFAULT, {"languages": "ja+ja-simple", "size": "18"}, id="easy and large"
        ),
        pytest.param(
            "c-ikou~b-gata.c-ikou~a-gata~b-gata~teichaku.steps.p-shinsei.caps.t-kochin"
            ".q-techo.o-yamaguchi-kikan.v-yamaguchi-kikan.memo.me.visit",
            {"furigana": "on"},
            id="every other block",
        ),
    ],
)
def test_the_checkers_find_no_error_in_a_handout(code, given, tmp_path):
    assert errors_of(handout(code, **given), tmp_path) == []


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    "given",
    [
        {"languages": "ja-simple", "furigana": "on"},
        {"languages": "ja+en"},
        {"languages": "ja", "size": "18"},
    ],
    ids=["readings", "two languages", "large"],
)
def test_the_number_of_sheets_that_is_foretold_is_one_off_at_most(given):
    code = "c-ikou~b-gata.steps.o-yamaguchi-kikan.q-techo.memo"
    shown = Client().post(f"/handout/sheet/?b={code}", LOOK | given | {"to": "see"})
    sheets = len(read(handout(code, **given)).pages)
    assert abs(shown.context["sheet"].sheets - sheets) <= 1


@pytest.mark.usefixtures("content")
def test_a_pdf_has_title_language_tags_bookmarks_and_its_fonts():
    made = read(handout(languages="ja+en"))
    catalog = made.trailer["/Root"]
    assert made.metadata.title == "しおり｜山口市 はたらくことを手つだうサービス"
    assert catalog["/Lang"] == "ja"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert "就労継続支援B型" in [one.title for one in flat(made.outline)]
    fonts = {
        str(font["/BaseFont"]): font["/DescendantFonts"][0]["/FontDescriptor"]
        for sheet in made.pages
        for font in sheet["/Resources"]["/Font"].values()
    }
    assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts.values())
    assert all("BIZ-UDPGothic" in name for name in fonts)


def flat(outline: list) -> Iterator:
    for one in outline:
        yield from flat(one) if isinstance(one, list) else [one]


@pytest.mark.usefixtures("content")
def test_the_text_of_a_pdf_is_in_the_order_of_the_page():
    code = "s-b-gata.c-ikou~b-gata.steps.q-techo.ask.next"
    shown = Client().post(f"/handout/sheet/?b={code}", LOOK | TYPED | {"to": "see"})
    article = re.search(r"<article.*</article>", shown.content.decode(), re.DOTALL)[0]
    apart = r'<a class="alone".*?</a>|<details class="no-print".*?</details>'
    article = re.sub(apart, "", article, flags=re.DOTALL)  # not on paper
    sheets = [one.extract_text() for one in read(handout(code, **TYPED)).pages]
    text = "".join(re.sub(r"\s|\d+ ?/ ?\d+", "", sheet) for sheet in sheets)
    place = 0
    for piece in re.findall(r">([^<>]+)<", article):
        wanted = re.sub(r"\s", "", unescape(piece))
        if len(wanted) > 3:
            found = text.find(wanted, place)
            assert found >= 0, f"{wanted} after {text[max(0, place - 30) : place]}"
            place = found + len(wanted)


@pytest.mark.usefixtures("content")
def test_nothing_of_the_person_is_in_what_a_pdf_says_of_itself():
    made = read(handout(**TYPED))
    assert "田中" not in str(made.metadata)
    assert "田中" in made.pages[0].extract_text()


@needs_poppler
@pytest.mark.usefixtures("content")
def test_a_code_on_the_sheet_leads_to_this_site():
    [code] = zxingcpp.read_barcodes(in_grey(handout(), 1, dots=150))
    assert code.text.startswith(f"{SITE}/p/")
    found = Client().get(code.text.removeprefix(SITE)).context["check"]
    assert (found.is_same, found.printout.codes) == (True, tuple(DEFAULT.split(".")))


@needs_poppler
@pytest.mark.usefixtures("content")
def test_a_copier_without_colours_keeps_every_word_of_a_handout():
    code = "c-ikou~b-gata.caps.o-yamaguchi-kikan.q-techo.t-kochin.ask.next.memo"
    assert pale_words(handout(code, **TYPED)) == []


# --- hostile content --------------------------------------------------------------


class Listener(BaseHTTPRequestHandler):
    """A neighbour that notes whoever calls."""

    calls: list[str] = []

    def do_GET(self) -> None:
        self.calls.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *rest: object) -> None:
        pass


@pytest.fixture
def neighbour() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Listener)
    Listener.calls.clear()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_of_another_host_or_file_is_ever_fetched(neighbour, tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("h1::after { content: 'UNHIDDEN' }")
    image = tmp_path / "secret.png"
    image.write_bytes(PIXEL)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/'
        f'xlink" width="9" height="9"><image xlink:href="{neighbour}/svg" width="9" '
        f'height="9"/><image href="file://{image}" width="9" height="9"/></svg>'
    )
    inline = base64.b64encode(svg.encode()).decode()
    addresses = [
        f"{neighbour}/x.css",
        f"file://{secret}",
        "file:///etc/passwd",
        f"{SITE}/static/../../etc/passwd",
        f"{SITE}/static/%2e%2e/%2e%2e/manage.py",
        f"{SITE}.evil.test/static/css/tokens.css",
        "ftp://127.0.0.1/x",
        "//127.0.0.1/x",
    ]
    head = "".join(
        f'<link rel="stylesheet" href="{one}"><link rel="attachment" href="{one}">'
        f'<link rel="icon" href="{one}"><style>@import "{one}"; @font-face '
        f'{{font-family: x; src: url("{one}")}} p {{background: url("{one}"); '
        f'font-family: x}}</style><meta http-equiv="refresh" content="0;url={one}">'
        for one in addresses
    )
    body = "".join(
        f'<img src="{one}" alt="絵"><object data="{one}">か</object><embed src="{one}">'
        f'<iframe src="{one}"></iframe><a rel="attachment" href="{one}">い</a>'
        f'<input type="image" src="{one}" alt="絵">'
        for one in [*addresses, f"file://{image}"]
    )
    body += f'{svg}<img src="data:image/svg+xml;base64,{inline}" alt="絵">'

    content = pdf.make(page(f"<h1>題</h1><p>文</p>{body}", head=head), site=SITE)

    assert Listener.calls == []
    made = read(content)
    text = "".join(one.extract_text() for one in made.pages)
    assert "文" in text
    assert "UNHIDDEN" not in text
    assert b"root:" not in content
    assert made.attachments == {}
    assert "/EmbeddedFiles" not in str(made.trailer["/Root"].get("/Names", ""))
    assert [image for one in made.pages for image in one.images] == []


def test_own_style_sheets_and_inline_images_are_read():
    sheet = f"{SITE}{site_settings.STATIC_URL}css/document.css"
    data = base64.b64encode(PIXEL).decode()
    body = f'<img src="data:image/png;base64,{data}" alt="点" width="9">'
    # The small print of paper has no room for readings: document.css hides them.
    body += '<p class="document"><span class="paper">見える<rt>かくれる</rt></span></p>'
    link = f'<link rel="stylesheet" href="{sheet}">'
    [one] = read(pdf.make(page(body, head=link), site=SITE)).pages
    assert len(one.images) == 1
    assert one.extract_text().strip() == "見える"


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


# --- its bounds -------------------------------------------------------------------


@pytest.mark.usefixtures("no_worker")
def test_a_worker_that_takes_too_long_is_killed(settings):
    pdf.make(page("<p>あ</p>"), site=SITE)  # a warm one, which is the one killed
    [worker] = children()
    long = page("<table>" + "<tr><td>あ<td>い" * 20_000 + "</table>")
    began = time.monotonic()
    with pytest.raises(pdf.NoPdfError) as reason:
        pdf.make(long, site=SITE, seconds=0.5)
    assert reason.value.code == pdf.SLOW
    assert time.monotonic() - began < 5
    assert children() == []
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    assert pdf.make(page("<p>あ</p>"), site=SITE).startswith(b"%PDF-1.7")


@pytest.mark.usefixtures("no_worker")
def test_a_worker_serves_again_and_one_that_died_is_replaced():
    pdf.make(page("<p>あ</p>"), site=SITE)
    [first] = children()
    pdf.make(page("<p>い</p>"), site=SITE)
    assert children() == [first]
    os.kill(first, 9)
    time.sleep(0.1)
    assert pdf.make(page("<p>う</p>"), site=SITE)
    assert children() != [first]


@pytest.mark.usefixtures("no_worker")
def test_what_is_too_large_is_refused_before_any_work(settings):
    settings.PDF_MAX_BYTES = 1000
    with pytest.raises(pdf.NoPdfError) as reason:
        pdf.make(page("あ" * 1000), site=SITE)
    assert reason.value.code == pdf.LARGE
    assert children() == []


@pytest.mark.usefixtures("content")
def test_a_busy_server_says_so_and_offers_the_page_to_print(settings, tmp_path):
    settings.PDF_WAIT_SECONDS = 0
    places = [
        (tmp_path / f"pdf-{number}.lock").open("a")
        for number in range(settings.PDF_AT_ONCE)
    ]
    for place in places:
        fcntl.flock(place, fcntl.LOCK_EX)
    response = Client().post(f"/handout/sheet/?b={DEFAULT}", LOOK | TYPED)
    html = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "いまこみあっていて、PDFを作れませんでした。" in html
    assert "田中</span>さんへ" in html
    assert Client().get("/handout/guide.pdf").status_code == 503
    places.pop().close()
    assert handout()
    places.pop().close()


@pytest.mark.usefixtures("content", "no_worker")
@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ("libraries", "このサーバーには、PDFを作る部品がありません。"),
        ("fonts", "PDFに使う日本語の字（フォント）がありません。"),
        ("Japanese fonts", "PDFに使う日本語の字（フォント）がありません。"),
    ],
)
def test_a_server_that_cannot_make_a_pdf_says_so_and_does_the_rest(
    lacking, sentence, settings, tmp_path
):
    if lacking == "libraries":
        (tmp_path / "weasyprint.py").write_text("raise OSError('no libpango')")
        more = {"PYTHONPATH": str(tmp_path)}
    else:
        western = "/usr/share/fonts/truetype/dejavu" if "Japanese" in lacking else ""
        if western and not Path(western).is_dir():
            pytest.skip("no western font to test with")
        config = f"<fontconfig><dir>{western}</dir></fontconfig>"
        (tmp_path / "fonts.conf").write_text(config)
        more = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    settings.PDF_ENVIRONMENT = settings.PDF_ENVIRONMENT | more
    response = Client().post(f"/handout/sheet/?b={DEFAULT}", LOOK | TYPED)
    assert response.status_code == 503
    assert sentence in response.content.decode()
    assert "このページは、そのまま印刷できます。" in response.content.decode()
    assert Client().get("/").status_code == 200


# --- the whole guide ----------------------------------------------------------------


@pytest.mark.usefixtures("content")
def test_the_whole_guide_is_one_numbered_document(tmp_path):
    response = Client().get("/handout/guide.pdf")
    assert response["Content-Type"] == "application/pdf"
    made = read(response.content)
    contents = made.pages[1].extract_text()
    number = int(re.search(r"2　サービスをくらべる\W*(\d+)", contents)[1])
    assert "2　サービスをくらべる" in made.pages[number - 1].extract_text()
    assert errors_of(response.content, tmp_path) == []
