"""The layering rule: a module imports from its own floor or below, never above."""

import ast
import sys
from collections.abc import Iterator
from importlib.util import resolve_name
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# The apps, and those that each may import.
BELOW = {
    "services": set(),
    "fees": {"services"},
    "offices": {"services"},
    "guide": {"services", "fees", "offices"},
    "config": {"services", "fees", "offices", "guide"},
}
FLOORS = [
    "domain",
    "effective provenance quoting natural_keys prose phrases languages wording"
    " responses",
    "models",
    "translation translations importing"
    # the doors, each named for what it answers
    " catalogue comparison rulebook eligibility golden facts caps estimates quick"
    " outlook directory changes freshness writing terms search furigana paper printed"
    " pdf printing readings"
    # of the directory: what to choose, what is asked, what is known, what goes out
    " choices conditions profile overview export jsonld reports",
    "forms answers middleware",
    "views api admin templatetags management context handout feeds",
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
