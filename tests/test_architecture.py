"""The layering rule: a module imports from its own floor or below, never above."""

import ast
import sys
from collections import Counter, defaultdict
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
    "own_apps natural_keys pictograms has_reading content_version held languages"
    " line_breaks known_addresses responses requests saving effective provenance"
    " text_shape quoting published rich_text wording office_words",
    "models",
    # the doors, each named for what it answers
    "spreadsheet translation translations text_columns readings unread freshness"
    " readability text_checks errors"
    " catalogue comparison passages rulebook eligibility prospects contradictions"
    " golden short_way"
    " caps cases shares topics amounts asking estimates quick outlook fee_cases"
    " fee_facts"
    " importing section whereabouts traits joined_texts found_traits to_ask"
    " places place_words wishes trait_wishes choices conditions"
    " roll shared_rows matching directory neighbours profile_rows profile"
    " results_map export jsonld reports"
    " held_rows changes terms search shipped first_content new_city sheets columns"
    " since pdf worker outage safekeeping",
    "fee_fields forms clashes papers_form answers fee_answers told last_pass"
    " middleware",
    # of the staff: what every form and list has in common
    "roles passwords sessions known_device second_factor typed letting_in signing_in"
    " entrance recorded_rows row_recording applying judging keeping publishing"
    " drafting"
    " written_fields known_rows answerable language sender between quoted linking"
    " leaving gone moving_rows standing proposing form text_state"
    " told_values told_rows beside_changes change_page steps settling history_table"
    " translation_form translation_table writing unfilled base"
    " to_do tasks checked waiting own_answer page_rows placing look handbook fetching"
    " row_history"
    " named_links link_checks link_list daily_steps monday_mail tidying"
    " folded_search through_rows impact beside_changes"
    " site_places row_places row_status where"
    " sources statistics readings_list server_errors change_list office_rules"
    " users site",
    "context",
    "document",
    "views admin templatetags management handout one feeds health",
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


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in MODULES:
        yield path, ast.parse((ROOT / path).read_bytes())


# What imports by a name that is a string; nothing does, and nothing need.
HIDDEN = {"import_string", "import_module", "__import__", "find_spec", "importlib"}


def test_no_import_is_hidden_in_a_string():
    hidden = {
        str(path): name
        for path, tree in trees()
        for node in ast.walk(tree)
        for name in _names(node)
        if name in HIDDEN
    }
    assert hidden == {}


def test_an_address_of_ours_begins_as_the_site_is_set():
    """`build_absolute_uri` begins as a reader typed: `site_address` is to be used."""
    typed = {
        str(path)
        for path, tree in trees()
        for node in ast.walk(tree)
        if "build_absolute_uri" in _names(node)
    }
    assert typed == set()


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").split(".")[0], *(one.name for one in node.names)]
    return []


def test_only_middleware_sets_what_a_request_says():
    """A request of the admin is not looked at: its hooks hand over nothing else."""
    set_by = {
        (str(path), target.attr)
        for path, tree in trees()
        if "admin" not in path.parts and path.parts[0] != "staff"
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign)
        for whole in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for target in ast.walk(whole)
        if isinstance(target, ast.Attribute)
        and isinstance(target.value, ast.Name)
        and target.value.id == "request"
    }
    assert set_by == {
        ("config/middleware.py", "asked_day"),
        ("config/middleware.py", "day"),
        ("config/middleware.py", "language"),
        ("config/middleware.py", "path_info"),
        ("config/middleware.py", "today"),
        ("config/rates.py", "room_for_report"),
        ("config/preview.py", "preview"),
        ("texts/middleware.py", "furigana"),
    }


# --- one name, one thing --------------------------------------------------------------

# Folders that sort the files of an app: one noun may have a file in each of them.
SORTED = {"models", "admin", "views", "domain", "commands", "templatetags", "importing"}
NAMES_TWICE = {
    **dict.fromkeys(
        "admin apps commands forms formats management middleware models templatetags"
        " urls views".split(),
        "Django asks for it",
    ),
    "translation": "modeltranslation asks for it; what it keeps is a model's name",
    "domain": "the floor of an app that stands on the standard library alone",
    "context": "what every page has around it: the frame, and what is on its paper",
}
CLASSES_TWICE = {"Meta": "Django asks for it", "Command": "Django asks for it"}


def kind_of(path: Path) -> tuple[str, ...]:
    """The app of a module, and the folder there that sorts it."""
    return path.parts[0], *(part for part in path.parts[1:-1] if part in SORTED)


def test_no_two_modules_have_one_name():
    found: dict[str, list[Path]] = defaultdict(list)
    for path in {*MODULES, *(Path(app) / "__init__.py" for app in BELOW)}:
        is_package = path.name == "__init__.py"
        found[path.parent.name if is_package else path.stem].append(path)
    twice = {
        name
        for name, paths in found.items()
        if len({path.parts[0] for path in paths}) > 1
        or len(set(map(kind_of, paths))) < len(paths)
    }
    assert twice == set(NAMES_TWICE)


def test_no_two_classes_have_one_name():
    named = Counter(
        node.name
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    )
    twice = {name for name, times in named.items() if times > 1}
    assert twice == set(CLASSES_TWICE)
