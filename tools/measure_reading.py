#!/usr/bin/env python3
"""Measures how much a reader meets on each page: screens, heading, letters, pictures.

    python3 measure_reading.py http://127.0.0.1:8000 [/services/b-gata/ …]

Without addresses: every Japanese address of sitemap.xml (of offices the first three)
and a few that have a query. Chromium at 390 × 800 without JavaScript; each page in
Japanese, easy Japanese and English. Prints one line a page and language: screens
(height of the page / 800), y of the h1 in px, visible letters of <main> without blanks
and readings, links and pictures (svg, img) in <main>, and the share of letters in
elements that tell sources (class provenance or source), the elements of the page and
the kB of its document. Exit status 1 where a budget is passed. Needs playwright and a
Chromium (CHROMIUM names it; /usr/bin/chromium else).
"""

import os
import re
import sys
import urllib.request
from itertools import product

import brotli
from playwright.sync_api import Page, sync_playwright

# Address (a pattern) -> screens in ja, easy, en; the first that matches counts.
BUDGETS = [
    (r"/$", (3, 3.5, 3.5)),
    (r"/situations/[^/]+/$", (3.5, 4, 4.5)),
    (r"/services/$", (4, 5, 5)),
    (r"/services/[^/]+/$", (6, 7, 7)),
    (r"/services/[^/]+/.+", (8, 9, 10)),
    (r"/compare/\?", (6, 6, 8)),
    (r"/fees/$", (6, 7, 7)),
    (r"/fees/.+", (4, 5, 5)),
    (r"/steps/$", (7, 8, 9)),
    (r"/faq/$", (6, 7, 7)),
    (r"/faq/.+", (2, 2.5, 2.5)),
    (r"/offices/$", (5, 6, 6)),
    (r"/offices/search/", (10, 11, 11)),
    (r"/offices/office/.+", (4, 5, 5)),
    (r"/offices/[^/]+/$", (4, 5, 5)),
    (r"/glossary/", (6, 7, 8)),
    (r"/check/$", (2, 2.5, 2.5)),
    (r"/(sources|conditions)/", (40, 45, 45)),
    (r"/", (12, 12, 12)),
]
# Elements of a page, kB of its document as it is and in Brotli.
MOST = (3000, 60, 15)
# Pages that need more than the first two, largest in easy Japanese: a reading is two
# elements and 50 bytes.
LARGE = [
    # The whole rules of all services or of one, for who asks for all; all sources.
    (r"/conditions/\?all=1$", (7400, 160)),
    (r"/services/[^/]+/conditions/\?all=1$", (3500, 85)),
    (r"/sources/$", (4000, 100)),
    # What may stand on a handout.
    (r"/handout/$|/handout/\?", (3400, 105)),
    # Made to be printed and filled in: every question there is.
    (r"/check/sheet/$", (3000, 75)),
]
WIZARD = re.compile(r"/(check|handout)/")
PICTURED = re.compile(
    r"/$|/(situations|services)/[^/]*/?$|/(fees|steps|offices)/$|/compare/"
)
QUERIES = [
    "/compare/?s=a-gata&s=b-gata",
    "/offices/search/?area=35203",
    "/conditions/?all=1",
]


def all_pages(base: str) -> list[str]:
    """The site's own list of its pages, without those in another language."""
    with urllib.request.urlopen(f"{base}/sitemap.xml", timeout=60) as answer:
        found = re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", answer.read().decode())
    pages = [
        page for page in dict.fromkeys(found) if not re.match(r"/(easy|en)/", page)
    ]
    offices = [page for page in pages if page.startswith("/offices/office/")]
    return [page for page in pages if page not in offices[3:]] + QUERIES


MEASURE = """() => {
  const main = document.querySelector('main');
  const seen = (node) => {
    let text = '';
    const walk = (n) => {
      if (n.nodeType === 3) { text += n.nodeValue; return; }
      const unread = ['RT', 'RP', 'SCRIPT', 'STYLE'];
      if (n.nodeType !== 1 || unread.includes(n.tagName)) return;
      if (!n.checkVisibility()) return;
      n.childNodes.forEach(walk);
    };
    if (node) walk(node);
    return text.replace(/\\s/g, '').length;
  };
  const told = [...main.querySelectorAll('[class*=provenance],[class*=source]')]
    .filter((n) => !n.parentElement.closest('[class*=provenance],[class*=source]'));
  const h1 = document.querySelector('h1');
  return {
    height: document.documentElement.scrollHeight,
    h1: h1 ? Math.round(h1.getBoundingClientRect().top + scrollY) : -1,
    letters: seen(main),
    nodes: document.getElementsByTagName("*").length,
    sources: told.reduce((sum, n) => sum + seen(n), 0),
    links: main.querySelectorAll('a').length,
    pictures: [...main.querySelectorAll('svg,img')]
      .filter((n) => n.checkVisibility()).length,
  };
}"""


def is_budgeted(path: str) -> bool:
    """Whether the page has a budget: what a sheet of paper looks like has none."""
    return not re.match(r"(/easy|/en)?/(handout/(sheet|write)|p|sheet|search)/", path)


def faults_of(tab: Page, path: str, document: bytes) -> list[str]:
    """In what the page that a tab shows is beyond the budget of its kind."""
    return _faults(tab.evaluate(MEASURE) | weight(document), path)


def weight(document: bytes) -> dict[str, int]:
    """What a page weighs, as it is and as it is sent, in bytes."""
    return {
        "raw": len(document),
        "brotli": len(brotli.compress(document, quality=5)),
    }


def _faults(found: dict[str, int], path: str) -> list[str]:
    place = {"/easy": 1, "/en": 2}.get(path[: path.find("/", 1)], 0)
    page = path if place == 0 else path[path.index("/", 1) :]
    large = (own for pattern, own in LARGE if re.match(pattern, page))
    nodes, raw = next(large, MOST[:2])
    most = next(screens for pattern, screens in BUDGETS if re.match(pattern, page))
    share = found["sources"] / max(1, found["letters"])
    marks = {
        f"over {most[place]} screens": found["height"] / 800 > most[place],
        "h1 low": found["h1"] > (130 if WIZARD.match(page) else 200),
        "sources over 5 %": share > 0.05 and page != "/sources/",
        f"over {nodes} elements": found["nodes"] > nodes,
        f"over {raw} kB": found["raw"] > raw * 1000,
        f"over {MOST[2]} kB of Brotli": found["brotli"] > MOST[2] * 1000,
        "no picture": bool(PICTURED.match(page)) and not found["pictures"],
    }
    return [mark for mark, is_so in marks.items() if is_so]


def main(base: str, pages: list[str]) -> int:
    """Measure each page in each language; 1 where one is over its budget."""
    over = measured = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox"],
        )
        context = browser.new_context(viewport={"width": 390, "height": 800})
        # Scripts of the page itself stay out: a reader without JavaScript counts.
        context.route("**/*.js", lambda route: route.abort())
        tab = context.new_page()
        print(f"{'page':47} screens   h1 letters links pictures sources nodes  kB  br")
        for page, prefix in product(pages, ("", "/easy", "/en")):
            path = prefix + page
            measured += 1
            answer = tab.goto(base + path, timeout=60_000)
            if answer is None or answer.status != 200:
                print(f"{path:47} answers {answer and answer.status}")
                over += 1
                continue
            found = tab.evaluate(MEASURE) | weight(answer.body())
            faults = _faults(found, path)
            over += bool(faults)
            share = found["sources"] / max(1, found["letters"])
            print(
                f"{path:47} {found['height'] / 800:7.1f} {found['h1']:4} "
                f"{found['letters']:7} {found['links']:5} {found['pictures']:8} "
                f"{share:7.0%} {found['nodes']:5} {found['raw'] / 1000:3.0f} "
                f"{found['brotli'] / 1000:3.0f}  {', '.join(faults)}"
            )
        browser.close()
    print(f"{over} of {measured} over budget")
    return 1 if over else 0


if __name__ == "__main__":
    base = sys.argv[1].rstrip("/")
    sys.exit(main(base, sys.argv[2:] or all_pages(base)))
