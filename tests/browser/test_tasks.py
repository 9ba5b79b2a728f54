"""Ten things that readers come for, by finger on a phone without scripts.

Each counts what it takes: pages opened after the first, and choices made.
"""

import io
import re

import pypdf
import pytest
from playwright.sync_api import Page

from tests.browser.walk import press

PHONE = {"width": 390, "height": 800}


class Reader:
    """A reader on a phone, who counts the pages that he opens."""

    def __init__(self, page: Page, start: str) -> None:
        self.page, self.pages, self.choices = page, 0, 0
        page.goto(start)

    def follow(self, address: str) -> None:
        """Press the first link that is seen and leads to that address."""
        link = self.page.locator(f"main a[href^='{address}'], nav a[href^='{address}']")
        with self.page.expect_navigation():
            link.locator("visible=true").first.click()
        self.pages += 1

    def press(self, name: str) -> None:
        press(self.page, name)
        self.pages += 1

    def choose(self, value: str) -> None:
        self.page.check(f"input[value='{value}']")
        self.choices += 1

    @property
    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def reads(self, *words: str) -> list[str]:
        """Which of the words do not stand on the page."""
        shown = re.sub(r"\s", "", self.text)
        return [word for word in words if re.sub(r"\s", "", word) not in shown]


@pytest.fixture
def reader(new_visitor):
    def start(address: str = "/") -> Reader:
        return Reader(new_visitor(viewport=PHONE, java_script_enabled=False), address)

    return start


def test_a_school_leaver_finds_what_comes_after_school(reader):
    one = reader()
    one.follow("/situations/school/")
    assert one.reads("いま", "卒業したら", "就労移行支援", "就労継続支援B型") == []
    assert one.pages <= 3


def test_somebody_on_leave_learns_whether_he_may_and_what_it_costs(reader):
    one = reader()
    one.follow("/situations/leave/")
    assert one.reads("就労移行支援", "いま") == []
    one.follow("/fees/")
    assert one.reads("0円", "37,200円") == []
    assert one.pages <= 4


def test_the_difference_of_two_services_is_two_pages_away(reader):
    one = reader("/services/b-gata/")
    one.follow("/compare/?")
    assert one.reads("A型", "B型", "雇用契約") == []
    assert one.pages <= 2


def test_whom_to_call_first_and_when_stands_on_every_page(reader):
    one = reader()
    assert one.reads("083-922-4111", "平日8:30〜17:15") == []
    assert one.pages <= 2


def test_who_does_not_know_his_tax_learns_what_he_may_pay(reader):
    one = reader("/fees/")
    one.follow("/check/fee/")
    if one.page.locator("input[value='unknown']").count() == 0:
        one.follow("/check/fee/next/")
    while "/result/" not in one.page.url:
        one.choose("unknown")
        one.press("つぎへ進む")
    assert one.reads("0円", "37,200円") == []
    assert one.pages <= 7
    assert one.choices <= 4


def test_a_place_of_a_service_near_a_town_is_found_and_called(reader):
    one = reader()
    one.follow("/offices/")
    form = one.page.locator("form[action*='/offices/search/']").first
    form.locator("select[name=service]").select_option("b-gata")
    with one.page.expect_navigation():
        form.get_by_role("button").first.click()
    one.pages += 1
    assert one.page.locator("main a[href^='tel:']").count() >= 3
    assert one.pages <= 3


def test_one_sheet_for_grandmother_is_two_pages_away(reader):
    one = reader()
    one.follow("/situations/school/")
    one.follow("/sheet/situations/school/")
    assert one.reads("学校を卒業する", "083-922-4111", "つぎに会う日") == []
    assert one.pages <= 2


def test_an_english_reader_takes_the_same_sheet(reader):
    one = reader("/en/")
    one.follow("/en/situations/school/")
    one.follow("/en/sheet/situations/school/")
    assert one.reads("083-922-4111", "Next meeting") == []
    assert one.pages <= 2


def test_what_changes_in_april_2027_is_two_pages_away(reader):
    one = reader()
    one.follow("/changes/")
    assert one.reads("2027年4月", "就労選択支援") == []
    assert one.pages <= 2


def test_a_consultant_makes_a_handout_and_gets_the_sheets_announced(reader):
    one = reader("/handout/")
    for box in ("s-ikou", "s-b-gata"):
        one.choose(box)
    one.press("つぎへ進む")
    one.press("しおりを見る")
    announced = re.search(r"A4の紙で([0-9]+)枚です", re.sub(r"\s", "", one.text))
    assert one.choices <= 10
    assert announced is not None
    one.page.emulate_media(media="print")
    printed = pypdf.PdfReader(io.BytesIO(one.page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == int(announced[1])
