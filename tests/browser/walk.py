"""How a visitor goes through the questions: by what a person would press and follow."""

from collections.abc import Mapping

from playwright.sync_api import Page

NEXT = "つぎへ進む"


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
    """The question that the page asks; None on any other page."""
    _, is_question, rest = page.url.partition("/question/")
    return rest.split("/")[0] if is_question else None


def choose(page: Page, choice: str) -> None:
    page.check(f"input[value='{choice}']")
    press(page, NEXT)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).click()
