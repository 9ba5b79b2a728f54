"""Recorded rows as staff read them: by the form they were written in, old and new."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.urls import reverse

from staff.domain.marked_words import Parts, marked
from staff.models import FormerAddress, RowChange
from staff.recorded_rows import Key, columns_of, model_of, pointing_to
from staff.told_values import (
    NOTHING,
    is_technical,
    label_of,
    language_code,
    told_value,
)
from texts.languages import language_of, languages, speaking
from texts.models import Translation
from texts.translations import translated_names

_STATE, _ADDRESS = Translation._meta.label_lower, FormerAddress._meta.label_lower
_FOLDED = (_STATE, _ADDRESS)


@dataclass(frozen=True)
class ToldField:
    """One column before and after; a side is None where there is no row."""

    row: RowChange
    column: str
    label: str
    lang: str
    old: Parts | None
    new: Parts | None


@dataclass(frozen=True)
class ToldRow:
    """One row: its fields, or the row that a field of many rows names."""

    row: RowChange
    kind: str
    name: str
    fields: list[ToldField]
    technical: list[str]
    link: str = ""


@dataclass(frozen=True)
class ToldForm:
    """The rows that were written in one form, the form's own first."""

    kind: str
    name: str
    address: str
    rows: list[ToldRow]
    # The texts whose state as a translation follows from this.
    states: list[str]
    # The addresses that will lead readers on, or say what stood there.
    addresses: list[str]
    row: RowChange | None

    @property
    def is_whole(self) -> bool:
        """Whether the form's own row comes or goes, with all that is under it."""
        return self.row is not None and self.row.kind != RowChange.Doing.ALTERED

    @property
    def is_gone(self) -> bool:
        return self.row is not None and self.row.kind == RowChange.Doing.DELETED


def told_forms(
    rows: Sequence[RowChange], names: Mapping[Key, str] | None = None
) -> list[ToldForm]:
    """`rows` by the form that they were written in, in the order of the changes."""
    names = names_for(rows) if names is None else names
    forms: dict[Key, list[RowChange]] = {}
    for row in rows:
        place = (row.form_table or row.table, row.form_key or row.key)
        forms.setdefault(place, []).append(row)
    return [_form(place, its, names) for place, its in forms.items()]


def _form(place: Key, rows: Sequence[RowChange], names: Mapping[Key, str]) -> ToldForm:
    own = next((row for row in rows if (row.table, row.key) == place), None)
    others = [row for row in rows if row is not own and row.table not in _FOLDED]
    model = model_of(place[0])
    shown = [*([own] if own else []), *others]
    return ToldForm(
        kind=_kind(model, place[0]),
        name=names.get(place, "") or (own.name if own else ""),
        address=address_of_form(place),
        rows=[told_row(row, names, place) for row in shown],
        states=_states([row for row in rows if row.table == _STATE]),
        addresses=[row.name for row in rows if row.table == _ADDRESS and row.after],
        row=own,
    )


def address_of_form(place: Key) -> str:
    """Where the row at `place` is edited; empty for what has no form."""
    model = model_of(place[0])
    if model is None or model not in admin.site._registry:
        return ""
    options = model._meta
    name = f"admin:{options.app_label}_{options.model_name}_change"
    return reverse(name, args=[place[1]])


def _kind(model: type[models.Model] | None, table: str) -> str:
    return str(model._meta.verbose_name) if model else table


def told_row(row: RowChange, names: Mapping[Key, str], place: Key) -> ToldRow:
    """One row as staff read it; `place` is the row whose form it is under."""
    model = model_of(row.table)
    columns = columns_of(model) if model else {}
    if model and model._meta.auto_created:
        return _link(row, model, names)
    fields, technical = [], []
    for name in _in_order(row, columns):
        field = columns.get(name)
        if is_technical(field):
            if field and _is_worth_a_word(field):
                technical.append(str(field.verbose_name))
        elif not _is_the_form(field, row, name, place):
            fields.append(_told_field(row, name, field, names))
    name = names.get((row.table, row.key)) or row.name
    kind = _kind(model, row.table)
    return ToldRow(row, kind, name, fields, technical)


def _is_worth_a_word(field: models.Field[Any, Any]) -> bool:
    """Whether a column of the program's own is more than a key or a text once more."""
    return not field.primary_key and field.name not in translated_names(field.model)


def _in_order(
    row: RowChange, columns: Mapping[str, models.Field[Any, Any]]
) -> Iterator[str]:
    """The columns that say something, as the model has them, a text's together."""
    named = {**row.before, **row.after}
    whole = row.kind != RowChange.Doing.ALTERED
    said = [name for name in named if not whole or named[name] not in (None, "", [])]
    order = {name: number for number, name in enumerate(columns)}
    yield from sorted(said, key=lambda name: order.get(name, len(order)))


def _is_the_form(
    field: models.Field[Any, Any] | None, row: RowChange, name: str, place: Key
) -> bool:
    """Whether the column only says that the row is under the form's own."""
    if field is None or not field.related_model:
        return False
    at = (field.related_model._meta.label_lower, str(row.after.get(name)))
    return at == place and (row.table, row.key) != place


def _told_field(
    row: RowChange,
    name: str,
    field: models.Field[Any, Any] | None,
    names: Mapping[Key, str],
) -> ToldField:
    code = language_code(field)
    old = told_value(field, row.before.get(name), names) if row.before else None
    new = told_value(field, row.after.get(name), names) if row.after else None
    if old is None or new is None:
        before = None if old is None else [(old, False)]
        after = None if new is None else [(new, False)]
    else:
        before, after = marked_values(old, new)
    lang = language_of(code).html if code else ""
    return ToldField(row, name, label_of(field, name), lang, before, after)


def marked_values(old: str, new: str) -> tuple[Parts, Parts]:
    """Two values with their differing words marked; that there is none is no word."""
    if NOTHING in (old, new):
        return [(old, old != NOTHING)], [(new, new != NOTHING)]
    return marked(old, new)


def _link(
    row: RowChange, model: type[models.Model], names: Mapping[Key, str]
) -> ToldRow:
    """「対象のサービス：＋就労移行支援」 of a row behind a field of many rows."""
    owner = cast("type[models.Model]", model._meta.auto_created)
    field = next(
        one
        for one in owner._meta.local_many_to_many
        if one.remote_field.through is model
    )
    values = row.after or row.before
    column = columns_of(model)[f"{field.m2m_reverse_field_name()}_id"]
    name = told_value(column, values.get(column.attname), names)
    sign = "－" if row.kind == RowChange.Doing.DELETED else "＋"
    return ToldRow(row, str(field.verbose_name), name, [], [], link=sign + name)


def _states(rows: Sequence[RowChange]) -> list[str]:
    """「翻訳のようす」: which texts, in one word each, without their digests."""
    told = []
    for row in rows:
        said = {**row.before, **row.after}
        if row.after.get("is_outdated") is True:
            told.append("日本語より古くなる文がある")
        elif row.kind == RowChange.Doing.DELETED:
            told.append("なくなる訳文がある")
        elif said.get("read_on") and row.after.get("read_on"):
            told.append("人が読んだ文がある")
        else:
            told.append("いまの日本語に合う文がある")
    return list(dict.fromkeys(told))


# --- the names of rows ---------------------------------------------------------------


def names_for(rows: Collection[RowChange], more: Iterable[Key] = ()) -> dict[Key, str]:
    """What the rows that `rows` are and name are called; one query a table.

    A row of a draft is called as the draft says, one that is gone as it was called.
    """
    known = {(row.table, row.key): row.name for row in rows if row.name}
    wanted = {*_named(rows), *more} - known.keys()
    found = known | _stored_names(wanted)
    return found | _former_names(wanted - found.keys())


def _named(rows: Iterable[RowChange]) -> Iterator[Key]:
    for row in rows:
        model = model_of(row.table)
        if row.form_table:
            yield row.form_table, row.form_key
        if model and row.table != _STATE:
            for values in (row.before, row.after):
                yield from (at for _column, at in pointing_to(model, values))


def _stored_names(wanted: Iterable[Key]) -> dict[Key, str]:
    keys: dict[str, list[str]] = {}
    for table, key in sorted(wanted):
        keys.setdefault(table, []).append(key)
    found: dict[Key, str] = {}
    with speaking(languages()[0]):
        for table, its in keys.items():
            if (model := model_of(table)) and not model._meta.auto_created:
                stored = model._base_manager.select_related().filter(pk__in=its)
                found |= {(table, str(row.pk)): str(row) for row in stored}
    return found


def _former_names(wanted: Iterable[Key]) -> dict[Key, str]:
    conditions = [Q(table=table, key=key) for table, key in sorted(wanted)]
    if not conditions:
        return {}
    any_of = conditions[0]
    for condition in conditions[1:]:
        any_of |= condition
    rows = RowChange.objects.filter(any_of).exclude(name="").order_by("pk")
    return {(row.table, row.key): row.name for row in rows.defer("before", "after")}
