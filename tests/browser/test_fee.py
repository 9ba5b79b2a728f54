"""The fee estimator in a real browser: by finger, by keyboard and on paper."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import gates
from tests.browser.site import Site
from tests.browser.walk import (
    DAY,
    NEXT,
    PHONE,
    Trail,
    choose,
    chosen,
    code_of,
    enter,
    focus_is_on,
    follow,
    kept_outside_of_session_cookies,
    on_day,
    pick,
    press,
    tab_to,
    walk,
)

RESULT, PAPERS = "/check/fee/result/", "/check/fee/papers/"
PAPERS_RESULT, SEND = f"{PAPERS}result/", "めやすを見る"
IPPAN1 = {
    "audience": "adult",
    "tax": "yes",
    "levy": "under",
    "credits": "no",
}
# What is known, and the sentence that it comes to.
QUICK = [
    pytest.param((IPPAN1, "多くても9,300円です。"), id="exact"),
    pytest.param(
        ({**IPPAN1, "levy": "unknown"}, "上限は、9,300円か37,200円です。"), id="range"
    ),
    pytest.param(
        ({**IPPAN1, "credits": "unknown"}, "上限は、9,300円か37,200円です。"),
        id="credits not known",
    ),
    pytest.param(({}, "上限は、0円から37,200円の間です。"), id="nothing known"),
]
TYPED = {
    "self_levy": "１５０，０００円",
    "self_credits": "なし",
    "dependants_under_16": "0",
    "dependants_16_18": "0",
    "units": "1,210",
    "count": "15回",
    "unit_price": "10.00",
    "costs": "5000",
}
MISTAKES = {"self_levy": "15万", "unit_price": "10円50銭", "costs": "9" * 15}
Open = Callable[..., Page]


@dataclass(frozen=True)
class Estimated:
    """A visitor who has answered everything, and the sentence that must follow."""

    page: Page
    trail: Trail
    asked: list[str]
    sentence: str


@pytest.fixture(scope="module", params=QUICK)
def estimated(
    request: pytest.FixtureRequest, browser: Browser, site: Site
) -> Iterator[Estimated]:
    """On a phone, without JavaScript, from the first page to the result."""
    known, sentence = request.param
    with browser.new_context(
        base_url=site.url, java_script_enabled=False, viewport=PHONE
    ) as visitor:
        page = visitor.new_page()
        trail = Trail(page)
        begin(page)
        yield Estimated(page, trail, walk(page, known), sentence)


@pytest.fixture
def phone(new_visitor: Open) -> Page:
    """A visitor with a phone on which no script runs."""
    return new_visitor(java_script_enabled=False, viewport=PHONE)


# --- the states ---------------------------------------------------------------


def begin(page: Page) -> None:
    page.goto("/fees/")
    follow(page, "自分の額を調べる")


def step(number: int, page: Page) -> None:
    begin(page)
    for choice in list(IPPAN1.values())[:number]:
        choose(page, choice)


def nothing_chosen(page: Page) -> None:
    step(2, page)
    press(page, NEXT)


def an_answer_before(page: Page) -> None:
    step(2, page)
    follow(page, "前の質問")


def in_the_middle(page: Page) -> None:
    step(1, page)
    page.goto(RESULT)


def no_amounts(page: Page) -> None:
    in_the_middle(page)
    page.goto(f"{RESULT}?on=2010-01-01")


def empty_papers(page: Page) -> None:
    page.goto("/check/fee/")
    with page.expect_navigation():
        page.click("main a[href$='/papers/']")


def open_all(page: Page) -> None:
    """Open whatever is folded."""
    for summary in page.locator("form details:not([open]) > summary").all()[::-1]:
        summary.click()


def filled_papers(page: Page) -> None:
    empty_papers(page)
    open_all(page)
    told = {"audience": "adult", "assistance": "no", "self_taxed": "yes"}
    for name, choice in {**told, "spouse_taxed": "none"}.items():
        page.select_option(f"[name={name}]", choice)
    fill(page, TYPED)


def fill(page: Page, typed: dict[str, str]) -> None:
    for name, text in typed.items():
        page.fill(f"[name={name}]", text)


def mistaken_papers(page: Page) -> None:
    filled_papers(page)
    fill(page, MISTAKES)
    press(page, SEND)


def papers_result(page: Page) -> None:
    filled_papers(page)
    press(page, SEND)
    on_day(page)


def papers_print(page: Page) -> None:
    papers_result(page)
    follow(page, "結果を紙にする")


# The first page is a page of the site: tests/browser/test_gates.py.
STATES = [
    *(
        pytest.param(partial(step, number), id=f"the step {name}")
        for number, name in enumerate(IPPAN1)
    ),
    pytest.param(nothing_chosen, id="a step, nothing chosen"),
    pytest.param(an_answer_before, id="a step with its answer"),
    pytest.param(in_the_middle, id="the result in the middle"),
    pytest.param(no_amounts, id="a day without amounts"),
    pytest.param(lambda page: page.goto(RESULT), id="lost"),
    pytest.param(empty_papers, id="papers"),
    pytest.param(mistaken_papers, id="papers with mistakes"),
    pytest.param(papers_result, id="what the papers come to"),
    pytest.param(papers_print, id="what the papers come to, to print"),
]


@pytest.mark.parametrize("reach", STATES)
def test_a_state_of_the_estimator_passes_every_gate(site, new_visitor, reach):
    page = new_visitor()
    traffic = gates.Traffic(page, url=site.url)
    reach(page)
    assert [*gates.look(page, gates.DUE), *traffic.faults] == []


@pytest.mark.parametrize("address", [RESULT, f"{RESULT}print/"])
def test_an_estimate_passes_every_gate(site, new_visitor, estimated, address):
    page = new_visitor(storage_state=estimated.page.context.storage_state())
    traffic = gates.Traffic(page, url=site.url)
    page.goto(f"{address}?on={DAY}")
    assert [*gates.look(page, gates.DUE), *traffic.faults] == []


# --- without scripts ----------------------------------------------------------


def test_the_quick_way_ends_in_its_sentence(estimated):
    page = estimated.page
    page.goto(RESULT)
    on_day(page)
    assert estimated.sentence in sentence_of(page)
    follow(page, "結果を紙にする")
    assert estimated.sentence in sentence_of(page)
    assert estimated.trail.errors == []


def sentence_of(page: Page) -> str:
    return "".join(page.inner_text(".answer__sentence").split())


def test_nothing_of_the_answers_is_in_an_address_or_stays_in_the_browser(
    site, estimated
):
    pages = {address.split("?")[0] for address in estimated.trail.pages}
    expected = {"/fees/", "/check/fee/next/", RESULT}
    steps = range(1, len(estimated.asked) + 1)
    expected |= {f"/check/fee/{number}/" for number in steps}
    assert pages - {f"{RESULT}print/"} == expected
    queries = {address.partition("?")[2] for address in estimated.trail.pages}
    assert queries <= {"", f"on={DAY}"}
    assert [one for one in estimated.trail.addresses if site.url not in one] == []
    assert kept_outside_of_session_cookies(estimated.page) == []


def test_papers_come_to_a_sum_without_scripts_and_stay_in_the_browser(phone):
    trail = Trail(phone)
    papers_result(phone)
    assert "多くても9,300円です。" in sentence_of(phone)
    assert "181,500円" in phone.inner_text("section[aria-labelledby=working]")
    assert {address.split("?")[0] for address in trail.pages} == {
        "/check/fee/",
        PAPERS,
        PAPERS_RESULT,
    }
    assert trail.errors == []
    assert kept_outside_of_session_cookies(phone) == []


def test_what_was_typed_is_kept_until_it_is_mended(phone):
    mistaken_papers(phone)
    typed = {name: phone.input_value(f"[name={name}]") for name in TYPED}
    assert typed == TYPED | MISTAKES

    fill(phone, TYPED)
    press(phone, SEND)

    assert phone.url.endswith(PAPERS_RESULT)
    follow(phone, "書いたことを直す")
    assert phone.input_value("[name=self_levy]") == TYPED["self_levy"]


def test_going_back_reloading_and_a_second_tab_end_in_the_same_result(phone):
    trail = Trail(phone)
    step(2, phone)
    phone.go_back()
    phone.reload()
    assert (code_of(phone), chosen(phone)) == ("tax", "yes")
    other = phone.context.new_page()
    other.goto("/check/fee/next/")
    assert code_of(other) == "levy"
    choose(other, "over")
    choose(other, "no")
    choose(phone, "yes")
    for page in (phone, other):
        page.goto(f"{RESULT}?on={DAY}")
        assert "多くても37,200円です。" in sentence_of(page)
    assert trail.errors == []


def test_one_answer_can_be_changed_and_the_others_stay(phone):
    trail = Trail(phone)
    begin(phone)
    walk(phone, IPPAN1)
    open_folds(phone)
    with phone.expect_navigation():
        phone.click(".answers a[href$='/3/']")
    assert chosen(phone) == "under"
    choose(phone, "over")
    choose(phone, "no")
    assert len(phone.locator(".answers dt").all()) == len(IPPAN1)
    on_day(phone)
    assert "多くても37,200円です。" in sentence_of(phone)
    assert trail.errors == []


def test_cookies_cleared_in_the_middle_lead_to_a_new_beginning(phone):
    trail = Trail(phone)
    step(1, phone)
    phone.context.clear_cookies(name="told-fee")
    choose(phone, "yes")
    walk(phone, IPPAN1)
    assert phone.url.endswith(RESULT)
    phone.context.clear_cookies()
    phone.reload()
    follow(phone, "はじめから")
    assert phone.url.endswith("/check/fee/")
    assert trail.errors == []


def open_folds(page: Page) -> None:
    for summary in page.locator(".folds details:not([open]) > summary").all()[::-1]:
        summary.click()


def test_the_age_told_to_the_check_is_not_asked_again(phone):
    phone.goto("/check/")
    follow(phone, "はじめる")
    choose(phone, "self")
    choose(phone, "15-17")
    begin(phone)
    assert "audience" not in walk(phone, {})
    assert "15歳から17歳の人の扱いは、市に聞いてください。" in phone.inner_text("main")


# --- by keyboard --------------------------------------------------------------


def test_the_quick_way_can_be_gone_by_keyboard_alone(new_visitor):
    page = new_visitor(viewport=PHONE)
    page.goto("/check/fee/")
    enter(page, "main a[href$='/next/']")
    while (code := code_of(page)) is not None:
        pick(page, IPPAN1[code])
        enter(page, "form[method=post] .button")
    enter(page, "a.button[href$='/print/']")
    assert page.url.endswith(f"{RESULT}print/")
    enter(page, "a.button[href$='/result/']")
    enter(page, ".forget button")
    assert page.url.endswith("/check/forgotten/")


def test_the_papers_can_be_filled_by_keyboard_alone(new_visitor):
    page = new_visitor(viewport=PHONE)
    page.goto(PAPERS)
    tab_to(page, "[name=self_levy]")
    page.keyboard.type("15万")
    enter(page, "form.papers .button")
    tab_to(page, ".error-summary a")
    page.keyboard.press("Enter")
    focus_is_on(page, "[name=self_levy]")
    page.keyboard.press("Control+A")
    page.keyboard.type("150000")
    enter(page, "form.papers .button")
    assert page.url.endswith(PAPERS_RESULT)


def test_each_link_of_a_mistake_lands_on_its_field(new_visitor):
    page = new_visitor(viewport=PHONE)
    mistaken_papers(page)
    links = page.locator(".error-summary a").all()
    for link in links:
        link.press("Enter")
        focus_is_on(page, f"{link.get_attribute('href')}[aria-invalid=true]")
    assert len(links) == page.locator("[aria-invalid=true]").count() >= len(MISTAKES)


@pytest.mark.parametrize("runs_scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize(
    "reach", [nothing_chosen, mistaken_papers], ids=["a step", "papers"]
)
def test_what_is_to_mend_has_the_focus(new_visitor, reach, runs_scripts):
    page = new_visitor(java_script_enabled=runs_scripts, viewport=PHONE)
    reach(page)
    focus_is_on(page, ".error-summary")


# --- on paper -----------------------------------------------------------------


def test_paper_says_the_sentence_and_why(new_visitor, estimated):
    page = new_visitor(storage_state=estimated.page.context.storage_state())
    for address in (RESULT, f"{RESULT}print/"):
        page.goto(f"{address}?on={DAY}")
        paper = gates.paper_text(page)
        assert gates.plain(estimated.sentence) in paper
        for words in page.locator("dt:visible, main h3").all_inner_texts():
            assert gates.plain(words) in paper
        assert "この紙について" in paper
        assert "かえる" not in paper


def test_paper_shows_the_working(new_visitor):
    page = new_visitor()
    papers_print(page)
    paper = gates.paper_text(page)
    for step_ in page.locator("section[aria-labelledby=working] li").all_inner_texts():
        assert gates.plain(step_) in paper
