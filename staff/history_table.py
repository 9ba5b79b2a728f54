"""The history as a table: a line for each field that a published change changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone

from staff.models import Change, ChangeState
from staff.told_rows import ToldField, ToldForm, ToldRow, names_for, told_forms
from staff.told_values import name_of

_HEAD = [
    *("公開した日時", "書いた人", "承認した人", "題名", "種類", "行", "すること"),
    *("項目", "前", "後"),
]
_AT_ONCE = 50


def lines_of_history() -> Iterator[list[str]]:
    """The head, then every change from the first to the last, some at a time."""
    yield _HEAD
    published = Change.objects.filter(state=ChangeState.PUBLISHED)
    keys = list(published.order_by("published_at", "pk").values_list("pk", flat=True))
    for begin in range(0, len(keys), _AT_ONCE):
        some = published.filter(pk__in=keys[begin : begin + _AT_ONCE])
        changes = some.select_related("author", "approver").prefetch_related("rows")
        yield from _lines(list(changes.order_by("published_at", "pk")))


def _lines(changes: Sequence[Change]) -> Iterator[list[str]]:
    names = names_for([row for change in changes for row in change.rows.all()])
    for change in changes:
        head = _of(change)
        for form in told_forms(list(change.rows.all()), names):
            for row in form.rows:
                yield from (head + cells for cells in _cells(form, row))


def _of(change: Change) -> list[str]:
    at = timezone.localtime(change.published_at) if change.published_at else None
    approver = name_of(change.approver) if change.approver else ""
    day = f"{at:%Y-%m-%d %H:%M}" if at else ""
    return [day, name_of(change.author), approver, change.title]


def _cells(form: ToldForm, row: ToldRow) -> Iterator[list[str]]:
    doing = row.row.get_kind_display()
    if row.link:
        gone = [row.name, ""] if row.row.after == {} else ["", row.name]
        yield [form.kind, form.name, doing, row.kind, *gone]
        return
    for field in row.fields:
        yield [row.kind, row.name, doing, field.label, *_sides(field)]


def _sides(field: ToldField) -> list[str]:
    return [
        "".join(text for text, _is_marked in side or [])
        for side in (field.old, field.new)
    ]
