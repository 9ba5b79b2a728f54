"""The gates that every page passes: each answers with what is at fault, in sentences.

What is measured inside of the page stands in gates.js; here is what is done to it.
"""

import os
import re
import subprocess
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, Request, Response

ROOT = Path(__file__).parent.parent.parent
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
GATES = Path(__file__).with_name("gates.js").read_text()
Gate = Callable[[Page], list[str]]

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN_AXE = """async tags => {
    const found = await axe.run(document, {
        runOnly: {type: "tag", values: tags},
        rules: {"color-contrast-enhanced": {enabled: true}},
        resultTypes: ["violations", "incomplete"],
    });
    for (const node of found.incomplete.flatMap(rule => rule.nodes)) {
        const element = document.querySelector(node.target[0]);
        node.isOpen = true;
        node.isInRegion = element.closest(".scroll-x") !== null;
    }
    return found;
}"""
# What axe leaves to a person: the rule, a mark of what it points at, and why it is
# in order.
RESOLVED_BY_HAND = [
    ("color-contrast", 'class="chart__text"', "black beside the bars, never on them"),
    ("color-contrast-enhanced", 'class="chart__text"', "the same"),
    ("color-contrast", 'class="overview__', "black on the map's white circles"),
    ("color-contrast-enhanced", 'class="overview__', "the same"),
    ("color-contrast", 'class="flow__', "black on the drawing's white and pale boxes"),
    ("color-contrast-enhanced", 'class="flow__', "the same"),
    ("color-contrast", 'hidden="true">→<', "an arrow: no letter; words stand beside"),
    ("color-contrast-enhanced", 'hidden="true">→<', "the same"),
    ("color-contrast", 'class="when', "words on a ground of their own"),
    ("color-contrast-enhanced", 'class="when', "the same"),
    ("color-contrast", "☐ <", "a box to tick: no letter, so axe leaves it open"),
    ("color-contrast-enhanced", "☐ <", "the same"),
    ("color-contrast", 'class="drawing__text', "black on white or on palest yellow"),
    ("color-contrast-enhanced", 'class="drawing__text', "the same"),
    ("color-contrast", "<ruby", "one kanji; its text beside it has the same colour"),
    ("color-contrast-enhanced", "<ruby", "the same"),
    ("color-contrast", "<rt", "one kana of a reading, in the colour of its word"),
    ("color-contrast-enhanced", "<rt", "the same"),
    ("color-contrast", 'class="line-sign" aria-', "a shape; its words stand beside it"),
    ("color-contrast-enhanced", 'class="line-sign" aria-', "the same"),
    ("th-has-data-cells", '__table"', "a question heads the rows below"),
]

_TEXT_SPACING = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }
"""
_NO_READINGS = "rt { display: none !important; }"
_DOUBLE_TEXT = "html { font-size: 32px !important; }"
PHONE, DESK = 320, 1280
# A4 at 96 dots an inch, less 15 mm on either side.
_PAPER = {"width": 681, "height": 1009}


def axe(page: Page) -> list[str]:
    """No violation, and nothing left open that nobody looked at."""
    page.evaluate(AXE)
    found = page.evaluate(_RUN_AXE, _TAGS)
    is_narrow = page.viewport_size["width"] < 1280
    faults = []
    for rule in [*found["violations"], *found["incomplete"]]:
        nodes = [n for n in rule["nodes"] if not _is_resolved(rule["id"], n, is_narrow)]
        if nodes:
            targets = " ".join(node["target"][0] for node in nodes[:3])
            why = nodes[0]["failureSummary"]
            faults.append(f"{rule['id']}, {len(nodes)} times: {targets} {why}")
    return faults


def _is_resolved(rule: str, node: dict, is_narrow: bool) -> bool:
    """Whether a person looked, or axe itself at the other width.

    It judges no colour in what a region has scrolled away; at 1280 px it sees all.
    """
    if not node.get("isOpen"):
        return False
    if is_narrow and node["isInRegion"] and rule.startswith("color-contrast"):
        return True
    return any(
        rule == name and mark in node["html"] for name, mark, _ in RESOLVED_BY_HAND
    )


def reflow(page: Page) -> list[str]:
    """Nothing is wider than the page, but what scrolls as a named region."""
    return page.evaluate("gates.layout()")


def text_spacing(page: Page) -> list[str]:
    """WCAG 1.4.12: wider spaces cut nothing off."""
    return page.evaluate("css => gates.withStyle(css, gates.layout)", _TEXT_SPACING)


def double_text(page: Page) -> list[str]:
    """WCAG 1.4.4: text twice as large cuts nothing off at the width of a desk.

    On a phone a reader enlarges the whole page: that is what `reflow` asks for.
    """
    _resize(page, width=DESK)
    return page.evaluate("css => gates.withStyle(css, gates.layout)", _DOUBLE_TEXT)


def targets(page: Page) -> list[str]:
    """Every control can be hit on 44 by 44 px; links in running text are exempt."""
    return page.evaluate("gates.smallTargets()")


def no_motion(page: Page) -> list[str]:
    """Nothing moves by itself or on the way to somewhere."""
    return page.evaluate("gates.moving()")


def current_is_marked(page: Page) -> list[str]:
    """The current item differs from the others by more than its colour."""
    return page.evaluate("gates.unmarkedCurrent()")


def languages_are_marked(page: Page) -> list[str]:
    """Japanese on a page of another language says that it is Japanese."""
    return page.evaluate("gates.unmarkedJapanese()")


def keyboard(page: Page) -> list[str]:
    """Tab reaches every stop in the order of the page, seen and ringed, and ends."""
    count = page.evaluate("gates.startWalk()")
    for _ in range(count + 1):
        page.keyboard.down("Tab")  # held down: half of the messages
    page.keyboard.up("Tab")
    *trail, end = page.evaluate("gates.walked()")
    faults = []
    for place, stop in enumerate(trail):
        if stop["place"] != place:
            went = stop["name"] or "body"
            return [*faults, f"Tab {place + 1} of {count} went to {went}"]
        faults += [f"{stop['name']} {fault}" for fault in stop["faults"]]
    if end["place"] not in (-1, 0):
        faults.append("Tab does not leave the page after its last stop")
    return faults


def skip_link(page: Page) -> list[str]:
    """The first stop leads past the menu to the main part."""
    page.evaluate("gates.startWalk()")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    is_there = page.evaluate("gates.startsMain()")
    return [] if is_there else ["the skip link does not move focus to main"]


def forced_colours(page: Page) -> list[str]:
    """Where the reader's colours rule, focus and the current item still differ."""
    page.emulate_media(forced_colors="active")
    faults = page.evaluate("[...gates.ringless(), ...gates.unmarkedCurrent()]")
    page.emulate_media(forced_colors="null")
    return faults


def paper(page: Page) -> list[str]:
    """Black text, and no table that the edge of the paper or its end cuts."""
    page.emulate_media(media="print")
    _resize(page, **_PAPER)
    faults = page.evaluate(
        "[...gates.colouredTexts(), ...gates.cutTables(), ...gates.cutNumbers(),"
        " ...gates.layout()]"
    )
    page.emulate_media(media="null")
    return faults


def pdf(page: Page) -> list[str]:
    """The sheet says what it is, where it comes from and of which day it is."""
    # Readings stand above the line, so that a PDF's text has them anywhere.
    page.evaluate("css => gates.adopt(css)", _NO_READINGS)
    # Of a hyphen at the end of a line, what reads a PDF makes a whole word.
    text = paper_text(page).replace("-", "")
    today = datetime.now(ZoneInfo("Asia/Tokyo"))
    dates = {
        "ja": f"{today.year}年{today.month}月{today.day}日",
        "en": f"{today.day} {today:%B} {today.year}",
    }
    expected = {
        "title": page.locator("h1").inner_text(),
        "address": page.evaluate("gates.whereFrom()"),
        "date": dates[page.evaluate("document.documentElement.lang")],
    }
    page.evaluate("gates.adopt('')")
    return [
        f"the {name} {words!r} is not on the sheet"
        for name, words in expected.items()
        if plain(words).replace("-", "") not in text
    ]


def paper_text(page: Page) -> str:
    """What stands on the paper, as `plain` text."""
    file = page.pdf(prefer_css_page_size=True)
    read = subprocess.run(["pdftotext", "-", "-"], input=file, capture_output=True)
    return plain(read.stdout.decode())


def plain(text: str) -> str:
    """`text` as compared with a PDF's: fonts there name some characters otherwise."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _resize(page: Page, *, width: int, height: int = 900) -> None:
    """Lay the page out anew, unless it is as wide already."""
    size = {"width": width, "height": height}
    if page.viewport_size != size:
        page.set_viewport_size(size)


def look(page: Page, due: Mapping[int, Iterable[Gate]]) -> list[str]:
    """What the gates find at fault in the open page: `due` names them by width.

    A gate may leave the page at a width of its own; only `pdf`, which is laid out for
    paper, does not mind.
    """
    page.evaluate(GATES)
    page.evaluate("gates.open()")
    faults = []
    for width, gates in due.items():
        for gate in gates:
            if gate is not pdf:
                _resize(page, width=width)
            faults += [f"{width} px, {gate.__name__}: {fault}" for fault in gate(page)]
    return faults


class Traffic:
    """What a page asks for and complains of while it is looked at."""

    def __init__(self, page: Page, *, url: str) -> None:
        self.page, self.url = page, url
        self.faults: list[str] = []
        page.on("response", self._hear_response)
        page.on("requestfailed", self._hear_failure)
        page.on("pageerror", lambda error: self._add(f"script error: {error}"))
        page.on("console", lambda one: self._hear_console(one.type, one.text))

    def _add(self, fault: str) -> None:
        self.faults.append(fault)

    def _hear_failure(self, request: Request) -> None:
        """A page that is left while it still loads breaks off: not its fault."""
        if request.failure != "net::ERR_ABORTED":
            self._add(f"{request.url} failed")

    def _hear_response(self, response: Response) -> None:
        if not response.url.startswith((f"{self.url}/", "data:")):
            self._add(f"{response.url} is on another host")
        elif response.status >= 400 and not response.request.is_navigation_request():
            self._add(f"{response.url} answers {response.status}")

    def _hear_console(self, kind: str, text: str) -> None:
        """A page that is an error says so in the console as well: not its fault."""
        if kind in {"error", "warning"} and "the server responded" not in text:
            self._add(f"console {kind}: {text}")


ALWAYS = [
    reflow,
    text_spacing,
    targets,
    no_motion,
    current_is_marked,
    keyboard,
    skip_link,
    forced_colours,
]
# What does not depend on the width, or is asked at one width only: axe sees all that a
# phone's page has on a desk's, and colours in what a phone scrolls away besides.
EVERY = [axe, *ALWAYS, languages_are_marked, double_text, paper, pdf]
DUE = {PHONE: ALWAYS, DESK: EVERY}
# A page in another language is the same page with longer words: it is looked at once,
# where it is narrowest. What its structure decides is asked of one page of each kind,
# or of every page by `make gates`, which takes longer than CI may.
OTHERS = ("/easy/", "/en/")
WORDS = [gate for gate in EVERY if gate not in {axe, keyboard, forced_colours}]
IS_WHOLE = os.environ.get("EVERY_GATE") == "1"


def first_of_a_kind(paths: Iterable[str]) -> set[str]:
    """The first page of each part of the site; of another language, at each depth."""
    found: dict[tuple[str, int], str] = {}
    for path in paths:
        first, *rest = path.partition("?")[0].strip("/").split("/")
        found.setdefault((first, len(rest)), path)
    return {*found.values()}


def due_of(
    path: str, paths: Iterable[str], between: Collection[str] = ()
) -> dict[int, list[Gate]]:
    """The gates that a page passes, by width; fewer for those that are `between`."""
    if not path.startswith(OTHERS):
        return {PHONE: WORDS} if path in between and not IS_WHOLE else DUE
    is_whole = IS_WHOLE or path in first_of_a_kind(paths)
    return {PHONE: EVERY if is_whole else WORDS}
