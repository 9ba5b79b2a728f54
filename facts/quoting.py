"""Amounts and names in running text: a text names a row, the page shows its value.

`[[cap:adult-ippan1]]` in any text becomes 「9,300円」 on a day when that cap holds, and
`[[site:city]]` the name of the city that speaks. An app above this one takes part by
deriving a model from `Quotable`, or from `QuotableByField` where a code stands for a
field of the one row; so nothing here needs to know which models those are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from facts.provenance import Sourced
from facts.text_shape import check_shape
from texts.held import while_unchanged

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

    @property
    def other_codes(self) -> tuple[str, ...]:
        """What else texts may name it by where it is meant: `b-gata/latest`."""
        return ()

    def as_quote(self) -> str:
        """The value as a reader sees it, with its unit."""
        raise NotImplementedError

    def field_as_quote(self, code: str) -> str:
        """The value as a reader sees it where one of `other_codes` names it."""
        raise NotImplementedError

    @classmethod
    def quoted(cls, *, on: date | None = None) -> Iterable[Quotable | QuotedField]:
        """The rows that codes name on a day; all where no day is given."""
        rows = cls._default_manager.all()
        if on is not None and hasattr(rows, "on"):
            rows = rows.on(on)
        # The page that shows a figure says where it is from.
        own = ("source",) if issubclass(cls, Sourced) else ()
        return rows.select_related(*own, *cls.quote_related)


class QuotableByField(models.Model):
    """The one row of its model, whose fields texts may name as `[[prefix:code]]`."""

    quote_prefix: ClassVar[str]
    quote_codes: ClassVar[Sequence[str]]

    class Meta:
        abstract = True

    def field_as_quote(self, code: str) -> str:
        """What a reader sees for one of `quote_codes`, also where it is not known."""
        raise NotImplementedError

    @classmethod
    def quoted(cls, *, on: date | None = None) -> Iterable[QuotedField]:
        """What its codes name: the same on every day."""
        row = cls._default_manager.first()
        return [QuotedField(row, code) for code in cls.quote_codes if row]


@dataclass(frozen=True, slots=True)
class QuotedField:
    """A row as texts name it by another code than its own, such as one field of it."""

    row: QuotableByField | Quotable
    quote_code: str

    def as_quote(self) -> str:
        return self.row.field_as_quote(self.quote_code)


def quotable_models() -> dict[str, type[Quotable]]:
    """Every model whose rows texts may quote, by its prefix."""
    return {
        model.quote_prefix: model
        for model in apps.get_models()
        if issubclass(model, Quotable)
    }


def every_quotable() -> dict[str, type[Quotable | QuotableByField]]:
    """The same, and the models whose fields texts may name."""
    fields = {
        model.quote_prefix: model
        for model in apps.get_models()
        if issubclass(model, QuotableByField)
    }
    return {**quotable_models(), **fields}


class Quotes:
    """The values that texts may name, as they stand on one day.

    Asks for a model's rows the first time a text names one of them.
    """

    def __init__(self, *, on: date) -> None:
        self.day = on
        self._rows: dict[str, Mapping[str, Quotable | QuotedField]] = {}
        self._unsaid: list[Sourced] = []

    def get(self, prefix: str, code: str) -> str | None:
        """The value of `[[prefix:code]]`, or None where no row holds that day."""
        row = self.row(prefix, code)
        stored = row.row if isinstance(row, QuotedField) else row
        if isinstance(stored, Sourced):
            self._unsaid.append(stored)
        return row.as_quote() if row else None

    def take_unsaid(self) -> list[Sourced]:
        """What was quoted since this was last asked, whose source is yet to be said."""
        taken = list(dict.fromkeys(self._unsaid))
        self._unsaid.clear()
        return taken

    def row(self, prefix: str, code: str) -> Quotable | QuotedField | None:
        """The row or field that `[[prefix:code]]` names on that day."""
        if prefix not in self._rows:
            self._rows[prefix] = _rows_named(prefix, on=self.day)
        return self._rows[prefix].get(code)


@while_unchanged(most=64)
def _rows_named(prefix: str, *, on: date) -> Mapping[str, Quotable | QuotedField]:
    """What `[[prefix:…]]` may name on a day, by its code; one query."""
    model = every_quotable().get(prefix)
    found = model.quoted(on=on) if model else ()
    return {row.quote_code: row for row in found}


def _is_by_field(model: type[models.Model] | None) -> bool:
    return model is not None and issubclass(model, QuotableByField)


def named_codes(text: str) -> Iterable[tuple[str, str]]:
    """The (prefix, code) pairs that `text` names, in order."""
    return CODE.findall(text)


def hold_in_shape(column: models.Field[Any, Any]) -> None:
    """Have a text's column refuse what no page could show.

    Where the page does not put in values, a code would be shown as it is written.
    """
    if check_codes not in column.validators:
        # The column shares its list with the field that it was made of.
        column.validators = [*column.validators, check_without_codes]


def check_without_codes(text: str) -> None:
    """Refuse a text that cannot be shown, or that names a row where none is put in."""
    check_shape(text)
    if code := CODE.search(text):
        raise ValidationError(
            f"ここには {code.group()} のような数字や名前のコードは書けません。"
            "ふつうの文字で書いてください。"
        )


def check_codes(text: str) -> None:
    """Refuse a text that names a row which is not there, or that cannot be shown."""
    check_shape(text)
    written = _ANY_BRACKETS.findall(text)
    for brackets in written:
        if not CODE.fullmatch(brackets):
            raise ValidationError(
                f"{brackets} の書き方が読めません。"
                "[[cap:adult-ippan1]] のように書いてください。"
            )
    models_by_prefix = every_quotable()
    for prefix, code in named_codes(text):
        model = models_by_prefix.get(prefix)
        rows = model.quoted() if model else ()
        if code not in {row.quote_code for row in rows}:
            noun = "名前" if _is_by_field(model) else "金額・数字"
            raise ValidationError(
                f"[[{prefix}:{code}]] という{noun}は登録されていません。"
                "コードを確かめてください。"
            )
