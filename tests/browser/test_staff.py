"""The staff's side in a real browser, under the policy that every page has."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import gates
from tests.browser.site import STAFF
from tests.browser.walk import press

FORM = "/admin/guide/faq/1/change/"
LANGUAGES = ["ja", "ja_simple", "en"]


@pytest.fixture
def desk(changing_content: None, new_visitor: Callable[..., Page]) -> Page:
    """A member of staff who is logged in."""
    page = new_visitor(viewport={"width": 1280, "height": 900})
    page.goto("/admin/")
    page.fill("[name=username]", STAFF["username"])
    page.fill("[name=password]", STAFF["password"])
    press(page, "ログイン")
    return page


def test_a_text_stands_beside_its_japanese_and_marks_its_language(desk):
    desk.goto(FORM)
    boxes = [desk.locator(f"#id_answer_{code}") for code in LANGUAGES]
    places = [box.bounding_box() for box in boxes]
    assert len({round(place["y"]) for place in places}) == 1
    lefts = [place["x"] for place in places]
    assert lefts == sorted(lefts)
    assert [box.get_attribute("lang") for box in boxes] == ["ja", "ja", "en"]


def test_staff_correct_a_translation_and_nothing_breaks_the_policy(desk, site):
    traffic = gates.Traffic(desk, url=site.url)
    desk.goto(FORM)
    before = desk.input_value("#id_answer_en")
    for text in (f"{before} Ask us.", before):
        desk.fill("#id_answer_en", text)
        press(desk, "保存して編集を続ける")
        assert desk.locator(".messagelist .success").count() == 1
        assert desk.input_value("#id_answer_en") == text
    assert traffic.faults == []


def test_what_is_typed_stays_while_another_tab_shows_where_it_would_be(desk):
    desk.goto(FORM)
    desk.fill("#id_answer_en", "Not saved yet.")
    with desk.expect_popup() as opened:
        desk.get_by_role("button", name="保存する前に、どこに出るか見る").click()
    where = opened.value
    where.set_viewport_size({"width": 320, "height": 900})
    assert where.evaluate("document.documentElement.scrollWidth") <= 320
    with where.expect_popup() as shown:
        where.locator(".change-places a[href*='/en/']").first.click()
    assert "Not saved yet." in shown.value.inner_text("main")
    assert desk.input_value("#id_answer_en") == "Not saved yet."
    desk.goto(FORM)
    assert desk.input_value("#id_answer_en") != "Not saved yet."


def test_a_row_is_dragged_to_the_place_of_another_and_back(desk):
    desk.goto("/admin/guide/step/")
    lines = desk.locator("#result_list tbody tr")
    before = lines.locator("th").all_inner_texts()
    for place, to in ((2, 0), (0, 2)):
        lines.nth(place).locator(".move__handle").hover()
        desk.mouse.down()
        lines.nth(to).locator(".move__handle").hover()
        with desk.expect_navigation():
            desk.mouse.up()
        after = lines.locator("th").all_inner_texts()
        assert (after == before) is (to == 2)
        assert desk.locator(".messagelist .success").count() == 1


@pytest.mark.parametrize("wide", [320, 1280])
@pytest.mark.parametrize("place", ["/admin/", "/admin/guide/faq/", FORM])
def test_the_desk_has_no_fault_that_stops_work(desk, place, wide):
    desk.set_viewport_size({"width": wide, "height": 900})
    desk.goto(place)
    desk.evaluate(gates.GATES)
    assert desk.evaluate("document.documentElement.scrollWidth") <= wide
