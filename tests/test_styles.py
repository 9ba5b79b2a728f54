"""The style sheets say each thing once, and nothing that no page shows."""

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib import admin
from django.contrib.staticfiles import finders

from config.one_sheet import SHEETS as SHEETS_OF_PAGES
from config.one_sheet import one_sheet
from tests import stylesheets
from tests.stylesheets import CSS, ROOT, SHEETS, TEMPLATES

OURS = [name for name in SHEETS if not name.startswith("admin/")]
STAFF = [name for name in SHEETS if name.startswith("admin/")]
DJANGO = [Path(app.__file__).parent for app in (admin, forms)]
PAGES = stylesheets.pages()
# What is not a page of the site has its own style sheets.
OTHERS = ["paper/handout/document.html", "paper/handout/book.html", "500.html"]
OTHERS += [f"paper/one/{one}.html" for one in ("fees", "offices", "services")]
OTHERS += ["paper/one/situations.html"]
# Classes that no template writes, with what does.
WRITTEN_BY_CODE = {
    "alone": "links of rich text (facts/rich_text.py)",
    "tile": "a pictogram on its ground (texts/templatetags/pictures.py)",
    "glyph": "a pictogram (texts/pictograms.py)",
    "big": "a large one, as a template asks for it",
    "nb": "what stays on one line (texts/line_breaks.py, texts/domain/ruby.py)",
    **dict.fromkeys(
        ["rule__routes", "rule__any", "rule__reason", "rule__way", "tag"],
        "what a rule asks for (services/templatetags/requirements.py)",
    ),
    "furigana": "the page, where readings are shown (texts/middleware.py)",
    "phrases": "the page, in easy Japanese (texts/middleware.py)",
} | {
    f"r{wide}": "a word as wide as its reading (texts/readings.py)"
    for wide in range(13)
}
MOST_LINES, MOST_SELECTORS = 260, 8


def words(*folders: Path, suffixes: str) -> set[str]:
    """All that could be a class in the files of some folders."""
    return {
        word
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in suffixes.split() and "migrations" not in path.parts
        for word in re.findall(r"[\w-]+", path.read_text())
    }


@pytest.mark.parametrize("sheet", OURS)
def test_every_rule_can_match_on_a_page(sheet):
    """A rule asks for classes; some page or document has them all at once."""
    found = {
        selector
        for prelude, _ in stylesheets.rules(sheet)
        for selector in stylesheets.selectors(prelude)
        if not any(
            stylesheets.can_match(page, selector, WRITTEN_BY_CODE)
            for page in [*PAGES, *OTHERS]
        )
    }
    assert found == set()


def test_every_class_that_a_condition_names_is_one_of_a_template():
    """Inside of `:is()`, `:not()` and `:has()`, too."""
    known = {
        name
        for sheet in OURS
        for name in stylesheets.classes(sheet)
        if name in WRITTEN_BY_CODE
        or any(stylesheets.has_class(page, name) for page in [*PAGES, *OTHERS])
    }
    assert {name for sheet in OURS for name in stylesheets.classes(sheet)} == known


def test_every_class_of_the_staffs_pages_is_ours_or_djangos():
    apps = [ROOT / app for app in "texts facts staff services fees offices".split()]
    written = words(TEMPLATES / "admin", suffixes=".html") | words(
        *apps, suffixes=".py"
    )
    written |= words(ROOT / "static" / "js", suffixes=".js")
    written |= words(*DJANGO, suffixes=".html .py .js .css")
    # Django puts them together: the column's name, the model's, the state's.
    made = re.compile(r"field-\w+|model-\w+|standing--[\w-]+|text-state--\w+|mt(-\w+)?")
    unknown = {
        name
        for sheet in STAFF
        for name in stylesheets.classes(sheet) - written
        if not made.fullmatch(name)
    }
    assert unknown == set()


@pytest.mark.parametrize("sheet", OURS)
def test_every_custom_property_that_is_read_is_given_and_the_other_way(sheet):
    given = set().union(*map(stylesheets.properties, OURS))
    read = set().union(*map(stylesheets.properties_read, OURS))
    assert stylesheets.properties(sheet) - read == set()
    assert stylesheets.properties_read(sheet) - given == set()


def test_the_staffs_custom_properties_are_djangos_or_are_given_and_read():
    django = "".join(path.read_text() for path in DJANGO[0].rglob("static/**/*.css"))
    given = set().union(*map(stylesheets.properties, STAFF))
    read = set().union(*map(stylesheets.properties_read, STAFF))
    assert {name for name in given - read if f"var({name}" not in django} == set()
    assert {name for name in read - given if f"{name}:" not in django} == set()


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_style_sheet_is_read_on_a_few_screens(sheet):
    assert len((CSS / sheet).read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_rule_is_for_a_long_list_of_things(sheet):
    lists = {prelude for prelude, _ in stylesheets.rules(sheet)}
    long = {one for one in lists if len(stylesheets.selectors(one)) > MOST_SELECTORS}
    assert long == set()


@pytest.mark.parametrize("sheet", OURS)
def test_no_rule_is_said_twice_at_one_place(sheet):
    """The same selectors and declarations do not come again in the same sheet."""
    every = [(one, " ".join(body.split())) for one, body in stylesheets.rules(sheet)]
    assert sorted(every) == sorted(set(every))


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_style_sheet_waits_for_another(sheet):
    assert "@import" not in (CSS / sheet).read_text()


def test_the_one_style_sheet_says_all_that_the_families_say(settings):
    """What it leaves out is comments and blank space."""
    families = {f"{name}.css" for name in SHEETS_OF_PAGES}
    assert families == {
        *(one for one in stylesheets.FAMILIES if one != "components/paper.css"),
        *("tokens.css", "base.css", "layout.css"),
    }
    said = [rule for one in SHEETS_OF_PAGES for rule in stylesheets.rules(f"{one}.css")]
    assert _bare(stylesheets.rules_of(one_sheet())) == _bare(said)


def _bare(rules: list[tuple[str, str]]) -> list[list[str]]:
    comment = re.compile(r"/\*.*?\*/", re.DOTALL)
    return [comment.sub("", " ".join(one)).split() for one in rules]


def test_the_one_style_sheet_is_found_where_django_looks(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    assert Path(finders.find("css/site.css")).read_text() == one_sheet()
    assert finders.find("css/no-such.css") is None


@pytest.mark.parametrize("page", PAGES)
def test_a_page_waits_for_one_style_sheet(page):
    """What is only for print holds up nothing."""
    linked = stylesheets.sheets_linked(page)
    assert [one for one in linked if not _is_for_print(one)] == ["site.css"]


def _is_for_print(sheet: str) -> bool:
    pages = ("base.html", "paper/handout/sheet.html")
    text = "".join((TEMPLATES / page).read_text() for page in pages)
    return f'\'css/{sheet}\' %}}" media="print"' in text
