"""What a public page is made of: its rows, their texts, the numbers in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import Resolver404, resolve, reverse

from facts.quoting import QuotedField, Quotes, named_codes
from staff.to_do import may
from texts.languages import Language, languages, split
from texts.translations import Notes, column_of, text_of

_KEYS = ("slug", "code")


@dataclass(frozen=True, slots=True)
class PageText:
    """One text of one row, and the field in which it is changed."""

    row: Model
    field: str
    text: str
    address: str

    @property
    def label(self) -> str:
        names = {one.name: str(one.verbose_name) for one in self.row._meta.fields}
        return names[self.field]

    @property
    def told(self) -> str:
        """What it is, for a link: `よくある質問「…」の答え`."""
        return f"{self.row._meta.verbose_name}「{self.row}」の{self.label}"


def texts_on(notes: Notes, language: Language, user: User) -> list[PageText]:
    """The texts that a page has read and that `user` may change; a query a model."""
    wanted: dict[type[Model], dict[Any, list[str]]] = {}
    for model, pk, name in notes.read:
        if pk is not None and model in admin.site._registry:
            wanted.setdefault(model, {}).setdefault(pk, []).append(name)
    found: list[PageText] = []
    for model in sorted(wanted, key=lambda one: one._meta.label):
        if may(user, "change", model):
            rows = model._default_manager.select_related().in_bulk(list(wanted[model]))
            for pk in sorted(rows):
                found += _texts_of(rows[pk], wanted[model][pk], language)
    return found


def _texts_of(
    row: Model, names: Iterable[str], language: Language
) -> Iterator[PageText]:
    fields = [field.name for field in row._meta.get_fields()]
    for name in sorted(set(names), key=fields.index):
        own = text_of(row, name, language)
        shown = language if own else languages()[0]
        column = column_of(name, shown)
        text = own or text_of(row, name, shown)
        yield PageText(row, name, text, f"{form_of(row)}#id_{column}")


def form_of(row: Model) -> str:
    """The address of the form of a row that the admin knows."""
    options = row._meta
    name = f"admin:{options.app_label}_{options.model_name}_change"
    return reverse(name, args=[quote(row.pk)])


def own_rows(path: str, user: User) -> list[Model]:
    """The rows that have this page for their own: a service, an office, a question."""
    _, rest = split(path)
    try:
        found = resolve(rest)
    except Resolver404:
        return []
    keys = [value for value in found.kwargs.values() if isinstance(value, str)]
    return [
        row
        for model in admin.site._registry
        if keys and hasattr(model, "get_absolute_url") and may(user, "change", model)
        for name in _KEYS
        if name in {field.name for field in model._meta.concrete_fields}
        for row in model._default_manager.filter(**{f"{name}__in": keys})
        if rest.startswith(row.get_absolute_url().partition("#")[0])
    ]


def numbers_in(texts: Iterable[PageText], user: User, *, on: date) -> list[Model]:
    """The rows whose numbers and names the texts name by a code."""
    quotes = Quotes(on=on)
    codes = {code for one in texts for code in named_codes(one.text)}
    rows = [quotes.row(prefix, code) for prefix, code in sorted(codes)]
    stored = [row.row if isinstance(row, QuotedField) else row for row in rows if row]
    return [
        row
        for row in dict.fromkeys(stored)
        if type(row) in admin.site._registry and may(user, "change", type(row))
    ]
