"""Every page of the site passes every gate, at the width of a phone and of a desk."""

import pytest

from tests.browser import gates

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


@pytest.mark.parametrize("width", DUE)
def test_a_page_passes_every_gate(site, page, path, width):
    traffic = gates.Traffic(page, url=site.url)
    page.set_viewport_size({"width": width, "height": 900})
    assert page.goto(site.url + path).status == site.pages[path]
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


def test_a_page_says_the_same_without_scripts(site, page, scriptless, path):
    texts = []
    for one in (page, scriptless):
        one.goto(site.url + path)
        texts.append(one.locator("main").inner_text())

    assert texts[0] == texts[1]
