"""What a golden case of money may ask for: the values of an estimate, as they come."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError

from fees.admin.words import VALUES
from fees.models import IncomeBracket

_CODES, _AMOUNTS = ("notes", "ask"), ("refund_parts",)


def read_expected(told: Mapping[str, object]) -> dict[str, object]:
    """Return `told` when an estimate could come to it; every slip has its sentence."""
    brackets = list(IncomeBracket.objects.values_list("code", flat=True))
    slips = [_slip(name, value, brackets) for name, value in told.items()]
    if any(slips):
        raise ValidationError([slip for slip in slips if slip])
    return dict(told)


def _slip(name: str, value: Any, brackets: list[str]) -> str:
    """What is wrong with one value; nothing when it can be read."""
    if name not in VALUES:
        return f"「{name}」という項目はありません。{_instead(name)}"
    sentence = ""
    if name == "bracket":
        if value is not None and value not in brackets:
            sentence = f"{'、'.join(brackets)} のどれかか、null を書いてください。"
    elif name in _CODES:
        if not _is_list_of(str, value):
            sentence = '["meals-extra"] のように、コードをならべてください。'
    elif name in _AMOUNTS:
        if value is not None and not (
            _is_list_of(int, value) and all(map(_is_yen, value))
        ):
            sentence = "[4600, 0] のように、円をならべてください。"
    elif value is not None and not _is_yen(value):
        sentence = "0 か、それより大きい整数（円）か、null を書いてください。"
    return sentence and f"「{name}」：{sentence}"


def _instead(name: str) -> str:
    close = get_close_matches(name, VALUES, 1)
    if close:
        return f"「{close[0]}」のことですか。"
    return f"書けるのは {'、'.join(VALUES)} です。"


def _is_yen(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_list_of(kind: type, value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)
