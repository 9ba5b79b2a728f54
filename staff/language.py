"""The languages of a text's columns, by the names that staff know."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from django import forms
from django.conf import settings
from django.db.models import Field
from django.utils.translation import get_language_info

from texts.languages import language_of

_NAMES = {
    code: get_language_info(code)["name_local"] for code, _name in settings.LANGUAGES
}


@runtime_checkable
class TextColumn(Protocol):
    """A column that modeltranslation added to a field: its text in one language."""

    language: str
    translated_field: Field[Any, Any]


def column_name(column: Field[Any, Any]) -> str:
    """`説明（やさしい日本語）` for a column that modeltranslation added."""
    if not isinstance(column, TextColumn):
        return str(column.verbose_name)
    return f"{column.translated_field.verbose_name}（{_NAMES[column.language]}）"


def name_the_language(column: Field[Any, Any], field: forms.Field) -> None:
    """Label the form field of a text's column with its language, and mark it so."""
    if isinstance(column, TextColumn):
        field.label = column_name(column)
        field.widget.attrs["lang"] = language_of(column.language).html
