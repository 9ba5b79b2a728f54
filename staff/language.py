"""The languages of a text's columns, by the names that staff know."""

from django import forms
from django.conf import settings
from django.db.models import Field
from django.utils.translation import get_language_info

from texts.languages import language_of

_NAMES = {
    code: get_language_info(code)["name_local"] for code, _name in settings.LANGUAGES
}


def column_name(column: Field) -> str:
    """`説明（やさしい日本語）` for a column that modeltranslation added."""
    original = getattr(column, "translated_field", None)
    if original is None:
        return str(column.verbose_name)
    return f"{original.verbose_name}（{_NAMES[column.language]}）"


def name_the_language(column: Field, field: forms.Field) -> None:
    """Label the form field of a text's column with its language, and mark it so."""
    if hasattr(column, "translated_field"):
        field.label = column_name(column)
        field.widget.attrs["lang"] = language_of(column.language).html
