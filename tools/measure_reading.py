#!/usr/bin/env python3
"""Measures how much a reader meets on each page: screens, heading, letters, pictures.

    python3 measure_reading.py http://127.0.0.1:8000 [/services/b-gata/ …]

Without addresses: every Japanese address of sitemap.xml (of offices the first three)
and a few that have a query. Chromium at 390 × 800 without JavaScript; each page in
Japanese, easy Japanese and English. Prints one line a page and language: screens
(height of the page / 800), y of the h1 in px, visible letters of <main> without blanks
and readings, links and pictures (svg, img) in <main>, and the share of letters in
elements that tell sources (class provenance or source). Exit status 1 where a budget is
passed. Needs playwright and a Chromium (CHROMIUM names it; /usr/bin/chromium else).
"""

import os
import re
import sys
import urllib.request

from playwright.sync_api import sync_playwright

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
WIZARD = re.compile(r"/(check|handout)/")
PICTURED = re.compile(
    r"/$|/(situations|services)/[^/]*/?$|/(fees|steps|offices)/$|/compare/"
)
QUERIES = ["/compare/?s=a-gata&s=b-gata", "/offices/search/?area=35203"]


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
    sources: told.reduce((sum, n) => sum + seen(n), 0),
    links: main.querySelectorAll('a').length,
    pictures: [...main.querySelectorAll('svg,img')]
      .filter((n) => n.checkVisibility()).length,
  };
}"""


def main(base: str, pages: list[str]) -> int:
    over = measured = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox"],
        )
        context = browser.new_context(
            viewport={"width": 390, "height": 800}, java_script_enabled=True
        )
        # Scripts of the page itself stay out: a reader without JavaScript counts.
        context.route("**/*.js", lambda route: route.abort())
        tab = context.new_page()
        print(f"{'page':42} lang screens   h1 letters links pictures sources")
        for page in pages:
            budget = next(
                screens for pattern, screens in BUDGETS if re.match(pattern, page)
            )
            for place, prefix in enumerate(("", "/easy", "/en")):
                measured += 1
                answer = tab.goto(base + prefix + page, timeout=60_000)
                if answer is None or answer.status != 200:
                    print(f"{prefix + page:47} answers {answer and answer.status}")
                    over += 1
                    continue
                found = tab.evaluate(MEASURE)
                screens = found["height"] / 800
                share = found["sources"] / max(1, found["letters"])
                marks = [
                    f"over {budget[place]} screens" if screens > budget[place] else "",
                    "h1 low"
                    if found["h1"] > (130 if WIZARD.match(page) else 200)
                    else "",
                    "sources over 5 %" if share > 0.05 and page != "/sources/" else "",
                    "no picture"
                    if PICTURED.match(page) and not found["pictures"]
                    else "",
                ]
                marks = [mark for mark in marks if mark]
                over += bool(marks)
                print(
                    f"{page:42} {('ja', 'easy', 'en')[place]:4} {screens:7.1f} "
                    f"{found['h1']:4} {found['letters']:7} {found['links']:5} "
                    f"{found['pictures']:8} {share:7.0%}"
                    f"  {', '.join(marks)}"
                )
        browser.close()
    print(f"{over} of {measured} over budget")
    return 1 if over else 0


if __name__ == "__main__":
    base = sys.argv[1].rstrip("/")
    sys.exit(main(base, sys.argv[2:] or all_pages(base)))
