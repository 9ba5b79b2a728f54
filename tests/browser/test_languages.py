"""What a reader does, done whole in each language, without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import gates
from tests.browser.walk import code_of

EASY, ENGLISH = "/easy", "/en"
LANGUAGES = [pytest.param("", id="ja"), pytest.param(EASY), pytest.param(ENGLISH)]


@pytest.fixture
def reader(new_visitor: Callable[..., Page]) -> Page:
    return new_visitor(java_script_enabled=False)


def submit(page: Page) -> None:
    """Press the main button of the form on the page."""
    with page.expect_navigation():
        page.locator("main form button.button").first.click()


def answer_all(page: Page) -> list[str]:
    """Say 「わからない」 until nothing more is asked."""
    asked = []
    while code := code_of(page):
        assert code not in asked, f"{code} is asked again"
        asked.append(code)
        page.check("input[value='unknown']")
        submit(page)
    return asked


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_the_check_runs_to_its_result(reader, prefix):
    reader.goto(f"{prefix}/check/")
    with reader.expect_navigation():
        reader.locator(f"a.button[href='{prefix}/check/next/']").click()
    reader.check("input[value='self']")
    submit(reader)
    assert len(answer_all(reader)) == 5

    assert reader.url.endswith(f"{prefix}/check/result/")
    assert reader.locator(".time a.row").count() == 5
    assert foreign(reader) == []


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_the_estimator_runs_to_its_result(reader, prefix):
    reader.goto(f"{prefix}/check/fee/next/")
    assert len(answer_all(reader)) > 1
    assert "37,200" in reader.locator("main .estimate").inner_text()
    assert foreign(reader) == []


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("words", ["愛工房", "あいこうぼう", "アイコウボウ"])
def test_an_office_is_found_by_kanji_and_kana(reader, prefix, words):
    reader.goto(f"{prefix}/offices/search/")
    reader.fill("input[name=q]", words)
    with reader.expect_navigation():
        reader.locator(".search-form button").first.click()
    assert reader.locator(".found__office").count() == 1
    with reader.expect_navigation():
        reader.locator(".found__name a").click()
    assert reader.url.split("/offices/")[0].endswith(prefix)
    assert foreign(reader) == []


def test_an_office_is_found_by_latin_letters(reader):
    reader.goto(f"{ENGLISH}/offices/search/?q=aikobo")
    assert reader.locator(".found__office").count() == 1


def test_who_switches_the_language_keeps_the_answers(reader):
    reader.goto("/check/next/")
    reader.check("input[value='self']")
    submit(reader)
    asked = code_of(reader)
    reader.check("input[value='unknown']")
    submit(reader)

    with reader.expect_navigation():
        reader.locator(".mini__quit").click()
    with reader.expect_navigation():
        reader.locator(f".languages a[href^='{ENGLISH}/']").click()
    reader.goto(f"{ENGLISH}/check/next/")
    assert code_of(reader) not in {None, asked}
    reader.goto(f"{EASY}/check/answers/")
    told = reader.locator(f".answers a[href*='{EASY}/check/question/1/']")
    assert told.count() == 1


def foreign(page: Page) -> list[str]:
    page.evaluate(gates.GATES)
    return gates.languages_are_marked(page)
