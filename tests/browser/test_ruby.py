"""ふりがな in a real browser: seen, but neither heard twice nor copied."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.walk import follow

PAGE = "/easy/steps/"
WITHOUT_READINGS = """root => {
  const copy = root.cloneNode(true);
  copy.querySelectorAll("rt").forEach(part => part.remove());
  return copy.textContent.replace(/\\s/g, "");
}"""
COPIED = """root => {
  getSelection().selectAllChildren(root);
  return getSelection().toString().replace(/\\s/g, "");
}"""


@pytest.fixture
def easy(new_visitor: Callable[..., Page]) -> Page:
    page = new_visitor()
    page.goto(PAGE)
    return page


def heard(page: Page) -> list[dict]:
    """What Chromium tells a screen reader, node by node."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [node for node in nodes if not node["ignored"]]


def test_a_screen_reader_hears_no_word_twice(easy):
    nodes = heard(easy)
    rubies = [node for node in nodes if node["role"]["value"] == "Ruby"]
    assert len(rubies) > 100
    assert {node.get("description", {}).get("value", "") for node in rubies} == {""}
    roles = {node["role"]["value"] for node in nodes}
    assert "RubyAnnotation" not in roles


def test_the_name_of_a_heading_is_what_is_written(easy):
    heading = easy.get_by_role("heading", level=1)
    (name,) = [
        node["name"]["value"].replace(" ", "")
        for node in heard(easy)
        if node["role"]["value"] == "heading"
        and {"name": "level", "value": {"type": "integer", "value": 1}}
        in node["properties"]
    ]
    assert name == heading.evaluate(WITHOUT_READINGS) == "使うまでの流れ"


def test_what_is_copied_has_no_readings(easy):
    lead = easy.locator("main .lead")
    assert lead.locator("rt").count() > 3
    assert lead.evaluate(COPIED) == lead.evaluate(WITHOUT_READINGS)


def test_lines_have_room_for_readings_and_print_them(easy):
    size = easy.locator("main p").first
    ratio = """p => parseFloat(getComputedStyle(p).lineHeight)
      / parseFloat(getComputedStyle(p).fontSize)"""
    assert size.evaluate(ratio) == pytest.approx(2.2, abs=0.01)
    easy.emulate_media(media="print")
    assert easy.locator("main rt").first.is_visible()
    assert easy.locator(".furigana-switch").is_hidden()


def test_the_switch_works_without_scripts_and_stays(new_visitor):
    page = new_visitor(java_script_enabled=False)
    page.goto("/faq/")
    assert page.locator("rt").count() == 0
    follow(page, "ふりがなを つける")
    assert page.url.endswith("/faq/")
    assert page.locator("rt").count() > 100
    page.goto("/glossary/")
    assert page.locator("rt").count() > 100
    follow(page, "ふりがなを はずす")
    assert page.url.endswith("/glossary/")
    assert page.locator("rt").count() == 0
