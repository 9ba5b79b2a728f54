"""JSON that people write: shown line by line, its slips answered with a sentence."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput

_NULL = "\\u0000"


class WrittenJSON(forms.JSONField):
    """An object as JSON; None when nothing was written.

    Takes only what every database can hold.
    """

    def __init__(self, *, rows: int = 12, **kwargs: Any) -> None:
        area = forms.Textarea(
            {"rows": rows, "class": "vLargeTextField json-text", "spellcheck": "false"}
        )
        super().__init__(**kwargs, widget=area)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        told = _read(value)
        if not isinstance(told, dict):
            raise ValidationError("{ } で始めて終わる形で書いてください。")
        return told

    def bound_data(self, data: object, initial: object) -> object:
        """What was typed, as it was typed."""
        return initial if self.disabled else InvalidJSONInput(data or "")

    def prepare_value(self, value: object) -> Any:
        if isinstance(value, InvalidJSONInput) or value is None:
            return value
        return json.dumps(value, ensure_ascii=False, indent=2)


def _read(text: str) -> object:
    try:
        told = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse_constant
        )
        kept = json.dumps(told, ensure_ascii=False, allow_nan=False)
        kept.encode()
    except json.JSONDecodeError as error:
        raise ValidationError(
            f"{error.lineno}行目の{error.colno}文字目から、JSON として読めません。"
            '" と , と { } がそろっているか、確かめてください。'
        ) from None
    except (ValueError, RecursionError):
        # Half a character, a number without end, or brackets within brackets.
        raise ValidationError("使えない文字か、大きすぎる数があります。") from None
    if _NULL in kept:
        raise ValidationError("使えない文字があります。")
    return told


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys are all different."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValidationError(f"「{key}」が2回書かれています。1つにしてください。")
        found[key] = value
    return found


def _refuse_constant(name: str) -> None:
    raise ValidationError(f"{name} は使えません。数か null を書いてください。")
