"""Each gate sees the fault that it is there for, and nothing once it is mended."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.browser import gates

TODAY = f"{datetime.now(ZoneInfo('Asia/Tokyo')):%Y年%-m月%-d日}"
PRINT = "@media print { tr { break-inside: avoid } }"
# The gate, its fault, and the same without it.
FAULTS = [
    pytest.param(
        gates.axe, "<img src='data:,'>", "<img src='data:,' alt=''>", id="alt"
    ),
    pytest.param(
        gates.axe,
        "<p style='color: #666'>薄い</p>",
        "<p style='color: #555'>濃い</p>",
        id="enhanced contrast",
    ),
    pytest.param(
        gates.reflow,
        "<p style='width: 1400px'>広い</p>",
        "<p style='max-width: 1400px'>広い</p>",
        id="width",
    ),
    pytest.param(
        gates.reflow,
        "<div style='overflow: auto'><p style='width: 1400px'>広い</p></div>",
        "<div style='overflow: auto' class='scroll-x' role='region' tabindex='0'"
        " aria-label='表'><p style='width: 1400px'>広い</p></div>",
        id="a region without a name",
    ),
    pytest.param(
        gates.text_spacing,
        "<p style='width: 6em; height: 1.5em; overflow: hidden'>あいうえおか</p>",
        "<p style='width: 6em; min-height: 1.5em; overflow: hidden'>あいうえおか</p>",
        id="spacing",
    ),
    pytest.param(
        gates.double_text,
        "<p style='width: 5rem; height: 20px; border: 1px solid'>あいうえお</p>",
        "<p style='width: 5rem; min-height: 20px; border: 1px solid'>あいうえお</p>",
        id="zoom",
    ),
    pytest.param(
        gates.targets,
        "<p><a href='/'>次へ</a></p>",
        "<p><a href='/'>次</a>のページへ進みます。</p>",
        id="a link that stands alone",
    ),
    pytest.param(
        gates.no_motion,
        "<p style='transition: color 1s'>動く</p>",
        "<p style='transition: color 0s'>動かない</p>",
        id="motion",
    ),
    pytest.param(
        gates.current_is_marked,
        "<nav><a href='/a'>あ</a><a href='/b' aria-current='page'"
        " style='color: red'>い</a></nav>",
        "<nav><a href='/a'>あ</a><a href='/b' aria-current='page'"
        " style='border-bottom: 4px solid red'>い</a></nav>",
        id="current by colour",
    ),
    pytest.param(
        gates.forced_colours,
        "<nav><a href='/a' style='border: 4px solid transparent'>あ</a><a href='/b'"
        " aria-current='page' style='border: 4px solid red'>い</a></nav>",
        "<nav><a href='/a'>あ</a><a href='/b'"
        " aria-current='page' style='border: 4px solid red'>い</a></nav>",
        id="current by a clear border",
    ),
    pytest.param(
        gates.forced_colours,
        "<style>a:focus { outline: 0; box-shadow: 0 0 4px }</style><a href='/'>あ</a>",
        "<a href='/'>あ</a>",
        id="focus by shadow",
    ),
    pytest.param(
        gates.keyboard,
        "<style>a:focus { outline: none }</style><a href='/'>あ</a>",
        "<a href='/'>あ</a>",
        id="focus",
    ),
    pytest.param(
        gates.keyboard,
        "<a href='/'>あ</a><a href='/' tabindex='1'>い</a>",
        "<a href='/'>あ</a><a href='/'>い</a>",
        id="order",
    ),
    pytest.param(
        gates.keyboard,
        "<a href='/'>あ</a><p style='position: fixed; inset: 0'>い</p>",
        "<a href='/'>あ</a><p style='position: fixed; bottom: 0'>い</p>",
        id="covered",
    ),
    pytest.param(
        gates.skip_link,
        "<a href='#there'>本文へ</a><main id='here' tabindex='-1'>い</main>",
        "<a href='#here'>本文へ</a><main id='here' tabindex='-1'>い</main>",
        id="skip link",
    ),
    pytest.param(
        gates.paper,
        "<p style='color: #333'>灰</p>",
        "<p style='color: #000'>黒</p>",
        id="grey on paper",
    ),
    pytest.param(
        gates.paper,
        "<table><tr><td>行</td></tr></table>",
        f"<style>{PRINT}</style><table><tr><td>行</td></tr></table>",
        id="a row cut in two",
    ),
    pytest.param(
        gates.pdf,
        "<p>about:blank</p>",
        f"<p>about:blank {TODAY}</p>",
        id="a sheet without its date",
    ),
]


@pytest.mark.parametrize(("gate", "fault", "mended"), FAULTS)
def test_a_gate_sees_its_fault(blank_page, gate, fault, mended):
    refused = [is_refused(blank_page, gate, html) for html in (fault, mended)]
    assert refused == [True, False]


def is_refused(page, gate, html: str) -> bool:
    page.set_content(
        "<!DOCTYPE html><html lang='ja'><title>頁</title>"
        "<style>a:focus { outline: 3px solid }</style>"
        + (html if "<main" in html else f"<main><h1>頁</h1>{html}</main>")
    )
    page.evaluate(gates.GATES)
    return gate(page) != []
