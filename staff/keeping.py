"""Puts recorded rows into a change, together with what it has of them already."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models

from staff.models import DRAFT_KEYS, Change, ChangeState, FormerAddress, RowChange
from staff.recorded_rows import (
    Key,
    Values,
    counts_its_keys,
    differing,
    model_of,
    pointing_to,
    rows_at,
)
from staff.row_recording import RecordedRow
from texts.models import Translation

_LONGEST = 200
_STATE = Translation._meta.label_lower


def keep(
    change: Change, rows: Sequence[RecordedRow], form: Key | None = None
) -> dict[Key, str]:
    """Write `rows` down in `change`; returns the draft's keys of new rows.

    `form` is the row in whose form they were written. A row that the change has already
    keeps its first `before`; one that is as it was at first is taken out.
    """
    known = {(row.table, row.key): row for row in change.rows.all()}
    is_draft = change.state != ChangeState.PUBLISHED
    given = _draft_keys(rows, known) if is_draft else {}
    if form:
        form = (form[0], given.get(form, form[1]))
    new = []
    for row in rows:
        at = row.place
        place = (at[0], given.get(at, at[1]))
        kept = known.get(place) or RowChange(change=change, table=at[0], key=place[1])
        kept.name = row.name or kept.name
        kept.form_table, kept.form_key = form or (kept.form_table, kept.form_key)
        before, after = _mapped(row, row.before, given), _mapped(row, row.after, given)
        if _takes(kept, before, after):
            new.append(kept) if kept.pk is None else kept.save()
        elif kept.pk:
            kept.delete()
    RowChange.objects.bulk_create(new)
    return given


def _takes(row: RowChange, before: Values, after: Values) -> bool:
    """Give `row` what became of it since its first `before`; whether it is a change."""
    if row.pk:
        is_new = row.kind == RowChange.Doing.CREATED
        before = {} if is_new else before | row.before
    names = differing(before, after)
    row.kind = _kind(before, after)
    if row.kind == RowChange.Doing.ALTERED:
        before = {name: before.get(name) for name in names}
        after = {name: after[name] for name in names}
    row.before, row.after = before, after
    return bool(names)


def _kind(before: Values, after: Values) -> str:
    if not before:
        return RowChange.Doing.CREATED
    return RowChange.Doing.ALTERED if after else RowChange.Doing.DELETED


def _draft_keys(
    rows: Sequence[RecordedRow], known: dict[Key, RowChange]
) -> dict[Key, str]:
    """A key for each new row that no row of the site will ever have."""
    used = [int(key) for _table, key in known if key.isdecimal()]
    last = max([DRAFT_KEYS, *(key for key in used if key >= DRAFT_KEYS)])
    new = [
        row.place
        for row in rows
        if not row.before
        and row.place not in known
        and counts_its_keys(row.model)
        and int(row.key) < DRAFT_KEYS
    ]
    taken = {int(row.key) for row in rows if row.key.isdecimal()}
    last = max([last, *(key for key in taken if key >= DRAFT_KEYS)])
    return {place: str(last + number) for number, place in enumerate(new, 1)}


def _mapped(row: RecordedRow, values: Values, given: dict[Key, str]) -> Values:
    """The row with the draft's keys in it."""
    if not values or not given:
        return values
    found = {
        n: int(given[at]) for n, at in pointing_to(row.model, values) if at in given
    }
    own = given.get(row.place)
    return values | found | ({row.model._meta.pk.attname: int(own)} if own else {})


def without(change: Change, row: RowChange) -> None:
    """Take `row` out of a draft, with what hangs on it: no half of a row stays."""
    going = with_what_hangs(change, row)
    change.rows.filter(pk__in=[one.pk for one in going]).delete()


def with_what_hangs(change: Change, row: RowChange) -> list[RowChange]:
    """`row` of a change with its rows that make no sense without it, in their order."""
    rows = list(change.rows.all())
    altered = [one.key for one in rows if _is_altered_state(one)]
    stored = rows_at(Translation, altered) if altered else {}
    found, more = {(row.table, row.key): row}, True
    while more:
        more = False
        for one in rows:
            at = (one.table, one.key)
            known = stored.get(one.key, {}) if _is_altered_state(one) else {}
            values = {**known, **one.before, **one.after}
            if at not in found and (
                _hangs_on(one, values, found) or _leads_from(one, found)
            ):
                found[at], more = one, True
    return [one for one in rows if (one.table, one.key) in found]


def _is_altered_state(row: RowChange) -> bool:
    return row.table == _STATE and row.kind == RowChange.Doing.ALTERED


def _hangs_on(row: RowChange, values: Values, going: dict[Key, RowChange]) -> bool:
    """Whether `row` makes no sense without one of `going`."""
    model = model_of(row.table)
    return model is not None and any(
        at in going
        and (row.table == _STATE or going[at].kind != RowChange.Doing.ALTERED)
        for _column, at in pointing_to(model, values)
    )


def _leads_from(row: RowChange, going: dict[Key, RowChange]) -> bool:
    """Whether `row` is the former address of one of `going`."""
    form = going.get((row.form_table, row.form_key))
    is_address = row.table == FormerAddress._meta.label_lower
    return is_address and form is not None and form.kind != RowChange.Doing.ALTERED


def main_row(
    rows: Sequence[RecordedRow], model: type[models.Model] | None
) -> RecordedRow:
    """The row that the rest was written with."""
    return next((row for row in rows if row.model is model), rows[0])


def title_for(rows: Sequence[RecordedRow], model: type[models.Model] | None) -> str:
    """What a change is called until somebody says it better."""
    main = main_row(rows, model)
    kind = main.model._meta.verbose_name
    doing = "作る" if not main.before else "直す" if main.after else "消す"
    name = main.name or str(kind)
    return f"{kind}「{name}」を{doing}"[:_LONGEST]
