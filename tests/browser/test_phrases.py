"""On the narrowest phone no protected word is broken across two lines."""

import pytest
from playwright.sync_api import Page

# Words shorter than a line: the others cannot help being broken.
WORDS = (
    "障がい者|障がいのある|障がい福祉課|就労(?:移行|定着|選択|継続)支援(?:[AB]型)?|[AB]型"
    "|支給決定|受給者証|相談支援専門員|サービス等利用計画"
)
PATHS = [
    "/", "/services/", "/services/b-gata/", "/compare/?list=1", "/glossary/", "/faq/",
    "/offices/", "/offices/office/yamaguchi-kikan/", "/check/",
    "/easy/services/b-gata/",
]  # fmt: skip
_BROKEN = """(words) => {
  const broken = [];
  let seen = 0;
  for (const place of document.querySelectorAll("h1, h2, h3, button, .button")) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    const letters = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest("rt")) continue;
      for (let at = 0; at < node.length; at += 1) letters.push([node, at]);
    }
    const text = letters.map(([node, at]) => node.data[at]).join("");
    for (const found of text.matchAll(new RegExp(words, "g"))) {
      const tops = new Set();
      const end = found.index + found[0].length;
      for (const [node, at] of letters.slice(found.index, end)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        for (const box of range.getClientRects()) tops.add(Math.round(box.bottom / 8));
      }
      seen += tops.size > 0;
      if (tops.size > 1) broken.push(`${place.tagName} ${found[0]}`);
    }
  }
  return [seen, broken];
}"""


@pytest.mark.parametrize("address", PATHS)
def test_no_protected_word_is_broken_across_lines(address, page: Page, site):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(site.url + address)
    _, broken = page.evaluate(_BROKEN, WORDS)
    assert broken == []


def test_words_are_found_and_a_broken_one_is_seen(blank_page: Page):
    blank_page.set_viewport_size({"width": 320, "height": 900})
    blank_page.set_content(
        '<h1 style="font-size: 40px; word-break: break-all">はたらく障がい者の人</h1>'
    )
    assert blank_page.evaluate(_BROKEN, WORDS) == [1, ["H1 障がい者"]]
