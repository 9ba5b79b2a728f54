"""Form fields that read what people write: 令和9年4月1日, ９，３００円."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.contrib.admin import ModelAdmin, widgets
from django.contrib.admin.options import BaseModelAdmin
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from texts.domain.written_day import read_day

_Row = TypeVar("_Row", bound=models.Model)
HOW_TO_WRITE_A_DAY = (
    "日付として読めません。年・月・日の順に、年は4けたか、令和（R）で書いてください。"
    "例：2026年11月26日、2026/11/26、R8.11.26"
)
HOW_TO_WRITE_A_NUMBER = "数だけを書いてください。小数は使えません。例：9300"
HOW_TO_WRITE_A_FIGURE = "数だけを書いてください。例：34.178100"
TAKEN = (
    "「%(field_label)s」が同じ行が、もうあります。"
    "その行を直すか、ちがう値を入れてください。"
)
# A longer text is words, even where it has a rule.
_SHORT = 20
_WEEKDAYS = "月火水木金土日"
_HYPHENS = re.compile(r"(?<=\d)\s*[‐‑‒–—―−ー－]\s*(?=\d)")
_IN_BRACKETS = re.compile(r"\(?(0\d{1,4})\)?[\s-]*\(?(\d{1,4})\)?[\s-]*(\d{3,4})")
_AROUND = re.compile(r"[,、\s]|^[¥\\]|(?:円|人|名|件|日|回|歳|か月|単位)$")


def half_width(text: str) -> str:
    """`text` with figures, letters and the hyphens of numbers in half width."""
    return _HYPHENS.sub("-", unicodedata.normalize("NFKC", text)).strip()


def weekday_of(day: date) -> str:
    return f"（{_WEEKDAYS[day.weekday()]}）"


class DayInput(widgets.AdminDateWidget):
    """A day with its weekday beside it."""

    def render(self, name: str, value: Any, *args: Any, **kwargs: Any) -> SafeString:
        shown = super().render(name, value, *args, **kwargs)
        day = value if isinstance(value, date) else read_day(str(value or ""))
        told = weekday_of(day) if day else ""
        return format_html('{}<span class="weekday">{}</span>', shown, told)


class DayField(forms.DateField):
    """A day as Japanese people write it; a month first, as in America, is refused."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        day = read_day(value)
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class WholeNumberField(forms.IntegerField):
    """A whole number with whatever people write around it."""

    widget = forms.TextInput({"class": "vIntegerField", "inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(_bare(value))


class FigureField(forms.DecimalField):
    """A number with its fraction, in either width."""

    widget = forms.TextInput({"class": "vIntegerField", "inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(_bare(value))


class NarrowField(forms.CharField):
    """A number of a telephone or a postal code; the rule of the model judges it."""

    def to_python(self, value: Any) -> str:
        text = half_width(super().to_python(value) or "")
        phone = _IN_BRACKETS.fullmatch(text) if "(" in text else None
        return "-".join(phone.groups()) if phone else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What is too long is refused with a sentence, and not cut off unseen."""
        attrs = super().widget_attrs(widget)
        return {name: said for name, said in attrs.items() if name != "maxlength"}


class CodeField(forms.SlugField):
    """A code: letters and figures in half width."""

    def to_python(self, value: Any) -> str:
        return half_width(super().to_python(value) or "")


class AddressField(forms.URLField):
    """An address of the web."""

    def to_python(self, value: Any) -> str:
        text = (
            half_width(value) if isinstance(value, str) and _is_wide(value) else value
        )
        return super().to_python(text) or ""


class MailField(forms.EmailField):
    """An address for mail."""

    def to_python(self, value: Any) -> str:
        return half_width(super().to_python(value) or "")


def as_written(db_field: models.Field[Any, Any]) -> dict[str, Any]:
    """What a form's field for `db_field` is made of, where it reads as people write."""
    if db_field.choices or isinstance(db_field, models.DateTimeField):
        return {}
    if isinstance(db_field, models.DateField):
        return _told(DayField, DayInput, invalid=HOW_TO_WRITE_A_DAY)
    if isinstance(db_field, models.IntegerField):
        widget = WholeNumberField.widget
        return _told(WholeNumberField, widget, invalid=HOW_TO_WRITE_A_NUMBER)
    if isinstance(db_field, models.DecimalField):
        return _told(FigureField, FigureField.widget, invalid=HOW_TO_WRITE_A_FIGURE)
    if isinstance(db_field, models.SlugField):
        return {"form_class": CodeField}
    if isinstance(db_field, models.URLField):
        return {"form_class": AddressField, "assume_scheme": "https"}
    if isinstance(db_field, models.EmailField):
        return {"form_class": MailField}
    rule = _rule_of(db_field)
    if rule and (db_field.max_length or 0) <= _SHORT:
        told = {"max_length": _said_by(rule)}
        return {"form_class": NarrowField, "error_messages": told}
    return {}


def _told(form_class: type[forms.Field], widget: Any, *, invalid: str) -> dict:
    return {
        "form_class": form_class,
        "widget": widget,
        "error_messages": {"invalid": invalid},
    }


def _rule_of(db_field: models.Field[Any, Any]) -> Callable[[Any], None] | None:
    """What a text is written by, where that is more than a length."""
    if not isinstance(db_field, models.CharField):
        return None
    lengths = (
        validators.MaxLengthValidator,
        validators.ProhibitNullCharactersValidator,
    )
    return next((v for v in db_field.validators if not isinstance(v, lengths)), None)


def _said_by(rule: Callable[[Any], None]) -> str:
    """What `rule` says of a text that is none of its kind."""
    try:
        rule("?")
    except ValidationError as error:
        return str(error.messages[0])
    return "長すぎます。短く書いてください。"


def _bare(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _AROUND.sub("", half_width(value))


def _is_wide(text: str) -> bool:
    """Whether the address itself was typed in full width, and not a name in it."""
    return not text.strip().isascii() and half_width(text).isascii()


class ReadsAsWritten(BaseModelAdmin[_Row]):
    """For an admin and for rows in its form: fields read what people write."""

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        given = as_written(db_field) | kwargs
        field = super().formfield_for_dbfield(db_field, request, **given)
        if field and db_field.unique:
            field.error_messages["unique"] = TAKEN
        return field


def reading_as_written(admin_class: type[ModelAdmin[Any]]) -> type[ModelAdmin[Any]]:
    """`admin_class` with fields that read what people write, whoever wrote it."""
    if issubclass(admin_class, ReadsAsWritten):
        return admin_class
    own = {
        "__module__": admin_class.__module__,
        "__qualname__": admin_class.__qualname__,
        "__doc__": admin_class.__doc__,
    }
    return type(admin_class.__name__, (ReadsAsWritten, admin_class), own)
