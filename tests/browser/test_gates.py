"""Every page of the site passes every gate, at the width of a phone and of a desk."""

from tests.browser import gates
from tests.browser.site import between


def test_a_page_passes_every_gate(site, phone, path):
    """One visit serves all gates; it begins where a page is narrowest."""
    due = gates.due_of(path, site.pages, between(site.pages))
    traffic = gates.Traffic(phone, url=site.url)
    assert phone.goto(site.url + path).status == site.pages[path]

    faults = [*gates.look(phone, due), *traffic.faults]
    assert faults == [], "\n".join(["", path, *faults])


# With readings lines are higher and words wider; what a page means stays the same.
LAID_OUT = [
    gates.reflow,
    gates.text_spacing,
    gates.targets,
    gates.double_text,
    gates.paper,
]


def test_a_page_holds_with_its_readings_switched(site, phone, path_with_readings):
    """On where a page has none by itself, off where it has."""
    is_on = not path_with_readings.startswith("/easy/")
    cookie = {"name": "furigana", "value": str(int(is_on)), "url": site.url}
    phone.context.add_cookies([cookie])
    phone.goto(site.url + path_with_readings)
    phone.context.clear_cookies()
    assert (phone.locator("ruby").count() > 0) is is_on

    phone.evaluate(gates.GATES)
    phone.evaluate("gates.open()")
    assert {gate.__name__: gate(phone) for gate in LAID_OUT} == {
        gate.__name__: [] for gate in LAID_OUT
    }


def test_a_page_says_the_same_without_scripts(site, page, scriptless, japanese_path):
    texts = []
    for one in (page, scriptless):
        one.goto(site.url + japanese_path)
        texts.append(one.locator("main").inner_text())

    assert texts[0] == texts[1]
