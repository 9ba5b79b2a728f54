"""A handout from the first box to the paper, by hand, on a phone, without scripts."""

import re

import pytest

from tests.browser import gates
from tests.browser.walk import (
    PHONE,
    Trail,
    focus_is_on,
    kept_outside_of_session_cookies,
    press,
)

NAME = "ひみつの花子"


def named(words: str) -> re.Pattern:
    """A name wherever it may break: what stands between phrases counts as nothing."""
    return re.compile(r"[\s\u200b]*".join(words))


@pytest.mark.parametrize(
    "browser_of",
    [
        pytest.param({"java_script_enabled": False}, id="without scripts"),
        pytest.param({}, id="with scripts"),
    ],
)
def test_a_consultant_makes_a_handout_in_ten_presses(new_visitor, browser_of):
    page = new_visitor(viewport=PHONE, **browser_of)
    trail = Trail(page)
    page.goto("/handout/")
    page.get_by_label("就労継続支援B型").first.check()
    page.get_by_label("市役所で聞くこと").check()
    page.get_by_label("つぎの予定").check()
    press(page, named("順番を変える"))
    with page.expect_navigation():
        page.get_by_role("link", name=named("下へ：就労継続支援B型")).click()
    assert page.url.endswith("?b=ask.s-b-gata.next#chosen")
    with page.expect_navigation():
        page.get_by_role("link", name=named("つぎへ進む")).click()
    page.fill("[name=name]", NAME)
    page.fill("[name=day]", "12月3日")
    press(page, named("しおりを見る"))

    titles = page.locator(".handout h2").all_inner_texts()
    assert titles == ["市役所で聞くこと", "就労継続支援B型", "つぎの予定"]
    assert NAME in page.locator(".handout h1").inner_text()
    assert "no-store" in page.request.get(page.url).headers["cache-control"]

    with page.expect_navigation():
        page.get_by_role("button", name=named("書き直す")).click()
    assert page.input_value("[name=name]") == NAME
    assert trail.errors == []
    assert not any("%E3%81" in address for address in trail.addresses)
    assert page.context.cookies()[0]["name"] == "csrftoken"
    assert [cookie["expires"] for cookie in page.context.cookies()] == [-1]
    if not browser_of:
        assert kept_outside_of_session_cookies(page) == []


def test_the_button_gives_a_pdf(new_visitor, site):
    page = new_visitor()
    page.goto("/handout/sheet/?b=s-b-gata.ask.next")
    fields = page.locator("main form").evaluate(
        "form => Object.fromEntries(new FormData(form))"
    )
    answer = page.request.post(page.url, form=fields | {"to": "pdf", "name": NAME})
    assert answer.headers["content-type"] == "application/pdf"
    assert "no-store" in answer.headers["cache-control"]
    assert answer.body().startswith(b"%PDF-1.7")


def test_the_errors_of_both_forms_can_be_followed_to_their_fields(new_visitor):
    page = new_visitor(viewport=PHONE)
    page.goto("/handout/")
    press(page, named("つぎへ進む"))
    page.get_by_role("link", name=named("1つ以上")).click()
    focus_is_on(page, "[name=i]")
    page.goto("/handout/write/?b=ask")
    page.fill("[name=message]", "あ" * 201)
    press(page, named("しおりを見る"))
    page.get_by_role("link", name=named("200字まで")).click()
    focus_is_on(page, "[name=message]")
    assert page.input_value("[name=message]") == "あ" * 201


@pytest.mark.parametrize("wide", [320, 1280])
def test_the_sheet_that_was_written_passes_the_gates(new_visitor, wide):
    page = new_visitor(viewport={"width": wide, "height": 900})
    page.goto("/handout/write/?b=s-b-gata.c-ikou~b-gata.caps.ask.next.me")
    page.check("[name=languages][value='ja+en']")
    page.fill("[name=message]", "きょうは ありがとうございました。")
    press(page, named("しおりを見る"))
    page.evaluate(gates.GATES)
    page.evaluate("gates.open()")
    for gate in (gates.axe, gates.reflow, gates.targets, gates.forced_colours):
        assert gate(page) == [], gate.__name__
