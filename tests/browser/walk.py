"""How a visitor goes through the questions: by what a person presses and follows."""

from collections.abc import Mapping

from playwright.sync_api import Page, Response, expect

from tests.browser import gates

NEXT = "つぎへ進む"
# Rules and amounts are asked for as of this day, whenever the tests run.
DAY = "2026-11-21"
PHONE = {"width": 320, "height": 640}


# --- with the finger ----------------------------------------------------------


def walk(page: Page, known: Mapping[str, str]) -> list[str]:
    """Answer whatever is asked, 「わからない」 where `known` says nothing.

    Returns the codes of the questions in the order in which they were asked.
    """
    asked = []
    while (code := code_of(page)) is not None:
        assert code not in asked, f"{code} is asked again"
        asked.append(code)
        choose(page, known.get(code, "unknown"))
    return asked


def code_of(page: Page) -> str | None:
    """The question or the step that the page asks; None on any other page."""
    asked = "document.querySelector('[name=question], [name=step]')?.value ?? null"
    return page.evaluate(asked)


def choose(page: Page, choice: str) -> None:
    page.check(f"input[value='{choice}']")
    press(page, NEXT)


def chosen(page: Page) -> str | None:
    """The choice that is marked on a question's page."""
    return page.evaluate("document.querySelector(':checked')?.value ?? null")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).click()


def on_day(page: Page) -> None:
    """The same page as of `DAY`; its links keep the day."""
    page.goto(f"{page.url.split('?')[0]}?on={DAY}")


# --- with the keyboard --------------------------------------------------------


def tab_to(page: Page, target: str) -> None:
    """Press Tab until the focus is on `target`; it is seen on every stop."""
    page.evaluate(gates.GATES)
    for _ in range(80):
        page.keyboard.press("Tab")
        _focus_is_seen(page)
        if is_on(page, target):
            return
    raise AssertionError(f"Tab does not reach {target} on {page.url}")


def pick(page: Page, choice: str) -> None:
    """Go to the radios and choose by Space and the arrow."""
    tab_to(page, "[name=choice]")
    page.keyboard.press("Space")
    for _ in range(20):
        if is_on(page, f"[value='{choice}']:checked"):
            return
        page.keyboard.press("ArrowDown")
        _focus_is_seen(page)
    raise AssertionError(f"The arrow does not reach {choice} on {page.url}")


def enter(page: Page, target: str) -> None:
    """Press Enter on `target`, and come to another page."""
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def is_on(page: Page, target: str) -> bool:
    """Whether the focus is on `target`."""
    return page.evaluate("target => document.activeElement.matches(target)", target)


def focus_is_on(page: Page, target: str) -> None:
    """The focus comes to be on `target`.

    Waited for: a page that is loaded moves its focus only as it is drawn.
    """
    expect(page.locator(f"{target}:focus")).to_have_count(1)


def _focus_is_seen(page: Page) -> None:
    stop = page.evaluate("gates.focused()")
    assert stop["name"], f"the focus is lost on {page.url}"
    assert stop["faults"] == [], f"{stop['name']} on {page.url}"


# --- what it leaves behind ----------------------------------------------------


class Trail:
    """What a visitor's browser asked for on its way, and what came back."""

    def __init__(self, page: Page) -> None:
        self.pages: set[str] = set()
        self.addresses: list[str] = []
        self.errors: list[str] = []
        page.on("response", self._hear)

    def _hear(self, response: Response) -> None:
        self.addresses.append(response.url)
        if response.request.is_navigation_request():
            self.pages.add("/" + response.url.split("/", 3)[3])
        if response.status >= 400:
            self.errors.append(f"{response.status} {response.url}")


def kept_outside_of_session_cookies(page: Page) -> list[str]:
    """What a browser would keep after it is closed, or scripts could read."""
    stores = page.evaluate(
        "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
    )
    return stores + [
        cookie["name"]
        for cookie in page.context.cookies()
        if cookie["expires"] != -1 or not cookie["httpOnly"]
    ]
