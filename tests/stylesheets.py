"""What the style sheets say and what the templates ask of them, for test_styles.py."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import tinycss2

ROOT = Path(__file__).parent.parent
CSS, TEMPLATES = ROOT / "static/css", ROOT / "templates"
SHEETS = sorted(path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css"))
FAMILIES = [name for name in SHEETS if name.startswith("components/")]
# What a template shows without naming it: code chooses it.
BESIDES = {
    "base.html": ["components/translation_note.html"],
    "paper/handout/sheet.html": ["paper/handout/sheet_body.html"],
    "paper/handout/document.html": ["paper/handout/sheet_body.html"],
    "paper/handout/sheet_body.html": ["paper/handout/blocks/*.html"],
    "paper/handout/book.html": [
        "paper/handout/blocks/*.html",
        "paper/handout/sources.html",
        "paper/handout/note.html",
    ],
}
# What a tag of our own shows.
TAGS = {
    "provenance": "components/provenance.html",
    "handout_origin": "paper/handout/origin.html",
}

_NESTED = ("media", "layer", "supports", "container")
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
_CLASS = re.compile(r'\bclass="([^"]*)"')
_OTHER = re.compile(r'{%-?\s*(?:include|extends)\s+"([^"]+)"')
_SHEET = re.compile(r"{% static ['\"]css/([^'\"]+)['\"] %}")
_LOOK = re.compile(r"{% block (?:look|turn) %}(.*?){% endblock %}", re.DOTALL)
_NAME = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
_STRING = re.compile(r'"[^"]*"')
_PARENT = re.compile(r'{% extends "([^"]+)" %}')
# What must not be there, or may be: nothing that a selector cannot do without.
_CONDITION = re.compile(r'"[^"]*"|:(?:not|is|where)\([^()]*(?:\([^()]*\)[^()]*)*\)')
# Stands where a template puts a value in.
_ANYTHING = "\0"


# --- style sheets -------------------------------------------------------------


@cache
def rules(sheet: str) -> list[tuple[str, str]]:
    """Each selector list of a sheet with its declarations, whatever it is nested in."""
    return rules_of((CSS / sheet).read_text())


def rules_of(css: str) -> list[tuple[str, str]]:
    """The same of a sheet's text."""
    return list(_rules(tinycss2.parse_stylesheet(css)))


def _rules(nodes: list) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if node.type == "qualified-rule":
            prelude = tinycss2.serialize(node.prelude).strip()
            yield prelude, tinycss2.serialize(node.content)
        elif (
            node.type == "at-rule" and node.content and node.lower_at_keyword in _NESTED
        ):
            yield from _rules(tinycss2.parse_rule_list(node.content))


def selectors(prelude: str) -> list[str]:
    """The selectors of a list; those inside of `:is()` belong to one."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(prelude):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append(prelude[start:place].strip())
            start = place + 1
    return [*parts, prelude[start:].strip()]


def classes(sheet: str) -> set[str]:
    """The classes that a sheet's selectors name."""
    return {
        name
        for prelude, _ in rules(sheet)
        for name in _NAME.findall(_STRING.sub("", prelude))
    }


def properties(sheet: str) -> set[str]:
    """The custom properties that a sheet gives a value."""
    return {
        name
        for _, body in rules(sheet)
        for name in re.findall(r"(?:^|[;\s])(--[\w-]+)\s*:", body)
    }


def properties_read(sheet: str) -> set[str]:
    """The custom properties whose value a sheet asks for."""
    return set(re.findall(r"var\(\s*(--[\w-]+)", (CSS / sheet).read_text()))


# --- templates ----------------------------------------------------------------


@cache
def text(template: str) -> str:
    return _COMMENT.sub("", (TEMPLATES / template).read_text())


@cache
def whole(template: str) -> set[str]:
    """A template with all that it extends and includes."""
    found, open_ones = set(), [template]
    while open_ones:
        name = open_ones.pop()
        if name not in found and (TEMPLATES / name).is_file():
            found.add(name)
            open_ones += _OTHER.findall(text(name))
            open_ones += [TAGS[tag] for tag in TAGS if f"{{% {tag} " in text(name)]
            open_ones += [p for one in BESIDES.get(name, ()) for p in _paths(one)]
    return found


def _paths(pattern: str) -> list[str]:
    return [path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob(pattern)]


def pages() -> list[str]:
    """The templates of the public pages: each extends base.html, directly or not."""
    staffs = ("admin/", "config/")
    every = [name for name in _paths("**/*.html") if not name.startswith(staffs)]
    parents = {name: _PARENT.findall(text(name)) for name in every}
    between = {parent for given in parents.values() for parent in given}
    return sorted(n for n in every if _root(n) == "base.html" and n not in between)


def _root(template: str) -> str:
    """What a template extends in the end; itself, when it extends nothing."""
    parents = _PARENT.findall(text(template))
    return _root(parents[0]) if parents else template


@cache
def classes_in(template: str) -> re.Pattern:
    """Matches each class that a template, without others, gives an element."""
    own = text(template)
    values = _CLASS.findall(_TAG.sub(_value, own))
    # These blocks of base.html stand inside of a class.
    values += [_TAG.sub(_value, one) for one in _LOOK.findall(own)]
    names = {
        re.escape(name).replace(re.escape(_ANYTHING), r"[\w-]*")
        for value in values
        for name in value.split()
        if name.strip(_ANYTHING)
    }
    return re.compile("|".join(sorted(names)) or "(?!)")


def _value(tag: re.Match) -> str:
    """A tag that puts something in leaves its mark; one that decides parts words."""
    return _ANYTHING if tag[0].startswith("{{") else " "


@cache
def has_class(template: str, name: str) -> bool:
    """Whether some element of a template, with all that it includes, has the class."""
    return any(classes_in(one).fullmatch(name) for one in whole(template))


def can_match(template: str, selector: str, given: Iterable[str] = ()) -> bool:
    """Whether a template has every class that a selector cannot do without.

    `given` are the classes that no template writes.
    """
    names = set(_NAME.findall(_CONDITION.sub("", selector))) - {*given}
    return all(has_class(template, name) for name in names)


def sheets_linked(page: str) -> list[str]:
    """The style sheets that a page links, by itself or through what it extends."""
    own = _SHEET.findall(text(page))
    parents = _PARENT.findall(text(page))
    return [*(one for name in parents for one in sheets_linked(name)), *own]
