"""Every page of the site passes every gate, at the width of a phone and of a desk."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import gates
from tests.browser.site import Site

PHONE, DESK = 320, 1280
ALWAYS = [
    gates.axe,
    gates.reflow,
    gates.text_spacing,
    gates.targets,
    gates.no_motion,
    gates.current_is_marked,
    gates.keyboard,
    gates.skip_link,
    gates.forced_colours,
]
# What does not depend on the width, or is asked at this width only.
ONCE = [gates.double_text, gates.paper, gates.pdf]
DUE = {PHONE: ALWAYS, DESK: ALWAYS + ONCE}


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens pages as a new visitor does, without anything kept."""
    visitors = []

    def visit(path: str, *, width: int, has_script: bool = True) -> tuple:
        visitor = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=has_script
        )
        visitors.append(visitor)
        page = visitor.new_page()
        traffic = gates.Traffic(page, url=site.url)
        response = page.goto(site.url + path)
        assert response.status == site.pages[path]
        return page, traffic

    yield visit
    for visitor in visitors:
        visitor.close()


@pytest.mark.parametrize("width", DUE)
def test_a_page_passes_every_gate(open_page, path, width):
    page, traffic = open_page(path, width=width)
    page.evaluate(gates.GATES)
    page.evaluate("gates.open()")

    found = {gate.__name__: gate(page) for gate in DUE[width]}
    found["traffic"] = traffic.faults
    faults = [
        f"{path} at {width} px, {gate}: {fault}"
        for gate, sentences in found.items()
        for fault in sentences
    ]
    assert faults == [], "\n".join(["", *faults])


def test_a_page_says_the_same_without_scripts(open_page, path):
    page, _ = open_page(path, width=DESK)
    without, _ = open_page(path, width=DESK, has_script=False)
    assert gates.no_script(page, without) == []
