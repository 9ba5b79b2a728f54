"""The code and the place of a new row, proposed from what it is called."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.db.models import Max, Model
from modeltranslation.settings import DEFAULT_LANGUAGE
from modeltranslation.utils import build_localized_fieldname

from facts.effective import EffectiveDated
from texts.domain.kana import KANJI
from texts.domain.romaji import romaji
from texts.readings import readings

_CODES = ("code", "slug")
# How it is read comes first: it says most surely how a row is called.
_NAMES = ("reading", "title", "name", "question", "label", "text", "term")
_LONGEST = 40
_NOT_IN_A_CODE = re.compile(r"[^a-z0-9]+")
_HAS_KANJI = re.compile(f"[{KANJI}]")
_EMPTY = "空のままで。名前から作ります"
_LAST = "空のままで。いちばん後になります"


def code_of(text: str) -> str:
    """`text` in Latin letters, as an address has them; empty where nothing is read.

    「工賃の話」 is `kochin-no-hanashi`, with the readings that the site knows.
    """
    parts = [""]
    for word in readings().words(unicodedata.normalize("NFKC", text)):
        read = "".join(reading or _HAS_KANJI.sub("-", base) for base, reading in word)
        is_kanji = any(reading for _base, reading in word)
        if is_kanji:
            parts += [read, ""]
        else:
            parts[-1] += read
    spelled = "-".join(romaji(part).casefold() for part in parts)
    return _cut(_NOT_IN_A_CODE.sub("-", spelled).strip("-"))


def _cut(code: str) -> str:
    """At the end of a word, where one ends early enough."""
    if len(code) <= _LONGEST:
        return code
    ends_at = code.rfind("-", _LONGEST // 4, _LONGEST + 1)
    return code[: ends_at if ends_at > 0 else _LONGEST]


def free_code(model: type[Model], field: str, wanted: str) -> str:
    """`wanted` or, where a row has it, `wanted-2` and so on; one query."""
    base = wanted or model._meta.model_name or "row"
    rows = model._default_manager.filter(**{f"{field}__startswith": base})
    taken = {*rows.values_list(field, flat=True)}
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


class ProposesCode(forms.ModelForm):
    """A form that asks for no code and no number, and takes those that are given.

    Rows that hold from a day on share their code, which texts name: staff choose it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self._is_new:
            return
        for name, told in (*((one, _EMPTY) for one in _CODES), ("order", _LAST)):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].widget.attrs["placeholder"] = told
        if "order" in self.fields and "order" not in (kwargs.get("initial") or {}):
            self.initial["order"] = None

    @property
    def _is_new(self) -> bool:
        is_dated = isinstance(self.instance, EffectiveDated)
        return self.instance._state.adding and not is_dated

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self._is_new:
            for name in _CODES:
                if name in self.fields and not self._is_given(name):
                    wanted = code_of(self._called())
                    cleaned[name] = free_code(type(self.instance), name, wanted)
            if "order" in self.fields and not self._is_given("order"):
                cleaned["order"] = self._last_place()
        return cleaned

    def _is_given(self, name: str) -> bool:
        """Whether something was typed, even what cannot be read."""
        return name in self.errors or self.cleaned_data.get(name) not in ("", None)

    def _called(self) -> str:
        for name in _NAMES:
            column = build_localized_fieldname(name, DEFAULT_LANGUAGE)
            for one in (column, name):
                if text := self.cleaned_data.get(one):
                    return str(text)
        return ""

    def _last_place(self) -> int:
        rows = type(self.instance)._default_manager
        return (rows.aggregate(last=Max("order"))["last"] or 0) + 1
