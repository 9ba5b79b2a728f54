"""The eligibility check in a real browser: by finger, by keyboard and on paper."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

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
    follow,
    is_on,
    kept_outside_of_session_cookies,
    on_day,
    pick,
    press,
    tab_to,
    walk,
)

SERVICES = ["ikou", "a-gata", "b-gata", "teichaku", "sentaku"]
RESULT, PAPER, ANSWERS = "結果を見る", "印刷用のページを見る", "/check/answers/"
# Seven questions that end with two services which the city confirms.
OF_65 = {
    "age": "65-or-over",
    "basis": "intractable",
    "contract": "with-support",
    "work": "none",
    "grant-5years": "yes",
    "grant-before-65": "a-gata",
    "using-now": "a-gata",
}
FOR_B_GATA = {
    "age": "18-49",
    "basis": "certificate",
    "work": "none",
    "contract": "difficult",
    "pension": "no",
    "facility": "no",
    "using-now": "none",
    "worked-before": "no",
    "assessed-sentaku": "no",
    "sentaku-near": "available",
    "wish-service": "yes",
}
FOR_A_JOB = {
    "age": "18-49",
    "basis": "certificate",
    "work": "none",
    "contract": "with-support",
    "student": "none",
    "wish-job": "yes",
    "outlook": "yes",
    "using-now": "none",
    "ikou-months": "under-24",
}
# What is known, the outcomes in the order of SERVICES, and a sentence of the result.
BRANCHES = [
    pytest.param(
        ({}, "ask ask ask ask ask", "市に確かめることがあります"), id="nothing known"
    ),
    pytest.param(
        (
            {"age": "under-15"},
            "unlikely unlikely unlikely unlikely unlikely",
            "ほかの方法があるかもしれません",
        ),
        id="unlikely",
    ),
    pytest.param(
        (
            OF_65,
            "unlikely likely ask unlikely likely",
            "市が確かめることがあります",
        ),
        id="likely, the city confirms",
    ),
    pytest.param(
        (
            FOR_B_GATA,
            "ask unlikely first unlikely likely",
            "先に就労選択支援を使います",
        ),
        id="another service first",
    ),
    pytest.param(
        (
            FOR_A_JOB,
            "likely likely ask unlikely ask",
            "2027年4月から変わる予定です。",
        ),
        id="a planned change",
    ),
]
Open = Callable[..., Page]


@dataclass(frozen=True)
class Branch:
    """A visitor who went the whole way to one kind of result, and what it must be."""

    page: Page
    trail: Trail
    asked: list[str]
    outcomes: str
    sentence: str


@pytest.fixture(scope="module", params=BRANCHES)
def branch(
    request: pytest.FixtureRequest, browser: Browser, site: Site
) -> Iterator[Branch]:
    """On a phone, without JavaScript, from the first page to the result."""
    known, outcomes, sentence = request.param
    with browser.new_context(
        base_url=site.url, java_script_enabled=False, viewport=PHONE
    ) as visitor:
        page = visitor.new_page()
        trail = Trail(page)
        begin(page)
        asked = walk(page, known)
        follow(page, RESULT)
        yield Branch(page, trail, asked, outcomes, sentence)


@pytest.fixture
def phone(new_visitor: Open) -> Page:
    """A visitor with a phone on which no script runs."""
    return new_visitor(java_script_enabled=False, viewport=PHONE)


# --- the states ---------------------------------------------------------------


def who(page: Page) -> None:
    page.goto("/check/")
    follow(page, "はじめる")


def begin(page: Page) -> None:
    who(page)
    choose(page, "self")


def nothing_chosen(reach: Callable[[Page], None], page: Page) -> None:
    reach(page)
    press(page, NEXT)


def the_answer_before(page: Page) -> None:
    begin(page)
    choose(page, "18-49")
    choose(page, "certificate")
    follow(page, "前の質問にもどる")


def in_the_middle(address: str, page: Page) -> None:
    begin(page)
    choose(page, "18-49")
    page.goto(address)


def forgotten(page: Page) -> None:
    in_the_middle(ANSWERS, page)
    press(page, "答えを消す")


def lost(page: Page) -> None:
    page.goto("/check/result/")


def without_its_cookie(page: Page) -> None:
    who(page)
    page.context.clear_cookies()
    choose(page, "self")


# The first page and the sheet are pages of the site: tests/browser/test_gates.py.
STATES = [
    pytest.param(who, id="for whom"),
    pytest.param(partial(nothing_chosen, who), id="for whom, nothing chosen"),
    pytest.param(begin, id="the first question"),
    pytest.param(partial(nothing_chosen, begin), id="a question, nothing chosen"),
    pytest.param(the_answer_before, id="a question with its answer"),
    pytest.param(partial(in_the_middle, ANSWERS), id="the answers in the middle"),
    pytest.param(
        partial(in_the_middle, "/check/result/"), id="the result in the middle"
    ),
    pytest.param(forgotten, id="forgotten"),
    pytest.param(lost, id="lost"),
    pytest.param(without_its_cookie, id="no cookies taken"),
]


@pytest.mark.parametrize("reach", STATES)
def test_a_state_of_the_check_passes_every_gate(site, new_visitor, reach):
    page = new_visitor()
    traffic = gates.Traffic(page, url=site.url)
    reach(page)
    assert [*gates.look(page, gates.DUE), *traffic.faults] == []


@pytest.mark.parametrize("address", [ANSWERS, "/check/result/", "/check/result/print/"])
def test_what_the_answers_come_to_passes_every_gate(site, new_visitor, branch, address):
    page = new_visitor(storage_state=branch.page.context.storage_state())
    traffic = gates.Traffic(page, url=site.url)
    page.goto(f"{address}?on={DAY}")
    assert [*gates.look(page, gates.DUE), *traffic.faults] == []


# --- without scripts ----------------------------------------------------------


def test_every_branch_ends_in_its_result(branch):
    page = branch.page
    page.goto("/check/result/")
    on_day(page)
    assert outcomes_of(page) == dict(
        zip(SERVICES, branch.outcomes.split(), strict=True)
    )
    assert branch.sentence in page.inner_text("main")
    follow(page, PAPER)
    assert page.locator(".switches").is_visible()
    assert branch.trail.errors == []


def outcomes_of(page: Page) -> dict[str, str]:
    """The outcome of each service on the result page, by its class."""
    return dict(
        page.eval_on_selector_all(
            ".result",
            "found => found.map(one =>"
            " [one.querySelector('h2').id.slice(2), one.className.split('--')[1]])",
        )
    )


def test_nothing_of_the_answers_is_in_an_address_or_stays_in_the_browser(site, branch):
    paths = {address.split("?")[0] for address in branch.trail.pages}
    names = ["", "who/", "next/", "answers/", "result/"]
    expected = {f"/check/{name}" for name in names}
    expected |= {f"/check/question/{code}/" for code in branch.asked}
    assert paths - {"/check/result/print/"} == expected
    assert {address.partition("?")[2] for address in branch.trail.pages} <= {
        "",
        f"on={DAY}",
    }
    assert [one for one in branch.trail.addresses if not one.startswith(site.url)] == []
    assert kept_outside_of_session_cookies(branch.page) == []


def test_going_back_finds_every_answer_and_leads_on_again(phone):
    trail = Trail(phone)
    begin(phone)
    asked = [code_of(phone)]
    for _ in range(3):
        choose(phone, OF_65[asked[-1]])
        asked.append(code_of(phone))

    for code in reversed(asked[:-1]):
        phone.go_back()
        assert (code_of(phone), chosen(phone)) == (code, OF_65[code])
    assert walk(phone, OF_65) == ["age", *list(OF_65)[3:]]
    finish(phone, trail)


def finish(page: Page, trail: Trail) -> None:
    """From the answers to the result of `OF_65`; no error came up anywhere."""
    assert page.url.endswith(ANSWERS)
    follow(page, RESULT)
    assert outcomes_of(page)["a-gata"] == "likely"
    assert trail.errors == []


def test_reloading_changes_nothing(phone):
    trail = Trail(phone)
    begin(phone)
    phone.reload()
    choose(phone, OF_65["age"])
    phone.reload()
    assert walk(phone, OF_65) == list(OF_65)[1:]
    phone.reload()
    finish(phone, trail)
    phone.reload()
    assert outcomes_of(phone)["a-gata"] == "likely"


def test_reloading_a_mistake_asks_the_same_again(phone):
    begin(phone)
    press(phone, NEXT)
    phone.reload()
    assert phone.locator(".error-summary").count() == 1
    assert walk(phone, OF_65) == list(OF_65)


def test_two_tabs_end_in_one_result(phone):
    trail = Trail(phone)
    begin(phone)
    other = phone.context.new_page()
    other.goto("/check/next/")
    choose(phone, OF_65["age"])
    choose(phone, OF_65["basis"])
    choose(other, OF_65["age"])
    assert code_of(other) == code_of(phone)

    walk(other, OF_65)
    choose(phone, OF_65["contract"])

    finish(phone, trail)


def test_pressing_twice_answers_once(phone):
    begin(phone)
    phone.check(f"input[value='{OF_65['age']}']")
    with phone.expect_navigation():
        phone.get_by_role("button", name=NEXT).dblclick()
    phone.goto("/check/next/")
    assert code_of(phone) == "basis"
    walk(phone, OF_65)
    assert phone.url.endswith(ANSWERS)


def test_one_answer_can_be_changed_and_the_others_stay(phone):
    trail = Trail(phone)
    begin(phone)
    walk(phone, OF_65)
    before = answers_of(phone)
    with phone.expect_navigation():
        phone.click(".answers a[href*='/question/basis/']")
    assert chosen(phone) == OF_65["basis"]

    choose(phone, "certificate")

    after = answers_of(phone)
    assert [place for place in range(7) if before[place] != after[place]] == [1]
    finish(phone, trail)


def answers_of(page: Page) -> list[str]:
    return page.locator(".answers dd:not(.answers__change)").all_inner_texts()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        pytest.param(None, "もう一度はじめてください", id="every cookie"),
        pytest.param("told-answers", "だれのことですか", id="the answers"),
    ],
)
def test_cookies_cleared_in_the_middle_lead_to_a_new_beginning(phone, name, title):
    begin(phone)
    choose(phone, OF_65["age"])
    clear(phone.context, name)
    choose(phone, OF_65["basis"])
    assert phone.inner_text("h1").replace("\n", "") == title

    if name is None:
        follow(phone, "「使えるか確かめる」をはじめから")
        follow(phone, "はじめる")
    choose(phone, "self")
    walk(phone, OF_65)
    finish(phone, Trail(phone))


def clear(visitor: BrowserContext, name: str | None) -> None:
    visitor.clear_cookies(**({"name": name} if name else {}))


def test_answers_are_gone_once_they_are_forgotten(phone):
    forgotten(phone)
    assert [cookie["name"] for cookie in phone.context.cookies()] == ["csrftoken"]
    phone.goto("/check/result/")
    follow(phone, "はじめから")
    assert phone.url.endswith("/check/who/")


# --- by keyboard --------------------------------------------------------------


def test_the_whole_way_can_be_gone_by_keyboard_alone(new_visitor):
    page = new_visitor(viewport=PHONE)
    page.goto("/check/")
    enter(page, "a.button[href$='/next/']")
    answer_by_keyboard(page, "self")
    while (code := code_of(page)) is not None:
        answer_by_keyboard(page, OF_65[code])
    enter(page, "a.button[href$='/result/']")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    assert page.locator(".result details[open]").count() == 1
    enter(page, "a.button[href$='/print/']")
    assert page.url.endswith("/check/result/print/")
    enter(page, "a.button[href$='/result/']")
    enter(page, ".forget button")
    assert page.url.endswith("/check/forgotten/")


def answer_by_keyboard(page: Page, choice: str) -> None:
    """Past the menu by the skip link, to the choice and on."""
    tab_to(page, ".skip-link")
    page.keyboard.press("Enter")
    assert is_on(page, "main")
    pick(page, choice)
    enter(page, "form[method=post] .button")


@pytest.mark.parametrize("reach", [who, begin])
def test_the_link_of_a_mistake_lands_on_the_first_choice(new_visitor, reach):
    page = new_visitor(viewport=PHONE)
    reach(page)
    enter(page, "form[method=post] .button")
    tab_to(page, ".error-summary a")
    page.keyboard.press("Enter")
    assert is_on(page, "#id_choice_0")

    page.keyboard.press("Space")
    enter(page, "form[method=post] .button")

    assert "#" not in page.url
    assert page.evaluate("scrollY") == 0


# --- on paper -----------------------------------------------------------------


@pytest.mark.parametrize("address", ["/check/result/", "/check/result/print/"])
def test_paper_says_what_to_ask_and_why(new_visitor, branch, address):
    page = new_visitor(storage_state=branch.page.context.storage_state())
    page.goto(f"{address}?on={DAY}")
    paper = gates.paper_text(page)
    reasons = page.eval_on_selector_all(
        ".reasons__item", "found => found.map(one => one.firstElementChild.textContent)"
    )
    for words in ["市役所で聞くこと", "この紙について", branch.sentence, *reasons]:
        assert gates.plain(words) in paper
    for words in ["わけを見る", "かえる", "くわしく見る", "出典:("]:
        assert words not in paper


def test_the_sheet_holds_every_question_with_its_number(page, site):
    page.goto(f"{site.url}/check/sheet/")
    questions = page.locator(".sheet__text").all_inner_texts()
    paper = gates.paper_text(page)
    for number, text in enumerate(questions, start=1):
        assert gates.plain(f"{number}.{text}") in paper


def test_a_number_that_the_paper_cuts_is_seen(blank_page):
    for padding, faults in {"1.5em": 1, "2.5em": 0}.items():
        blank_page.set_content(
            f"<style>body {{ margin: 0 }} ol {{ padding-left: {padding} }}</style>"
            "<ol start='10'><li>あ</ol>"
        )
        blank_page.evaluate(gates.GATES)
        assert len(blank_page.evaluate("gates.cutNumbers()")) == faults
