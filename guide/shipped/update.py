"""New fixtures for a site that already runs: what staff changed stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.admin.utils import NestedObjects
from django.core.serializers.base import DeserializedObject
from django.core.serializers.python import Deserializer
from django.db import models, transaction
from django.db.models.deletion import ProtectedError, RestrictedError

from guide.models import ShippedRow
from guide.shipped.entries import Place, Rows, ShippedEntry, Values, editable
from texts.translations import record


@dataclass(frozen=True)
class KeptRow:
    """A row that staff changed, and that the new fixtures change as well."""

    row: models.Model
    entry: ShippedEntry
    # Of each field that we changed: as shipped before, as it is, as shipped now.
    versions: dict[str, tuple[object, object, object]]


@dataclass
class ContentUpdate:
    """What new fixtures do to a site, and what they leave to its staff."""

    added: list[ShippedEntry] = field(default_factory=list)
    changed: list[tuple[models.Model, ShippedEntry]] = field(default_factory=list)
    removed: list[models.Model] = field(default_factory=list)
    kept: list[KeptRow] = field(default_factory=list)
    # The entries whose rows are as we shipped them.
    untouched: list[ShippedEntry] = field(default_factory=list)
    # What stays although we no longer ship it, or is gone although we do; and why.
    left: list[tuple[str, str]] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)


def remember(entries: Iterable[ShippedEntry]) -> None:
    """Keep what files gave and what rows say now, as what the site was shipped with."""
    rows = Rows()
    ShippedRow.objects.bulk_create(
        [
            ShippedRow(label=label, key=key, given=entry.values, values=kept)
            for entry in entries
            if (found := rows.at(entry.place))
            for label, key in [entry.place]
            for kept in [_of_staff(entry, found[1])]
        ],
        update_conflicts=True,
        unique_fields=["label", "key"],
        update_fields=["given", "values", "offered"],
        batch_size=500,
    )


def plan_update(entries: Iterable[ShippedEntry]) -> ContentUpdate:
    """What the new fixtures would do to the site as it is; changes nothing."""
    update, rows = ContentUpdate(), Rows()
    known = {(row.label, row.key): row for row in ShippedRow.objects.all()}
    for entry in entries:
        shipped = known.pop(entry.place, None)
        found = rows.at(entry.place)
        if found is None:
            _plan_absent(entry, shipped, update)
        else:
            _plan_present(entry, shipped, found, update)
    _plan_removals(known, rows, update)
    return update


def _plan_absent(
    entry: ShippedEntry, shipped: ShippedRow | None, update: ContentUpdate
) -> None:
    if shipped is None:
        update.added.append(entry)
    elif _changed(entry.values, shipped.given):
        update.left.append((str(entry), "職員が消したので、入れません。"))


def _plan_present(
    entry: ShippedEntry,
    shipped: ShippedRow | None,
    found: tuple[models.Model, Values],
    update: ContentUpdate,
) -> None:
    row, now = found
    before = shipped.given if shipped else {}
    wanted = _changed(entry.values, before)
    is_touched = shipped is None or bool(_changed(shipped.values, now))
    if not is_touched:
        update.untouched.append(entry)
    if not wanted:
        return
    if not is_touched:
        update.changed.append((row, entry))
    elif _changed(entry.values, now):
        versions = {
            name: (before.get(name), now.get(name), entry.values[name])
            for name in wanted
        }
        update.kept.append(KeptRow(row, entry, versions))


def _plan_removals(
    known: dict[Place, ShippedRow], rows: Rows, update: ContentUpdate
) -> None:
    """What is shipped no longer goes, unless staff changed it or made use of it."""
    going = []
    for place, shipped in known.items():
        found = rows.at(place)
        if found and _changed(shipped.values, found[1]):
            update.left.append((_called(found[0]), "職員が直したので、消しません。"))
        elif found:
            going.append(found[0])
    for row in going:
        if _used_by_others(row, set(going)):
            update.left.append((_called(row), "使われているので、消しません。"))
        else:
            update.removed.append(row)


def _used_by_others(row: models.Model, going: set[models.Model]) -> bool:
    """Whether rows that stay would go with `row`, or hold it back."""
    collector = NestedObjects(using="default")
    collector.collect([row])
    taken = {one for rows in collector.data.values() for one in rows}
    others = (taken | collector.protected) - going
    return any(not one._meta.auto_created for one in others)


@transaction.atomic
def apply_update(update: ContentUpdate, entries: Iterable[ShippedEntry]) -> None:
    """Do what `update` says, all or nothing, and remember what was shipped."""
    _remove(update.removed)
    new = []
    for entry in update.added:
        [one] = Deserializer([entry.written], handle_forward_references=True)
        one.save()
        new.append(one)
    for row, entry in update.changed:
        _overwrite(row, entry)
    for one in new:
        if one.deferred_fields:
            one.save_deferred_fields()
    for row, entry in update.changed:
        _join(row, entry)
    # A machine wrote the shipped translations: no person has read them yet.
    made = [one.object for one in new] + [row for row, _entry in update.changed]
    record(made, is_machine_made=True)
    _remember_update(update, list(entries))


def _remove(rows: list[models.Model]) -> None:
    """Delete `rows`, those that hold others back first."""
    held = list(rows)
    while held:
        waiting = []
        for row in held:
            try:
                with transaction.atomic():
                    type(row)._default_manager.filter(pk=row.pk).delete()
            except (ProtectedError, RestrictedError):
                waiting.append(row)
        if len(waiting) == len(held):
            raise RuntimeError(f"These rows hold each other back: {held}")
        held = waiting


def _written(entry: ShippedEntry) -> DeserializedObject:
    [one] = Deserializer([entry.written], handle_forward_references=True)
    return one


def _overwrite(row: models.Model, entry: ShippedEntry) -> None:
    new = _written(entry).object
    columns = {column.name: column for column in row._meta.concrete_fields}
    for name in entry.values:
        column = columns.get(name)
        if column:
            setattr(row, column.attname, getattr(new, column.attname))
    row.save()


def _join(row: models.Model, entry: ShippedEntry) -> None:
    """Join `row` with what its entry names: everything is there by now."""
    [one] = Deserializer([entry.written])
    for name, others in (one.m2m_data or {}).items():
        getattr(row, name).set(others)


def _remember_update(update: ContentUpdate, entries: list[ShippedEntry]) -> None:
    remember([*update.added, *update.untouched])
    _forget({entry.place for entry in entries}, update.removed)
    for one in update.kept:
        label, key = one.entry.place
        offered = {"offered": one.entry.values}
        ShippedRow.objects.update_or_create(
            label=label,
            key=key,
            defaults=offered,
            create_defaults={"given": {}, "values": {}, **offered},
        )


def _forget(places: set[Place], removed: list[models.Model]) -> None:
    """What went is no longer what the site was shipped with."""
    labels = {row._meta.label_lower for row in removed}
    gone = [
        row.pk
        for row in ShippedRow.objects.filter(label__in=labels).only("label", "key")
        if (row.label, row.key) not in places
    ]
    ShippedRow.objects.filter(pk__in=gone).delete()


def _changed(values: Values, other: Values) -> list[str]:
    """The names whose value in `values` is another one in `other`."""
    return [name for name, value in values.items() if value != other.get(name)]


def _of_staff(entry: ShippedEntry, values: Values) -> Values:
    """What of a row is remembered: what staff can change, and what we gave it."""
    kept = editable(entry.model) | entry.values.keys()
    return {name: value for name, value in values.items() if name in kept}


def _called(row: models.Model) -> str:
    return f"{row._meta.verbose_name}「{row}」"
