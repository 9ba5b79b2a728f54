"""Writes a change's rows to the database: to look at them, or for good.

Rows that are altered are taken away and put back whole, so that two rows can change
places; what points to them is looked at when all is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, models

from staff.models import DRAFT_KEYS, Change, RowChange
from staff.recorded_rows import (
    Key,
    Values,
    columns_of,
    counts_its_keys,
    insert,
    is_same,
    model_of,
    next_keys,
    pointing_to,
    remove,
    rows_at,
)


@dataclass(frozen=True)
class RowClash:
    """Where a row is not any more as it was when the change was made.

    `column` is empty where the whole row is meant: it is gone, or there already.
    """

    row: RowChange
    column: str
    was: Any
    now: Any
    wanted: Any

    @property
    def sentence(self) -> str:
        name = self.row.name or self.row.table
        if self.column:
            return f"「{name}」は、この変更を作ったあとで、ほかの人が変えました。"
        if self.row.kind == RowChange.Doing.CREATED:
            return f"「{name}」は、もうあります。"
        return f"「{name}」は、この変更を作ったあとで、なくなりました。"


class NotAppliedError(Exception):
    """The change does not fit what is stored; nothing of it is written."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(sentences)
        self.sentences = sentences


def clashes_of(change: Change) -> list[RowClash]:
    """Where the rows of a change are other ones now than it was made from."""
    rows = list(change.rows.all())
    stored: dict[Key, Values] = {}
    for table in dict.fromkeys(row.table for row in rows):
        if model := model_of(table):
            found = rows_at(model, [row.key for row in rows if row.table == table])
            stored |= {(table, key): values for key, values in found.items()}
    return [
        clash
        for row in rows
        for clash in _clashes(row, stored.get((row.table, row.key)))
    ]


def _clashes(row: RowChange, now: Values | None) -> Iterator[RowClash]:
    if row.kind == RowChange.Doing.CREATED:
        if now is not None and not _is_drafts(row.key):
            yield RowClash(row, "", None, now, row.after)
    elif now is None:
        yield RowClash(row, "", row.before, None, row.after)
    else:
        for name, was in row.before.items():
            wanted = row.after.get(name)
            if name in now and not any(
                is_same(now[name], one) for one in (was, wanted)
            ):
                yield RowClash(row, name, was, now[name], wanted)


def apply(change: Change, *, for_good: bool = False) -> dict[Key, str]:
    """Write the rows of `change`, within a transaction of the caller's.

    Returns the keys that new rows got instead of a draft's: only `for_good` do they get
    others. What the change does not touch of a row stays as it is now. Raises
    NotAppliedError where something is missing that a row needs, or is there twice.
    """
    rows = [(row, model) for row in change.rows.all() if (model := model_of(row.table))]
    given = _keys_given(rows) if for_good else {}
    try:
        _write(rows, given)
        connection.check_constraints()
    except IntegrityError as error:
        raise NotAppliedError([_why(error)]) from error
    return given


def _write(
    rows: Sequence[tuple[RowChange, type[models.Model]]], given: dict[Key, str]
) -> None:
    """A statement for each doing and table, however many rows there are."""
    models_of = dict.fromkeys(model for _row, model in rows)
    its = {model: [row for row, of in rows if of is model] for model in models_of}
    new = {model: _new_rows(model, changes) for model, changes in its.items()}
    for model, changes in its.items():
        created = RowChange.Doing.CREATED
        remove(model, [row.key for row in changes if row.kind != created])
    for model, values in new.items():
        insert(model, [_with_keys(model, one, given) for one in values])


def _new_rows(model: type[models.Model], changes: Iterable[RowChange]) -> list[Values]:
    """The rows of a table that are there afterwards, whole, in their order."""
    altered = [row.key for row in changes if row.kind == RowChange.Doing.ALTERED]
    stored = rows_at(model, altered, lock=True) if altered else {}
    new: list[Values] = []
    for row in changes:
        if row.kind == RowChange.Doing.CREATED:
            new.append(row.after)
        elif row.kind == RowChange.Doing.ALTERED:
            if row.key not in stored:
                raise NotAppliedError([RowClash(row, "", {}, None, {}).sentence])
            new.append(stored[row.key] | row.after)
    return new


def _keys_given(
    rows: Iterable[tuple[RowChange, type[models.Model]]],
) -> dict[Key, str]:
    """For each new row whose key is a draft's or taken, one of the table's own."""
    wanted: dict[type[models.Model], list[Key]] = {}
    for row, model in rows:
        if row.kind == RowChange.Doing.CREATED and counts_its_keys(model):
            wanted.setdefault(model, []).append((row.table, row.key))
    given: dict[Key, str] = {}
    for model, places in wanted.items():
        taken = rows_at(model, [key for _table, key in places])
        new = [at for at in places if _is_drafts(at[1]) or at[1] in taken]
        keys = map(str, next_keys(model, len(new)))
        given |= dict(zip(new, keys, strict=True))
    return given


def _with_keys(
    model: type[models.Model], values: Values, given: dict[Key, str]
) -> Values:
    """The row with the keys that it and those it names were given."""
    found = {name: given[at] for name, at in pointing_to(model, values) if at in given}
    pk = model._meta.pk.attname
    own = given.get((model._meta.label_lower, str(values[pk])))
    known = columns_of(model)
    kept = {name: value for name, value in values.items() if name in known}
    return kept | found | ({pk: own} if own else {})


def _is_drafts(key: str) -> bool:
    return key.isdecimal() and int(key) >= DRAFT_KEYS


def _why(error: IntegrityError) -> str:
    told = str(error).lower()
    if "unique" in told or "duplicate" in told:
        return (
            "同じコードや同じ名前の行が、もうあります。この変更を作ったあとで、ほかの人が"
            "作りました。変更を開いて、コードか名前を変えてください。"
        )
    return (
        "この変更が使う行が、いまはありません（ほかの人が消しました）。"
        "変更を開いて、その行を使わないように直してください。"
    )
