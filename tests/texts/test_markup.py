"""A finished page cut into pieces: all of it, and each for what a browser takes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.domain.finish import annotate_html
from texts.domain.markup import attributes, tokens, with_value
from texts.domain.ruby import Readings

KNOWN = Readings([("人", "ひと")])
PIECES = st.sampled_from(
    ["<", ">", "</", "/>", "<!--", "-->", "<!", "<?", "<p", "<p>", "</p>", "<br/>",
     "<a href=", "'", '"', "=", "&", "&amp;", "&#12354;", "&#x", "<title>", "</title>",
     "<script>", "</script", "<textarea", " lang=en", ' lang="ja"', "人", "a", " ",
     "\n", "\x00", "\r\n", "<P TRANSLATE=no>", "<svg/>", "<option>", "]]>"]
)  # fmt: skip
ANY = st.one_of(st.lists(PIECES).map("".join), st.text())
# What our templates write, between what they do not.
WRITTEN = st.sampled_from(
    ["人", "B型", "（人", "。", "a", " ", "\n", "{人|ひと}", "{", "&amp;", "&#12354;",
     "<p>", '<p class="a">', "</p>", "<b>", "</b>", '<a id="/" x-lang="a">', "</a>",
     "<br>", "<i/>", '<img alt="人">', '<svg viewBox="0 0">', "<svg/>", "<path/>",
     "</svg>", "<option selected>", "</option>", "<title>", "</title>", "<html>",
     '<html lang="en">', "</html>", '<b lang="ja">', '<p lang="en">', '<u lang="en">',
     "</u>", '<a data-a="" translate="no">',
     "<ruby>{人|ひと}", '<rt aria-hidden=true>', "ひと</rt></ruby>"]
)  # fmt: skip


@given(ANY)
def test_the_pieces_are_the_page(html):
    assert "".join(token.html for token in tokens(html)) == html


@given(ANY.filter(lambda html: "{" not in html and "lang" not in html))
def test_a_page_with_nothing_to_change_goes_out_as_it_came_in(html):
    assert annotate_html(html, KNOWN, on=False) == html


def at_people(text: str) -> list[int]:
    return [at for at, letter in enumerate(text) if letter == "人"]


@given(
    st.lists(st.one_of(WRITTEN, WRITTEN, WRITTEN, PIECES), max_size=40).map("".join),
    st.sampled_from(["ja", "en"]),
    st.booleans(),
    st.sampled_from([None, at_people]),
)
def test_what_is_taken_in_one_match_is_what_is_looked_at_tag_by_tag(
    html, language, on, phrases
):
    # In an element with a language of its own, each tag is looked at.
    around = f'<x-page lang="{language}">'
    whole = annotate_html(html, KNOWN, on, language=language, phrases=phrases)
    each = annotate_html(f"{around}{html}", KNOWN, on, phrases=phrases)
    assert each == f"{around}{whole}"


def cut(html: str) -> list[str]:
    return [token.html for token in tokens(html)]


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param(["a < b & c > d"], id="marks that open nothing"),
        pytest.param(["<p title='>'>", "a", "</p>"], id="a mark within a value"),
        pytest.param(["<p title=it's>", "a"], id="a value without quotes"),
        pytest.param(["<!-- <p> -->", "a"], id="a tag within a comment"),
        pytest.param(["<!DOCTYPE html>", "\n", "<html>"], id="a doctype"),
        pytest.param(["a", "&amp;", "b", "&#12354;", "c"], id="entities"),
        pytest.param(["<script>", "1 < 2 <b>", "</script>"], id="a script"),
        pytest.param(["<TITLE>", "<p>", "</Title>"], id="a title in capitals"),
        pytest.param(["<titles>", "a", "<b>", "</titles>"], id="no title"),
        pytest.param(["<title>", "<p>"], id="a title without an end"),
        pytest.param(["<", "p"], id="a tag without an end"),
    ],
)
def test_a_page_is_cut_as_a_browser_cuts_it(pieces):
    assert cut("".join(pieces)) == pieces


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p LANG=en>人</p>", True, id="capitals, no quotes"),
        pytest.param("<p class='a' lang = 'en'>人</p>", True, id="spaces"),
        pytest.param("<p title=' lang=en'>人</p>", False, id="within a value"),
        pytest.param("<p data-lang=en>人</p>", False, id="of another name"),
        pytest.param("<br lang=en>人", False, id="of what has no text"),
        pytest.param("<p lang=en><p></p></p>人", False, id="closed again"),
    ],
)
def test_a_language_holds_for_what_is_in_its_element(html, expected):
    finished = annotate_html(html, Readings(), on=False)
    assert ('<span lang="ja">人</span>' in finished) is expected


@pytest.mark.parametrize(
    "html",
    [
        "<p translate=no>人</p>",
        "<p translate='no'><p>人</p>人</p>",
        "<title>人<b>人</b></title>",
        "<svg><svg>人</svg>人</svg>",
    ],
)
def test_what_is_not_to_be_changed_is_not(html):
    read = "<ruby>人<rt aria-hidden=true>ひと</rt></ruby>"
    assert annotate_html(f"{html}人", KNOWN) == f"{html}{read}"


def test_what_never_ends_leaves_the_rest_of_the_page_alone():
    html = '<input translate="no">{人|ひと}'
    assert annotate_html(html, KNOWN, on=False) == '<input translate="no">人'


def test_the_attributes_of_a_tag_are_read_as_a_browser_reads_them():
    tag = "<a HREF='/?a=1&amp;b=2' title=\"it's\" hidden data-x=1 rel = nofollow>"
    assert attributes(tag) == {
        "href": "/?a=1&b=2",
        "title": "it's",
        "data-x": "1",
        "rel": "nofollow",
    }


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("<a href='/x' title='/x'>", "<a href=\"/x!\" title='/x'>"),
        ("<a href='/?a=1&amp;b'>", '<a href="/?a=1&amp;b!">'),
        ("<a data-href=/x href=/x>", '<a data-href=/x href="/x!">'),
        ('<A HREF = "/x" >', '<A HREF = "/x!" >'),
        ("<a>", "<a>"),
    ],
)
def test_one_value_of_a_tag_is_changed_and_nothing_else(tag, expected):
    assert with_value(tag, "href", lambda value: f"{value}!") == expected
