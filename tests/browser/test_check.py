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
    focus_is_on,
    follow,
    kept_outside_of_session_cookies,
    on_day,
    pick,
    press,
    tab_to,
    walk,
)

SERVICES = ["ikou", "a-gata", "b-gata", "teichaku", "sentaku"]
RESULT, PAPER = "/check/result/", "結果を紙にする"
PRINT, ANSWERS, OF_B_GATA = f"{RESULT}print/", "/check/answers/", f"{RESULT}b-gata/"
# Seven questions, in the order in which they are asked.
IN_A_GATA = {
    "age": "18-49",
    "now": "service",
    "basis": "intractable",
    "contract": "difficult",
    "using-now": "a-gata",
    "wish-job": "no",
    "past": "none",
}
OF_50 = {"age": "50-64", "now": "none", "basis": "certificate", "contract": "difficult"}
IN_A_JOB, HARD = "会社に入って（もどって）6か月たったら", "いまの答えではむずかしそう"
# What is known, the mark of each service in the order of SERVICES, the moments under
# which they stand, and the heading of the result.
BRANCHES = [
    pytest.param(
        ({}, "▲ ▲ ▲ ▲ ▲", ["いま"], "市に聞くと、わかります"), id="nothing known"
    ),
    pytest.param(
        (
            {"age": "under-15"},
            "▲ ▲ ▲ ▲ ▲",
            ["18歳になったら"],
            "市に聞くと、わかります",
        ),
        id="at another age",
    ),
    pytest.param(
        (
            {"age": "18-49", "basis": "none"},
            "― ― ― ― ―",
            [HARD],
            "ほかの方法を、市に聞いてみましょう",
        ),
        id="hard",
    ),
    pytest.param(
        (
            OF_50,
            "▲ ― ○ ○ ○",
            ["いま", IN_A_JOB, HARD],
            "いま使えそうなサービスは、2つです",
        ),
        id="usable",
    ),
    pytest.param(
        (
            IN_A_GATA,
            "― ― ▶ ○ ○",
            ["いま", IN_A_JOB, HARD],
            "いま使えそうなのは、就労選択支援です",
        ),
        id="another service first",
    ),
]
Open = Callable[..., Page]


@dataclass(frozen=True)
class Branch:
    """A visitor who went the whole way to one kind of result, and what it must be."""

    page: Page
    trail: Trail
    asked: list[str]
    marks: str
    moments: list[str]
    sentence: str


@pytest.fixture(scope="module", params=BRANCHES)
def branch(
    request: pytest.FixtureRequest, browser: Browser, site: Site
) -> Iterator[Branch]:
    """On a phone, without JavaScript, from the first page to the result."""
    known, *expected = request.param
    with browser.new_context(
        base_url=site.url, java_script_enabled=False, viewport=PHONE
    ) as visitor:
        page = visitor.new_page()
        trail = Trail(page)
        begin(page)
        yield Branch(page, trail, walk(page, known), *expected)


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
    choose(page, "none")
    follow(page, "前の質問")


def in_the_middle(address: str, page: Page) -> None:
    begin(page)
    choose(page, "18-49")
    page.goto(address)


def forgotten(page: Page) -> None:
    in_the_middle(ANSWERS, page)
    press(page, "答えを消す")


def lost(page: Page) -> None:
    page.goto(RESULT)


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
    pytest.param(partial(in_the_middle, RESULT), id="the result in the middle"),
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


@pytest.mark.parametrize("address", [RESULT, PRINT, OF_B_GATA])
def test_what_the_answers_come_to_passes_every_gate(site, new_visitor, branch, address):
    page = new_visitor(storage_state=branch.page.context.storage_state())
    traffic = gates.Traffic(page, url=site.url)
    page.goto(f"{address}?on={DAY}")
    assert [*gates.look(page, gates.DUE), *traffic.faults] == []


# --- without scripts ----------------------------------------------------------


def test_every_branch_ends_in_its_result(branch):
    page = branch.page
    page.goto(RESULT)
    on_day(page)
    assert marks_of(page) == dict(zip(SERVICES, branch.marks.split(), strict=True))
    moments = page.locator(".time .when").all_text_contents()
    assert [moment.strip() for moment in moments] == branch.moments
    assert "".join(page.locator("h1").text_content().split()) == branch.sentence
    follow(page, PAPER)
    assert page.get_by_role("link", name="結果のページにもどる").is_visible()
    assert branch.trail.errors == []


def marks_of(page: Page) -> dict[str, str]:
    """The mark of each service on the result page."""
    return dict(
        page.eval_on_selector_all(
            ".time a.row",
            "rows => rows.map(row => [row.pathname.split('/').at(-2),"
            " row.querySelector('.line-sign').textContent])",
        )
    )


def test_nothing_of_the_answers_is_in_an_address_or_stays_in_the_browser(site, branch):
    paths = {address.split("?")[0] for address in branch.trail.pages}
    names = ["", "who/", "next/", "result/"]
    expected = {f"/check/{name}" for name in names}
    # A question's number says nothing of what was answered before it.
    numbers = range(1, len(branch.asked) + 1)
    expected |= {f"/check/question/{number}/" for number in numbers}
    assert paths - {PRINT} == expected
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
        choose(phone, IN_A_GATA[asked[-1]])
        asked.append(code_of(phone))

    for code in reversed(asked[:-1]):
        phone.go_back()
        assert (code_of(phone), chosen(phone)) == (code, IN_A_GATA[code])
    assert walk(phone, IN_A_GATA) == ["age", *list(IN_A_GATA)[3:]]
    finish(phone, trail)


def finish(page: Page, trail: Trail) -> None:
    """The result of `IN_A_GATA`; no error came up anywhere."""
    assert page.url.endswith(RESULT)
    assert marks_of(page)["b-gata"] == "▶"
    assert trail.errors == []


def test_reloading_changes_nothing(phone):
    trail = Trail(phone)
    begin(phone)
    phone.reload()
    choose(phone, IN_A_GATA["age"])
    phone.reload()
    assert walk(phone, IN_A_GATA) == list(IN_A_GATA)[1:]
    phone.reload()
    finish(phone, trail)
    phone.reload()
    assert marks_of(phone)["b-gata"] == "▶"


def test_reloading_a_mistake_asks_the_same_again(phone):
    begin(phone)
    press(phone, NEXT)
    phone.reload()
    assert phone.locator(".error-summary").count() == 1
    assert walk(phone, IN_A_GATA) == list(IN_A_GATA)


def test_two_tabs_end_in_one_result(phone):
    trail = Trail(phone)
    begin(phone)
    other = phone.context.new_page()
    other.goto("/check/next/")
    choose(phone, IN_A_GATA["age"])
    choose(phone, IN_A_GATA["now"])
    choose(other, IN_A_GATA["age"])
    assert code_of(other) == code_of(phone)

    walk(other, IN_A_GATA)
    choose(phone, IN_A_GATA["basis"])

    finish(phone, trail)


def test_pressing_twice_answers_once(phone):
    begin(phone)
    phone.check(f"input[value='{IN_A_GATA['age']}']")
    with phone.expect_navigation():
        phone.get_by_role("button", name=NEXT).dblclick()
    phone.goto("/check/next/")
    assert code_of(phone) == "now"
    walk(phone, IN_A_GATA)
    assert phone.url.endswith(RESULT)


def test_one_answer_can_be_changed_and_the_others_stay(phone):
    trail = Trail(phone)
    begin(phone)
    walk(phone, IN_A_GATA)
    before = answers_of(phone)
    with phone.expect_navigation():
        phone.click(".answers a[href*='/question/3/']")
    assert chosen(phone) == IN_A_GATA["basis"]

    choose(phone, "certificate")

    assert phone.url.endswith(RESULT)
    after = answers_of(phone)
    assert [place for place in range(7) if before[place] != after[place]] == [2]
    assert trail.errors == []


def answers_of(page: Page) -> list[str]:
    """What was answered, in order; the page of the answers stays open."""
    page.goto(ANSWERS)
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
    choose(phone, IN_A_GATA["age"])
    clear(phone.context, name)
    choose(phone, IN_A_GATA["now"])
    assert phone.inner_text("h1").replace("\n", "") == title

    if name is None:
        follow(phone, "「使えるか確かめる」をはじめから")
        follow(phone, "はじめる")
    choose(phone, "self")
    walk(phone, IN_A_GATA)
    finish(phone, Trail(phone))


def clear(visitor: BrowserContext, name: str | None) -> None:
    visitor.clear_cookies(**({"name": name} if name else {}))


def test_answers_are_gone_once_they_are_forgotten(phone):
    forgotten(phone)
    assert [cookie["name"] for cookie in phone.context.cookies()] == ["csrftoken"]
    phone.goto(RESULT)
    follow(phone, "はじめから")
    assert phone.url.endswith("/check/who/")


# --- by keyboard --------------------------------------------------------------


def test_the_whole_way_can_be_gone_by_keyboard_alone(new_visitor):
    page = new_visitor(viewport=PHONE)
    page.goto("/check/")
    enter(page, "a.button[href$='/next/']")
    answer_by_keyboard(page, "self")
    while (code := code_of(page)) is not None:
        answer_by_keyboard(page, IN_A_GATA[code])
    assert page.url.endswith(RESULT)
    enter(page, "a.button[href$='/print/']")
    assert page.url.endswith(PRINT)
    enter(page, "a.button[href$='/result/']")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    assert page.locator(".side details[open]").count() == 1
    enter(page, ".forget button")
    assert page.url.endswith("/check/forgotten/")


def answer_by_keyboard(page: Page, choice: str) -> None:
    """Past the menu by the skip link, to the choice and on."""
    tab_to(page, ".skip-link")
    page.keyboard.press("Enter")
    focus_is_on(page, "main")
    pick(page, choice)
    enter(page, "form[method=post] .button")


@pytest.mark.parametrize("reach", [who, begin])
def test_the_link_of_a_mistake_lands_on_the_first_choice(new_visitor, reach):
    page = new_visitor(viewport=PHONE)
    reach(page)
    enter(page, "form[method=post] .button")
    tab_to(page, ".error-summary a")
    page.keyboard.press("Enter")
    focus_is_on(page, "#id_choice_0")

    page.keyboard.press("Space")
    enter(page, "form[method=post] .button")

    assert "#" not in page.url
    assert page.evaluate("scrollY") == 0


# --- on paper -----------------------------------------------------------------


@pytest.mark.parametrize("address", [RESULT, PRINT])
def test_paper_says_what_to_ask(new_visitor, branch, address):
    page = new_visitor(storage_state=branch.page.context.storage_state())
    page.goto(f"{address}?on={DAY}")
    paper = gates.paper_text(page)
    for words in ["市で聞くこと", "この紙について", branch.sentence, *branch.moments]:
        assert gates.plain(words) in paper
    for words in page.locator(".to-ask li").all_inner_texts():
        assert gates.plain(words) in paper
    for words in ["かえる", "くわしく確かめる", "しおりに入れる", "出典:("]:
        assert words not in paper


def test_paper_says_why(new_visitor, branch):
    page = new_visitor(storage_state=branch.page.context.storage_state())
    page.goto(f"{OF_B_GATA}?on={DAY}")
    paper = gates.paper_text(page)
    reasons = page.locator(".reasons__item > p").all_inner_texts()
    assert len(reasons) > 3
    for words in ["条件", "この紙について", *reasons]:
        assert gates.plain(words) in paper
    assert "かえる" not in paper


def test_the_sheet_holds_every_question_with_its_number(page, site):
    page.goto(f"{site.url}/check/sheet/")
    questions = page.locator(".sheet__text").all_text_contents()
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
