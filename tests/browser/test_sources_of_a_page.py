"""What a page stands on: folded on a screen, whole on paper, from one list."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import gates
from tests.browser.walk import PHONE

ADDRESS = "/services/ikou/details/"
SOURCES = ".about .paper-sources"


@pytest.fixture
def phone(new_visitor: Callable[..., Page]) -> Page:
    page = new_visitor(java_script_enabled=False, viewport=PHONE)
    page.goto(ADDRESS)
    expect(page.locator(SOURCES)).to_be_hidden()
    return page


def test_they_unfold_for_who_asks(phone):
    phone.locator(".about summary").click()
    expect(phone.locator(SOURCES)).to_be_visible()
    phone.locator(".about summary").click()
    expect(phone.locator(SOURCES)).to_be_hidden()


def test_a_mark_beside_a_statement_leads_to_its_source(phone):
    mark = phone.locator("main .mark").first
    mark.click()
    expect(phone.locator(mark.get_attribute("href"))).to_be_in_viewport()


def test_paper_names_each_once_in_its_order(phone):
    names = phone.locator(f"{SOURCES} a").all_text_contents()
    assert len(names) == len(set(names)) > 3
    paper = gates.paper_text(phone)
    listed = paper[paper.index("この紙の出典") : paper.index("この紙について")]
    numbered = [f"[{number}]{name}" for number, name in enumerate(names, 1)]
    assert listed == "この紙の出典" + gates.plain("".join(numbered))
