"""Pages as sheets: one page of each template, as Chromium prints it."""

import io
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from html import unescape

import pypdf
import pytest
import zxingcpp

from tests.browser import gates
from tests.ink import in_grey, pale_words

SMALLEST, OF_ADDRESS = 10.5, 9
PAGES = {
    "home": "/",
    "services": "/services/",
    "service": "/services/b-gata/",
    "comparison": "/compare/?s=ikou&s=a-gata&s=b-gata",
    "conditions": "/conditions/",
    "caps": "/fees/",
    "steps": "/steps/",
    "questions": "/faq/",
    "words": "/glossary/",
    "changes": "/changes/",
    "office": "/offices/office/yamaguchi-kikan/",
    "search": "/offices/search/?service=b-gata",
    "kind": "/offices/hellowork/",
    "text": "/about/",
    "English": "/en/services/b-gata/",
    "easy": "/easy/steps/",
    "handout": "/handout/sheet/?b=s-b-gata.ask.next&l=ja",
    "two languages": "/handout/sheet/?b=s-ikou.c-ikou~b-gata.ask.next&l=ja%2Ben",
}
_SNIPPET = 12
_LINE = re.compile(r'<line [^>]*?yMin="(.*?)"[^>]*>(.*?)</line>', re.DOTALL)
_PAGE = re.compile(r'<page width="(.*?)" height="(.*?)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r"<word[^>]*>(.*?)</word>")


@dataclass(frozen=True)
class Sheet:
    """One sheet of a PDF: its lines from top to foot, and its text column by column."""

    is_wide: bool
    lines: list[str]
    text: str


@dataclass(frozen=True)
class Print:
    """A printed page: its bytes, and what the page on the screen says of itself."""

    name: str
    file: bytes
    headings: list[str]
    address: str
    boxes: list[tuple[str, str]]

    @cached_property
    def sheets(self) -> list[Sheet]:
        read = ["pdftotext", "-bbox-layout", "-", "-"]
        html = subprocess.run(read, input=self.file, capture_output=True).stdout
        return [
            _sheet(float(width) > float(height), body)
            for width, height, body in _PAGE.findall(html.decode())
        ]


def _sheet(is_wide: bool, body: str) -> Sheet:
    """What pdftotext saw; the line at the foot is the sheet's number."""
    lines = sorted((float(top), _plain(words)) for top, words in _LINE.findall(body))
    return Sheet(is_wide, [text for _, text in lines][:-1], _plain(body))


def _plain(words: str) -> str:
    return gates.plain(unescape("".join(_WORD.findall(words))))


@pytest.fixture(scope="module", params=PAGES)
def paper(request, site, tab) -> Print:
    """A sample page, printed once for all that is asked of it."""
    return _printed(tab, request.param, site.url + PAGES[request.param])


def _printed(page, name: str, url: str) -> Print:
    page.goto(url)
    file = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    headings = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, caption')]"
        ".filter(one => one.checkVisibility() && !one.closest('[class^=paper]'))"
        ".map(one => one.innerText)"
    )
    boxes = page.evaluate(
        "[...document.querySelectorAll('tr, .card, .faq, .facts__item, .found__item,"
        " .rule > li')].filter(one => one.checkVisibility())"
        ".map(one => one.innerText)"
    )
    address = page.locator(".paper__address").last.text_content()
    page.emulate_media(media="null")
    # What stands more than once on the page says nothing of where it stands.
    whole = gates.plain(page.locator("main").inner_text())
    plain = filter(None, map(gates.plain, boxes))
    ends = [(text[:_SNIPPET], text[-_SNIPPET:]) for text in plain]
    ends = [pair for pair in ends if all(whole.count(end) == 1 for end in pair)]
    return Print(name, file, [gates.plain(one) for one in headings], address, ends)


def test_a_camera_reads_the_address_off_the_last_sheet(paper):
    picture = in_grey(paper.file, len(paper.sheets), dots=150)
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == paper.address
    corners = code.position
    side = (corners.top_right.x - corners.top_left.x) / 150 * 25.4
    assert 25 <= round(side, 1) <= 33


def test_no_heading_stands_alone_at_the_foot_of_a_sheet(paper):
    alone = [
        sheet.lines[-1]
        for sheet in paper.sheets[:-1]
        if sheet.lines[-1] in paper.headings
    ]
    assert alone == []


def test_no_row_and_no_card_is_cut_by_the_end_of_a_sheet(paper):
    """What a box begins and what it ends with stand on one sheet."""
    cut = [
        (start, end)
        for start, end in paper.boxes
        if any(start in sheet.text for sheet in paper.sheets)
        and any(end in sheet.text for sheet in paper.sheets)
        and not any(start in sheet.text and end in sheet.text for sheet in paper.sheets)
    ]
    assert cut == []


def test_no_letter_is_too_small_but_those_of_addresses(paper):
    sizes: dict[float, str] = {}

    def note(text, matrix, transform, font, size) -> None:
        scale = (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5
        scale *= (transform[0] ** 2 + transform[1] ** 2) ** 0.5
        if text.strip():
            sizes.setdefault(round(size * scale, 1), "")
            sizes[round(size * scale, 1)] += text

    for sheet in pypdf.PdfReader(io.BytesIO(paper.file)).pages:
        sheet.extract_text(visitor_text=note)
    small = {size: text for size, text in sizes.items() if size < SMALLEST}
    assert set(small) <= {OF_ADDRESS} | _ruby(paper.name)
    assert re.sub(r"[\x21-\x7e（）\s]", "", small.get(OF_ADDRESS, "")) == ""


def _ruby(name: str) -> set[float]:
    """Readings over the words are half as large as these."""
    of_words = (10.5, 12, 13, 15, 16.5, 20) if name == "easy" else ()
    return {round(size / 2, 1) for size in of_words}


def test_a_copier_without_colours_keeps_every_word(paper):
    assert pale_words(paper.file) == []


def test_the_last_sheet_holds_more_than_where_it_comes_from(paper):
    first = paper.sheets[-1].lines[0]
    assert not first.startswith(("この紙について", "Aboutthispaper"))


def test_the_sheets_are_numbered_and_a_comparison_lies_on_its_side(paper):
    sheets = paper.sheets
    assert {sheet.is_wide for sheet in sheets} == {paper.name == "comparison"}
    text = pypdf.PdfReader(io.BytesIO(paper.file)).pages[0].extract_text()
    number = f"1/{len(sheets)}" + ("" if paper.name == "English" else "ページ")
    assert number in gates.plain(text)


def test_printing_calls_the_browser_where_scripts_run(site, new_visitor):
    page = new_visitor()
    page.add_init_script("window.print = () => { window.printed = true; };")
    page.goto(f"{site.url}/fees/")
    page.get_by_role("link", name="印刷する", exact=True).click()
    assert page.evaluate("window.printed")
    assert page.url == f"{site.url}/fees/"


def test_an_address_that_asks_for_print_prints_once(site, new_visitor):
    page = new_visitor()
    page.add_init_script("window.print = () => { window.printed = true; };")
    page.goto(f"{site.url}/fees/#print")
    page.wait_for_function("window.printed")
    assert page.url == f"{site.url}/fees/"


def test_without_scripts_the_link_says_how(site, scriptless):
    scriptless.goto(f"{site.url}/fees/")
    hint = scriptless.locator(".print__hint")
    assert not hint.is_visible()
    scriptless.get_by_role("link", name="印刷する", exact=True).click()
    assert hint.is_visible()
