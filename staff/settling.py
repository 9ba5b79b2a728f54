"""Where a change does not fit any more: three versions to choose from, or a fourth."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from staff.applying import NotAppliedError, RowClash, apply, clashes_of
from staff.domain.marked_words import Parts
from staff.keeping import keep
from staff.models import Change, ChangeState, RowChange
from staff.recorded_rows import columns_of, differing, model_of, rows_at
from staff.row_recording import recording
from staff.told_rows import marked_values, names_for
from staff.told_values import (
    NOTHING,
    is_technical,
    label_of,
    language_code,
    told_value,
)
from texts.languages import language_of, languages, speaking

WAS, NOW, MINE, TYPED = "was", "now", "mine", "typed"
_GONE = "この変更を作ったあとで、だれかが消しました。"
_CHANGED = "消すことにしたあとで、だれかが内容を変えました。"
_THERE = "同じ番号の行が、もうあります。"


class NotSettledError(Exception):
    """Something is not chosen, or cannot be read; nothing is kept of the rest."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(sentences)
        self.sentences = sentences


@dataclass(frozen=True)
class OneText:
    """One of the versions to choose from."""

    code: str
    label: str
    parts: Parts


@dataclass(frozen=True)
class ClashingField:
    """One column with its versions, and what was chosen or typed so far."""

    clash: RowClash
    name: str
    label: str
    lang: str
    versions: list[OneText]
    is_typed: bool
    chosen: str = ""
    typed: str = ""


@dataclass(frozen=True)
class ClashingRow:
    """One row of which others have changed what this change does."""

    row: RowChange
    kind: str
    name: str
    told: str = ""
    fields: list[ClashingField] = field(default_factory=list)


def clashing_rows(change: Change, sent: Mapping[str, str]) -> list[ClashingRow]:
    """What is to be chosen, row by row, with what was sent filled in."""
    by_row: dict[RowChange, list[RowClash]] = {}
    for clash in clashes_of(change):
        by_row.setdefault(clash.row, []).append(clash)
    names = names_for(list(by_row)) if by_row else {}
    return [_row(row, its, names, sent) for row, its in by_row.items()]


def seen_versions(rows: Iterable[ClashingRow]) -> str:
    """By which it is known that what is stored is still what was chosen from."""
    now = [[one.name, one.clash.now] for row in rows for one in row.fields]
    whole = json.dumps(now, sort_keys=True, cls=DjangoJSONEncoder)
    return blake2b(whole.encode(), digest_size=8).hexdigest()


def _row(
    row: RowChange, clashes: list[RowClash], names: Mapping[Any, str], sent: Any
) -> ClashingRow:
    model = model_of(row.table)
    kind = str(model._meta.verbose_name) if model else row.table
    whole = ClashingRow(row, kind, names.get((row.table, row.key)) or row.name)
    if row.kind == RowChange.Doing.DELETED or not clashes[0].column:
        return _of_whole(whole, clashes, sent)
    columns = columns_of(model) if model else {}
    fields = [
        _field(clash, columns.get(clash.column), names, sent)
        for clash in clashes
        if not is_technical(columns.get(clash.column))
    ]
    told = "" if fields else "選ぶ文は、ありません。下のボタンで続けてください。"
    return replace(whole, told=told, fields=fields)


def _of_whole(whole: ClashingRow, clashes: list[RowClash], sent: Any) -> ClashingRow:
    """A row that is gone, there already, or changed while it was to be deleted."""
    row = whole.row
    is_gone = clashes[0].column == "" and clashes[0].now is None
    if row.kind == RowChange.Doing.DELETED:
        told = _GONE if is_gone else _CHANGED
        choices = [(NOW, "この変更から外す" if is_gone else "消さない")]
        choices += [] if is_gone else [(MINE, "それでも消す")]
    elif is_gone:
        told = _GONE
        choices = [(NOW, "消えたままにする")]
        if _deletion_of(row):
            choices.append((MINE, "もう一度作って、この変更の内容にする"))
    else:
        told = _THERE
        choices = [(NOW, "いまある行を残す"), (MINE, "この変更の内容にする")]
    name = f"c-{row.pk}"
    asked = ClashingField(
        replace(clashes[0], column=""),
        name,
        "この行をどうしますか",
        "",
        [OneText(code, label, []) for code, label in choices],
        is_typed=False,
        chosen=sent.get(name, ""),
    )
    return replace(whole, told=told, fields=[asked])


def _field(
    clash: RowClash,
    column: models.Field[Any, Any] | None,
    names: Mapping[Any, str],
    sent: Any,
) -> ClashingField:
    was, now, mine = (
        told_value(column, value, names)
        for value in (clash.was, clash.now, clash.wanted)
    )
    code, name = language_code(column), f"c-{clash.row.pk}-{clash.column}"
    typed = sent.get(f"t{name[1:]}", "")
    return ClashingField(
        clash,
        name,
        label_of(column, clash.column),
        language_of(code).html if code else "",
        [
            OneText(WAS, "もとの文", [(was, False)]),
            OneText(NOW, "いまの文", marked_values(was, now)[1]),
            OneText(MINE, "この変更の文", marked_values(was, mine)[1]),
        ],
        is_typed=_can_be_typed(column),
        chosen=sent.get(name, ""),
        typed=typed or ("" if mine == NOTHING else mine),
    )


def _can_be_typed(column: models.Field[Any, Any] | None) -> bool:
    typed = (models.CharField, models.TextField, models.IntegerField)
    return isinstance(column, typed) and not column.choices


# --- what was chosen -----------------------------------------------------------------


def settle(change: Change, sent: Mapping[str, str]) -> None:
    """Write what was chosen into the change, so that it fits again.

    Raises NotSettledError, with all that is wrong, before anything is written.
    """
    rows = clashing_rows(change, sent)
    values = {one.name: _chosen(one) for row in rows for one in row.fields}
    wrong = [value for value in values.values() if isinstance(value, ValidationError)]
    if wrong:
        raise NotSettledError([error.messages[0] for error in wrong])
    if sent.get("seen") != seen_versions(rows):
        raise NotSettledError(
            ["この画面を開いたあとで、また変わりました。もう一度見て、選んでください。"]
        )
    with transaction.atomic():
        locked = Change.objects.select_for_update().get(pk=change.pk)
        if not ChangeState(locked.state).is_open:
            raise NotSettledError(["この変更は、もう公開したか、取りやめました。"])
        _take_technical(locked, rows)
        for row in rows:
            for one in row.fields:
                if one.clash.column:
                    _take(one.clash, values[one.name])
                else:
                    _take_whole(one.clash, one.chosen)
        settle_derived(locked, [row.row for row in rows])


def _take_technical(change: Change, rows: Iterable[ClashingRow]) -> None:
    """What nobody is asked about begins where it is now; it is made anew after."""
    asked = {(one.clash.row.pk, one.clash.column) for r in rows for one in r.fields}
    for clash in clashes_of(change):
        if asked.isdisjoint({(clash.row.pk, clash.column), (clash.row.pk, "")}):
            _take(clash, clash.wanted)


def _chosen(asked: ClashingField) -> Any:
    clash = asked.clash
    codes = [version.code for version in asked.versions]
    if asked.chosen == TYPED and asked.is_typed:
        return _read(asked)
    if asked.chosen not in codes:
        return ValidationError(
            f"「{clash.row.name or clash.row.table}」の「{asked.label}」を、"
            "どれにするか選んでください。"
        )
    return {WAS: clash.was, NOW: clash.now, MINE: clash.wanted}[asked.chosen]


def _read(asked: ClashingField) -> Any:
    model = model_of(asked.clash.row.table)
    column = columns_of(model)[asked.clash.column] if model else None
    text = "\n".join(asked.typed.splitlines()).strip()
    try:
        value = column.clean(text, None) if column else text
    except ValidationError as error:
        told = f"「{asked.label}」を直してください：{error.messages[0]}"
        return ValidationError(told)
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _take(clash: RowClash, value: Any) -> None:
    """The column begins at what it is now, and becomes what was chosen."""
    row = RowChange.objects.get(pk=clash.row.pk)
    if value == clash.now:
        del row.before[clash.column], row.after[clash.column]
    else:
        row.before[clash.column], row.after[clash.column] = clash.now, value
    if row.before or row.after:
        row.save()
    else:
        row.delete()


def _take_whole(clash: RowClash, chosen: str) -> None:
    row = RowChange.objects.get(pk=clash.row.pk)
    if chosen == NOW:
        row.delete()
    elif row.kind == RowChange.Doing.DELETED:
        row.before = _stored(row)
        row.save()
    elif row.kind == RowChange.Doing.CREATED:
        now = _stored(row)
        names = differing(now, row.after)
        row.kind = RowChange.Doing.ALTERED
        row.before = {name: now.get(name) for name in names}
        row.after = {name: row.after.get(name) for name in names}
        row.save()
    elif gone := _deletion_of(row):
        row.kind, row.before = RowChange.Doing.CREATED, {}
        row.after = gone.before | row.after
        row.save()


def _stored(row: RowChange) -> dict[str, Any]:
    model = model_of(row.table)
    return rows_at(model, [row.key]).get(row.key, {}) if model else {}


def _deletion_of(row: RowChange) -> RowChange | None:
    """The published change that took the row away, which knows all of it."""
    gone = RowChange.objects.filter(
        table=row.table,
        key=row.key,
        kind=RowChange.Doing.DELETED,
        change__state=ChangeState.PUBLISHED,
    )
    return gone.order_by("-pk").first()


def settle_derived(change: Change, rows: Iterable[RowChange]) -> None:
    """What follows from the texts of `rows`: as a save makes it, kept in the change.

    Folded texts, the state of translations. A change that cannot be applied stays as it
    is: its page says why.
    """
    for row in rows:
        model = model_of(row.table)
        if model is None or model._meta.auto_created or _is_going(row):
            continue
        try:
            with transaction.atomic(), speaking(languages()[0]):
                apply(change)
                with recording() as made:
                    for found in model._base_manager.filter(pk=row.key):
                        found.save()
                written = made.rows()
                transaction.set_rollback(True)
        except NotAppliedError:
            return
        form = (row.form_table or row.table, row.form_key or row.key)
        keep(change, written, form)


def _is_going(row: RowChange) -> bool:
    return not RowChange.objects.filter(pk=row.pk).exclude(kind="deleted").exists()
