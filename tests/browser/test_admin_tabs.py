"""The tabs of languages in the admin's forms, in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

SCRIPT = settings.BASE_DIR / "static/js/admin-tabs.js"
LANGUAGES = {"ja": "日本語", "ja-simple": "やさしい日本語", "en": "English"}


def _form(wrong: str = "") -> str:
    """A form as the admin writes it: a code, and two texts in each language."""
    rows = "".join(
        f'<div class="form-row">{"<ul class=errorlist></ul>" if code == wrong else ""}'
        f'<input class="mt mt-field-{name}-{code.replace("-", "_")}"'
        f' id="{name}-{code}"></div>'
        for name in ("title", "body")
        for code in LANGUAGES
    )
    names = "".join(
        f'<li data-code="{code}">{name}</li>' for code, name in LANGUAGES.items()
    )
    return (
        f'<fieldset><div class="form-row"><input id="code"></div>{rows}</fieldset>'
        '<ul id="text-languages" hidden data-label="文章の言語"'
        f' data-error="直すところがあります">{names}</ul>'
    )


@pytest.fixture
def open_form(browser: Browser) -> Iterator[Callable[..., Page]]:
    with browser.new_context() as desk:
        page = desk.new_page()

        def open_it(**given: str) -> Page:
            page.set_content(_form(**given))
            page.add_script_tag(path=SCRIPT)
            return page

        yield open_it


def _visible(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        "input", "found => found.filter((i) => i.checkVisibility()).map((i) => i.id)"
    )


def test_the_texts_of_one_language_are_shown_at_a_time(open_form):
    page = open_form()
    assert page.get_by_role("tab").all_inner_texts() == list(LANGUAGES.values())
    assert _visible(page) == ["code", "title-ja", "body-ja"]

    page.get_by_role("tab", name="English").click()

    assert _visible(page) == ["code", "title-en", "body-en"]


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        pytest.param(["ArrowRight"], "やさしい日本語", id="the next"),
        pytest.param(["ArrowLeft"], "English", id="round to the last"),
        pytest.param(["End", "ArrowRight"], "日本語", id="round to the first"),
        pytest.param(["End", "Home"], "日本語", id="home"),
    ],
)
def test_the_arrow_keys_walk_the_tabs(keys, chosen, open_form):
    page = open_form()
    page.get_by_role("tab", selected=True).focus()

    for key in keys:
        page.keyboard.press(key)

    expect(page.get_by_role("tab", selected=True)).to_have_text(chosen)
    expect(page.get_by_role("tab", selected=True)).to_be_focused()
    assert page.locator('[role="tab"][tabindex="0"]').count() == 1


def test_the_tab_with_a_mistake_is_open_and_says_so(open_form):
    page = open_form(wrong="ja-simple")
    chosen = page.get_by_role("tab", selected=True)
    expect(chosen).to_have_text("やさしい日本語直すところがあります")
    assert _visible(page) == ["code", "title-ja-simple", "body-ja-simple"]


def test_without_the_script_every_text_stands_in_one_list(browser):
    with browser.new_context(java_script_enabled=False) as desk:
        page = desk.new_page()
        page.set_content(_form())
        assert page.get_by_role("tab").count() == 0
        assert page.locator("input:visible").count() == 7
