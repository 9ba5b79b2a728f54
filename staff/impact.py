"""Where a change shows: the pages, texts, golden cases and translations it touches.

Rows that the change makes or alters are looked at with it applied, those that it
deletes as they are now; nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models, transaction

from staff.applying import NotAppliedError, apply
from staff.beside_changes import Beside, beside_changes
from staff.judging import judgement_of
from staff.models import Change, RowChange
from staff.recorded_rows import Key, model_of
from staff.row_places import (
    PlacesOfRow,
    ShownPlace,
    own_places,
    told_cases,
    told_of,
    told_text,
    translations_of,
)
from texts.languages import language_of
from texts.models import Translation

_STATE = Translation._meta.label_lower
# So many rows are looked at; a change of more is told by the first of them.
MOST = 50


@dataclass(frozen=True, slots=True)
class PlacesOfChange:
    """Where a change shows, row by row; `more` rows are left out.

    Golden cases look at several rows: they are told once.
    """

    rows: list[PlacesOfRow]
    cases: list[ShownPlace]
    more: int = 0


def places_of(change: Change, *, form: Key | None = None) -> PlacesOfChange:
    """Where each row of `change` shows, those with a form of their own.

    What stands under another row shows where that does; with the `form` of one row,
    only what was written in it, and all its translations. Raises NotAppliedError where
    the change does not fit what is stored.
    """
    written = [
        row
        for row in change.rows.all()
        if form in (None, (row.form_table, row.form_key))
    ]
    keys = _keys(written)
    looked_at = keys[:MOST]
    deleted = RowChange.Doing.DELETED
    gone = {(row.table, row.key) for row in written if row.kind == deleted}
    with transaction.atomic():
        before = _stored(looked_at)
        found = {key: row for key, row in before.items() if key in gone}
        was_at = own_places(before)
        apply(change)
        found |= _stored([key for key in looked_at if key not in gone])
        rows = {key: found[key] for key in looked_at if key in found}
        here = {key: row for key, row in rows.items() if key not in gone}
        told = told_of(rows, here, own_places(rows) | was_at, change)
        _add_outdated(told, rows, written)
        if form:
            for key, row in here.items():
                told[key].translations = translations_of(row, told[key])
        cases = told_cases([*here.values()], change)
        transaction.set_rollback(True)
    return PlacesOfChange([*told.values()], cases, len(keys) - len(looked_at))


def places_of_row(row: models.Model, change: Change | None = None) -> PlacesOfChange:
    """Where `row` shows as it stands now; `change` is applied, if one is worked on."""
    rows = {(row._meta.label_lower, str(row.pk)): row}
    told = told_of(rows, rows, own_places(rows), change)
    for place in told.values():
        place.translations = translations_of(row, place)
    return PlacesOfChange([*told.values()], told_cases([row], change))


def _keys(rows: Iterable[RowChange]) -> list[Key]:
    """The rows that have a form of their own, or in whose form the others were."""
    keys: dict[Key, None] = {}
    for row in rows:
        if row.table == _STATE:
            continue
        for key in ((row.table, row.key), (row.form_table, row.form_key)):
            model = model_of(key[0]) if key[0] else None
            if model in admin.site._registry:
                keys[key] = None
                break
    return [*keys]


def _stored(keys: Iterable[Key]) -> dict[Key, models.Model]:
    """The rows at `keys` that are there; a query a table."""
    by_table: dict[str, list[str]] = {}
    for table, key in keys:
        by_table.setdefault(table, []).append(key)
    found: dict[Key, models.Model] = {}
    for table, its in by_table.items():
        if model := model_of(table):
            rows = model._base_manager.select_related().filter(pk__in=its)
            found |= {(table, str(row.pk)): row for row in rows}
    return found


def _add_outdated(
    told: Mapping[Key, PlacesOfRow],
    rows: Mapping[Key, models.Model],
    written: Sequence[RowChange],
) -> None:
    """The translations that say what the Japanese said before; while it is applied."""
    keys = [
        row.key
        for row in written
        if row.table == _STATE
        and row.after.get("is_outdated")
        and not row.before.get("is_outdated")
    ]
    for state in Translation.objects.filter(pk__in=keys).select_related("content_type"):
        kind = state.content_type
        at = (f"{kind.app_label}.{kind.model}", str(state.object_id))
        if at in told and at in rows:
            language = language_of(state.language)
            place = told_text(rows[at], state.field, language, told[at])
            told[at].outdated.append(place)


# --- on the page of a change --------------------------------------------------------


@beside_changes(rank=20)
def differences(change: Change, user: User) -> Beside | None:
    """What golden cases come to, which the approver says yes to."""
    try:
        judged = judgement_of(change)
    except NotAppliedError:
        return None  # the page says so already
    if not judged.faults and not judged.differences:
        return None
    context = {"judged": judged}
    return Beside("admin/staff/change_differences.html", context, mark=judged.token)


@beside_changes(rank=30)
def places(change: Change, user: User) -> Beside | None:
    """Where the change shows."""
    try:
        found = places_of(change)
    except NotAppliedError:
        return None
    context = {"places": found}
    return Beside("admin/staff/change_places.html", context) if found.rows else None
