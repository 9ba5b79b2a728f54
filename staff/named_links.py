"""Every address that stored texts and sources name, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.db.models import (
    CharField,
    Field,
    Model,
    QuerySet,
    TextField,
    URLField,
)

from facts.models import Source
from staff.language import column_name
from staff.page_rows import form_of
from texts.domain.links_in import links_in
from texts.languages import languages
from texts.translations import column_of, translated_models


@dataclass
class NamedLink:
    """One address: the texts that name it, each with the way to its field."""

    address: str
    is_source: bool = False
    places: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        return self.address.startswith("/")


def named_links() -> dict[str, NamedLink]:
    """By address, a query a model; what an import brought is not ours to mend."""
    found: dict[str, NamedLink] = {}
    for row, column, address, told in _all():
        link = found.setdefault(address, NamedLink(address))
        link.places.append((told, f"{form_of(row)}#id_{column}"))
        link.is_source |= isinstance(row, Source) and column == "url"
    return found


def _all() -> Iterator[tuple[Model, str, str, str]]:
    for model in admin.site._registry:
        columns = list(_linking_columns(model))
        if not columns or not getattr(model, "is_shown", True):
            continue
        for row in _rows(model):
            for column, read in columns:
                told = f"{model._meta.verbose_name}「{row}」の{column_name(column)}"
                for address in read(getattr(row, column.name) or ""):
                    yield row, column.name, address, told


def _linking_columns(
    model: type[Model],
) -> Iterator[tuple[Field[Any, Any], Callable[[str], list[str]]]]:
    """The columns in which an address may stand, and how it is read there."""
    texts = {
        column_of(name, language)
        for name in translated_models().get(model, ())
        for language in languages()
    }
    for column in model._meta.concrete_fields:
        if column.name in texts:
            yield column, links_in
        elif isinstance(column, URLField):
            yield column, _whole
        elif isinstance(column, CharField | TextField) and not column.choices:
            yield column, _own_lines


def _whole(text: str) -> list[str]:
    page = text.partition("#")[0]
    return [page] if page else []


def _own_lines(text: str) -> list[str]:
    """Addresses of pages of ours, one a line."""
    lines = [line.strip().partition("#")[0] for line in text.splitlines()]
    return [line for line in lines if line.startswith("/")]


def _rows(model: type[Model]) -> QuerySet[Model]:
    rows = model._default_manager.select_related()
    if "imported_from" in {one.name for one in model._meta.fields}:
        rows = rows.filter(imported_from=None)
    return rows
