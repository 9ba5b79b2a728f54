"""The layering rule: a module imports from its own floor or below, never above."""

import ast
import sys
from collections.abc import Iterator
from importlib.util import resolve_name
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# The line of nouns: an app imports from those to its left.
LINE = [
    "texts",
    "facts",
    "staff",
    "services",
    "fees offices",
    "guide",
    "paper",
    "config",
]
BELOW = {
    app: {lower for earlier in LINE[:place] for lower in earlier.split()}
    for place, apps in enumerate(LINE)
    for app in apps.split()
}
FLOORS = [
    "domain",
    # what models are made of
    "natural_keys has_reading languages line_breaks requests responses"
    " effective provenance quoting rich_text wording office_words",
    "models",
    # the doors, each named for what it answers
    "translation translations text_columns content_version readings freshness"
    " text_checks errors"
    " catalogue comparison rulebook eligibility contradictions golden"
    " caps amounts asking estimates quick outlook fee_cases fee_facts"
    " importing choices conditions matching directory profile results_map"
    " export jsonld reports"
    " changes terms search shipped sheets columns since pdf worker outage",
    "fee_fields forms clashes papers_form answers fee_answers told last_pass middleware",
    # of the staff: what every form and list has in common
    "language between quoted standing form text_state"
    " translation_form translation_table writing base"
    " sources statistics readings_list server_errors users site",
    "context",
    "views admin templatetags management handout feeds",
    "urls sitemaps apps",
]
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names.split()}
MODULES = sorted(
    path.relative_to(ROOT)
    for app in BELOW
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts and path != ROOT / app / "__init__.py"
)


def floor(app: str, name: str) -> int:
    """A name that is not in FLOORS fails: a new kind of file is a decision."""
    return len(FLOORS) if app == "config" else FLOOR[name]


def imports(tree: ast.AST, path: Path) -> Iterator[list[str]]:
    """Each imported name in its parts: `from services.models import Fact` has three."""
    package = ".".join(path.parent.parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package)
            yield from ([*source.split("."), alias.name] for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_imports_from_its_own_floor_or_below(path):
    app, own = path.parts[0], floor(path.parts[0], path.with_suffix("").parts[1])
    for root, *rest in imports(ast.parse((ROOT / path).read_bytes()), path):
        if root in BELOW:
            assert root in BELOW[app] | {app}
            assert floor(root, rest[0]) <= own
        elif own == FLOOR["domain"]:
            assert root in sys.stdlib_module_names


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_imports_at_its_top_only(path):
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    tree = ast.parse((ROOT / path).read_bytes())
    inline = [
        name
        for node in ast.walk(tree)
        if isinstance(node, functions)
        for name in imports(node, path)
    ]
    assert inline == []


_TEXT_CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "npgettext"}


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_text_to_translate_stands_within_an_f_string(path):
    """Gettext 0.21 (Debian 12) does not find it there, 0.23 (Debian 13) does."""
    calls = [
        node.lineno
        for text in ast.walk(ast.parse((ROOT / path).read_bytes()))
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _TEXT_CALLS
    ]
    assert calls == []


# Modules of `offices` that may have a name which stands elsewhere too.
ASKED_FOR = {
    *("admin", "apps", "forms", "models", "translation", "urls", "views"),  # by Django
    "directory",  # a template library is called as the door that it writes out
}
# The same noun in these packages of one app is the same thing: row, form, page.
OF_ONE_NOUN = {"admin", "models", "views"}


def names_twice(names: Iterator[tuple[str, Path]]) -> dict[str, list[str]]:
    """Names that a file of `offices` shares with another file."""
    found: dict[str, set[Path]] = {}
    for name, path in names:
        found.setdefault(name, set()).add(path)
    return {
        name: sorted(map(str, paths))
        for name, paths in found.items()
        if len(paths) > 1 and any(path.parts[0] == "offices" for path in paths)
    }


def test_no_module_of_the_offices_has_a_name_that_stands_elsewhere():
    def modules() -> Iterator[tuple[str, Path]]:
        for path in MODULES:
            if path.stem not in {"__init__", *ASKED_FOR}:
                app, *between, _name = path.parts
                is_noun = len(between) == 1 and between[0] in OF_ONE_NOUN
                yield path.stem, Path(app, "a noun") if is_noun else path

    assert names_twice(modules()) == {}


def test_no_class_of_the_offices_has_a_name_that_stands_elsewhere():
    def classes() -> Iterator[tuple[str, Path]]:
        for path in MODULES:
            for node in ast.walk(ast.parse((ROOT / path).read_bytes())):
                # Django calls every command Command, and every options Meta.
                if isinstance(node, ast.ClassDef) and node.name not in (
                    "Command",
                    "Meta",
                ):
                    yield node.name, path

    assert names_twice(classes()) == {}
