"""Texts for readers are read where it is noted: by attribute, values(), or told."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from tests.test_architecture import MODULES, ROOT
from texts.languages import languages
from texts.translations import column_of, translated_models

# Staff see every language side by side, and pages for readers ask none of these.
OF_STAFF = {"admin", "management", "staff"}
BY_COLUMN = {
    "facts/text_checks.py": "what staff are told of the texts that they write",
    "fees/shares.py": "reads the number in a figure; its words are read by attribute",
    "guide/first_content.py": "which place of the lists is the site's own",
    "guide/models/glossary.py": "how words are read, by their Japanese names",
    "guide/models/identity.py": "how words are read, by their Japanese names",
    "guide/search/content.py": "whose text a sentence is; what is found is told",
    "guide/terms.py": "what staff are told of the words that they explain",
    "offices/choices.py": "what may be typed for a service; what is shown is noted",
    "offices/importing/derive.py": "what the log of an import tells staff",
    "offices/jsonld.py": "compares names as data have them, and shows none",
    "offices/models/office.py": "how names are read, and what searches compare",
    "offices/models/office_kind.py": "how words are read, by their Japanese names",
    "offices/places.py": "reads addresses and hours as data have them, shows neither",
    "offices/whereabouts.py": "the Japanese name and address at the door, as they are",
    "paper/columns.py": "digests of what stands on paper, shown nowhere",
    "services/models/fact.py": "what an answer may be, asked before it is saved",
}
PUBLIC = [
    path
    for path in MODULES
    if OF_STAFF.isdisjoint(path.parts)
    and path.parts[0] != "texts"
    and path.name != "translation.py"
]
_TAKES_LOOKUPS = {"values", "values_list", "F"}
_TAKES_COLUMNS = {"build_localized_fieldname", "column_of", "text_of"}


@cache
def _columns() -> re.Pattern[str]:
    names = {
        column_of(name, language)
        for fields in translated_models().values()
        for name in fields
        for language in languages()
    }
    return re.compile(f"(?:.*__)?(?:{'|'.join(sorted(names))})")


@cache
def _related() -> dict[str, set[str]]:
    """The translated fields at the other end of a relation, by the relation's name."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.related_model in translated_models():
                texts = translated_models()[field.related_model]
                found.setdefault(field.name, set()).update(texts)
    return found


def by_column(tree: ast.AST) -> set[str]:
    """The names by which a module takes a text in a language that it says itself."""
    return {
        name
        for node in ast.walk(tree)
        for name in (
            [node.id] if isinstance(node, ast.Name)
            else [node.attr] if isinstance(node, ast.Attribute)
            else [node.value] if isinstance(node, ast.Constant)
            else []
        )
        if isinstance(name, str)
        and (name in _TAKES_COLUMNS or _columns().fullmatch(name))
    }  # fmt: skip


def through_relations(tree: ast.AST) -> set[str]:
    """The texts of related rows that a query takes, which no descriptor reads."""
    return {
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and _called(node) in {"values", "values_list", "F"}
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        for *relations, name in [argument.value.split("__")]
        if relations and name in _related().get(relations[-1], ())
    }


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", None) or getattr(node.func, "id", "")


def test_the_list_of_those_that_may_names_modules_that_there_are():
    assert set(BY_COLUMN) <= set(map(str, PUBLIC))


@pytest.mark.parametrize("path", PUBLIC, ids=str)
def test_no_page_takes_a_text_that_it_does_not_note(path: Path):
    tree = ast.parse((ROOT / path).read_bytes())
    assert bool(by_column(tree)) is (str(path) in BY_COLUMN)
    assert through_relations(tree) == set()
    called = {_called(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert ("shown_text" in called) <= ("note_text" in called)


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ('rows.values_list("name_en", "order")', True),
        ('F("service__name_ja")', True),
        ("row.answer_ja_simple", True),
        ("getattr(row, build_localized_fieldname(name, code))", True),
        ('rows.values_list("name", "order")', False),
        ('"no such column_en"', False),
    ],
)
def test_a_text_taken_by_its_column_is_found(code, is_found):
    assert bool(by_column(ast.parse(code))) is is_found


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ('rows.values_list("service__name")', True),
        ('rows.annotate(a=F("type__service__short_name"))', True),
        ('rows.values("municipality__name")', False),
        ('rows.values_list("service__slug")', False),
    ],
)
def test_a_text_taken_through_a_relation_is_found(code, is_found):
    assert bool(through_relations(ast.parse(code))) is is_found
