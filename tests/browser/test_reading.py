"""No page asks more of a reader than its kind may: screens, sources, weight."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tools.measure_reading import faults_of, is_budgeted

PHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="session")
def phone(browser, site) -> Iterator[Page]:
    """A phone on which no script runs."""
    with browser.new_context(viewport=PHONE, base_url=site.url) as visitor:
        tab = visitor.new_page()
        # Chromium itself refuses them: a route would stop each file and keep none.
        devtools = visitor.new_cdp_session(tab)
        devtools.send("Network.enable")
        devtools.send("Network.setBlockedURLs", {"urls": ["*.js"]})
        yield tab


def test_every_page_of_the_site_is_within_the_budget_of_its_kind(site, phone):
    """One tab for all: what one page asks takes a tenth of a second."""
    over = {}
    for path in filter(is_budgeted, site.pages):
        # What tells that another day is seen stands above the heading.
        if site.pages[path] == 200 and "on=" not in path:
            document = phone.goto(path).body()
            over[path] = faults_of(phone, path, document)
    assert {path: faults for path, faults in over.items() if faults} == {}
