"""Amounts in running text: a text names a row, and the page shows its value.

`[[cap:adult-ippan1]]` in any text becomes 「9,300円」 on a day when that cap holds.
An app above this one takes part by deriving a model from `Quotable`; so nothing
here needs to know which models those are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

CODE = re.compile(r"\[\[([a-z]+):([a-z0-9/-]+)\]\]")
_ANY_BRACKETS = re.compile(r"\[\[.*?\]\]", re.DOTALL)


class Quotable(models.Model):
    """A row whose value a text may name as `[[prefix:code]]`."""

    quote_prefix: ClassVar[str]
    # What `quote_code` walks along, so that one query fetches all.
    quote_related: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def quote_code(self) -> str:
        """The code that texts use; the same for all rows of one key."""
        raise NotImplementedError

    def as_quote(self) -> str:
        """The value as a reader sees it, with its unit."""
        raise NotImplementedError


def quotable_models() -> dict[str, type[Quotable]]:
    """Every model that texts may quote, by its prefix."""
    return {
        model.quote_prefix: model
        for model in apps.get_models()
        if issubclass(model, Quotable)
    }


class Quotes:
    """The values that texts may name, as they stand on one day.

    Fetches a model's rows (one query) the first time a text names one of them.
    """

    def __init__(self, *, on: date) -> None:
        self.day = on
        self._rows: dict[str, dict[str, Quotable]] = {}

    def get(self, prefix: str, code: str) -> str | None:
        """The value of `[[prefix:code]]`, or None where no row holds that day."""
        row = self.row(prefix, code)
        return row.as_quote() if row else None

    def row(self, prefix: str, code: str) -> Quotable | None:
        """The row that `[[prefix:code]]` names on that day."""
        if prefix not in self._rows:
            self._rows[prefix] = self._fetch(prefix)
        return self._rows[prefix].get(code)

    def _fetch(self, prefix: str) -> dict[str, Quotable]:
        model = self._models.get(prefix)
        if model is None:
            return {}
        rows = model._default_manager.all()
        if hasattr(rows, "on"):
            rows = rows.on(self.day)
        return {
            row.quote_code: row for row in rows.select_related(*model.quote_related)
        }

    @cached_property
    def _models(self) -> dict[str, type[Quotable]]:
        return quotable_models()


def named_codes(text: str) -> Iterable[tuple[str, str]]:
    """The (prefix, code) pairs that `text` names, in order."""
    return CODE.findall(text)


def check_codes(text: str) -> None:
    """Refuse a text that names a row which is not there, whatever its day."""
    written = _ANY_BRACKETS.findall(text)
    for brackets in written:
        if not CODE.fullmatch(brackets):
            raise ValidationError(
                f"{brackets} の書き方が読めません。"
                "[[cap:adult-ippan1]] のように書いてください。"
            )
    models_by_prefix = quotable_models()
    for prefix, code in named_codes(text):
        model = models_by_prefix.get(prefix)
        rows = (
            model._default_manager.select_related(*model.quote_related) if model else ()
        )
        if code not in {row.quote_code for row in rows}:
            raise ValidationError(
                f"[[{prefix}:{code}]] という金額・数字は登録されていません。"
                "コードを確かめてください。"
            )
