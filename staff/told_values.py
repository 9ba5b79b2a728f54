"""What a column of a row says, in the words of staff."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from staff.language import TextColumn, column_name
from staff.recorded_rows import Key
from texts.translations import translated_names

NOTHING = "（なし）"
_WEEKDAYS = "月火水木金土日"
# Columns that the program keeps for itself beside those that no form has.
_OWN = ("_digest", "_norm", "_hash", "sha256")


def day_in_words(day: date) -> str:
    """`2027年4月1日（木）`."""
    weekday = _WEEKDAYS[day.weekday()]
    return f"{day.year}年{day.month}月{day.day}日（{weekday}）"


def moment_in_words(moment: datetime) -> str:
    """`2027年4月1日（木） 9:05`."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{day_in_words(local)} {local.hour}:{local:%M}"


def name_of(user: User | None) -> str:
    """Who did something; without a person, the program."""
    if user is None:
        return "プログラム"
    full = f"{user.last_name} {user.first_name}".strip()
    return f"{full}（{user.get_username()}）" if full else user.get_username()


def told_value(
    field: models.Field[Any, Any] | None, value: object, names: Mapping[Key, str]
) -> str:
    """`value` of a column as it is recorded; a row that it names by the row's name."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if field is None:
        return _as_text(value)
    if field.related_model:
        at = (field.related_model._meta.label_lower, str(value))
        return names.get(at) or f"{field.related_model._meta.verbose_name}{value}"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _as_text(_as_python(field, value))


def _as_python(field: models.Field[Any, Any], value: object) -> object:
    if not isinstance(field, models.DateField | models.TimeField):
        return value
    try:
        return field.to_python(value)
    except ValidationError:  # recorded before the column was another one
        return value


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, time):
        return f"{value.hour}:{value:%M}"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "、".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def label_of(field: models.Field[Any, Any] | None, name: str) -> str:
    """What the column is called in the form, with its language."""
    return column_name(field) if field is not None else name


def language_code(field: models.Field[Any, Any] | None) -> str:
    """The language of a text's column; empty for any other column."""
    return field.language if isinstance(field, TextColumn) else ""


def is_technical(field: models.Field[Any, Any] | None) -> bool:
    """Whether a column follows from others, or is the program's own."""
    if field is None:
        return False
    return (
        field.primary_key
        or not field.editable
        or field.name in translated_names(field.model)
        or field.name.endswith(_OWN)
    )
