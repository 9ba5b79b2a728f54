"""Which texts name a row by its code, so that it is not taken away under them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import quote
from django.db.models import Field, Model, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from facts.effective import EffectiveDated
from facts.quoting import (
    Quotable,
    QuotableByField,
    check_codes,
    quotable_models,
)
from staff.language import TextColumn, column_name

_MOST_CONDITIONS = 300  # SQLite takes up to 1,000


@dataclass(frozen=True, slots=True)
class NamingPlace:
    """A text that names a code."""

    row: Model
    field: Field[Any, Any]

    @property
    def text(self) -> str:
        return getattr(self.row, self.field.name) or ""

    def as_link(self) -> SafeString:
        """A link to the form where staff can change the text."""
        options = self.row._meta
        address = reverse(
            f"admin:{options.app_label}_{options.model_name}_change",
            args=[quote(self.row.pk)],
        )
        return format_html(
            '{}「<a href="{}">{}</a>」の{}',
            options.verbose_name,
            address,
            self.row,
            column_name(self.field),
        )


def places_naming(codes: Collection[str]) -> list[NamingPlace]:
    """The texts of all languages that name one of `codes`; a query a model."""
    return places_with([f"[[{code}]]" for code in codes])


def places_with(written: Collection[str]) -> list[NamingPlace]:
    """The texts of all languages in which one of `written` stands."""
    if not written:
        return []
    return [
        NamingPlace(row, column)
        for model, columns in _text_columns().items()
        for row in _rows_with(model, columns, written)
        for column in columns
        if any(text in (getattr(row, column.name) or "") for text in written)
    ]


def full_code(row: Quotable) -> str:
    """`cap:adult-ippan1`: what stands between the brackets."""
    return f"{row.quote_prefix}:{row.quote_code}"


def codes_of(rows: Collection[Model]) -> dict[Model, set[str]]:
    """By which codes texts may name each row, one of its fields, or what it is in."""
    codes: dict[Model, set[str]] = {row: _own_codes(row) for row in rows}
    for model in quotable_models().values():
        for name in model.quote_related:
            part = model._meta.get_field(name).related_model
            its = [row.pk for row in rows if type(row) is part]
            for whole in _all(model).filter(**{f"{name}__in": its}) if its else ():
                codes[getattr(whole, name)] |= {*_codes(whole)}
    return codes


def _own_codes(row: Model) -> set[str]:
    if isinstance(row, QuotableByField):
        return {f"{row.quote_prefix}:{code}" for code in row.quote_codes}
    return {*_codes(row)} if isinstance(row, Quotable) else set()


def codes_without(gone: Iterable[Quotable], *, on: date) -> set[str]:
    """The codes that would have no value left if the rows `gone` went."""
    codes: set[str] = set()
    for model in {type(row) for row in gone}:
        leaving = [row for row in gone if type(row) is model]
        staying = _all(model).exclude(pk__in=[row.pk for row in leaving])
        codes |= {
            code
            for row in leaving
            for code in _codes(row)
            if not any(_can_replace(other, row, code, on=on) for other in staying)
        }
    return codes


def codes_built_on(part: Model) -> set[str]:
    """The codes that contain the code of `part`, such as a service or a bracket."""
    return {
        code
        for model in quotable_models().values()
        for name in model.quote_related
        if model._meta.get_field(name).related_model is type(part)
        for row in _all(model).filter(**{name: part.pk})
        for code in _codes(row)
    }


def _all(model: type[Quotable]) -> QuerySet[Quotable]:
    return model._default_manager.select_related(*model.quote_related)


def _codes(row: Quotable) -> list[str]:
    """Every code that names `row`, or may."""
    others = [f"{row.quote_prefix}:{code}" for code in row.other_codes]
    return [full_code(row), *others]


def _can_replace(other: Quotable, row: Quotable, code: str, *, on: date) -> bool:
    if code not in _codes(other):
        return False
    if not isinstance(row, EffectiveDated) or row.is_planned:
        return True
    assert isinstance(other, EffectiveDated)  # rows of one code are of one model
    return not other.is_planned and other.valid_from <= max(on, row.valid_from)


@cache
def _text_columns() -> dict[type[Model], list[Field[Any, Any]]]:
    """The columns of each model, one a language, whose texts may name codes."""
    columns: dict[type[Model], list[Field[Any, Any]]] = {
        model: [
            field
            for field in model._meta.fields
            if isinstance(field, TextColumn) and check_codes in field.validators
        ]
        for model in apps.get_models()
    }
    return {model: fields for model, fields in columns.items() if fields}


def _rows_with(
    model: type[Model], columns: list[Field[Any, Any]], written: Collection[str]
) -> Iterable[Model]:
    """Those that may have one of them: a database bears so many conditions at once."""
    rows = model._default_manager.select_related()
    if len(columns) * len(written) > _MOST_CONDITIONS:
        return rows.all()
    named = reduce(
        or_,
        (
            Q(**{f"{column.name}__contains": text})
            for column in columns
            for text in written
        ),
    )
    return rows.filter(named)
