"""Where a change shows: the pages, texts, golden cases and translations it touches.

Rows that the change makes or alters are looked at with it applied, those that it
deletes as they are now; nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models, transaction

from staff.applying import NotAppliedError, apply
from staff.base import StaffAdmin
from staff.beside_changes import Beside, beside_changes
from staff.judging import cases_on, judgement_of
from staff.language import column_name
from staff.models import Change, RowChange
from staff.page_rows import form_of
from staff.quoted import NamingPlace, codes_of, places_naming
from staff.recorded_rows import Key, model_of
from texts.languages import language_of
from texts.models import Translation
from texts.translations import column_of

_STATE = Translation._meta.label_lower
# So many rows are looked at; a change of more is told by the first of them.
MOST = 50
# So many codes are looked for at once: SQLite takes no deeper condition.
_CODES = 30


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """Something that shows a row: its name, where readers see it, where it is edited.

    `page` is an address of the site with the change applied; empty where it has none.
    """

    name: str
    page: str
    form: str


@dataclass(slots=True)
class PlacesOfRow:
    """Where one row of a change shows."""

    kind: str
    name: str
    page: str
    form: str
    texts: list[ShownPlace] = field(default_factory=list)
    outdated: list[ShownPlace] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlacesOfChange:
    """Where a change shows, row by row; `more` rows are left out.

    Golden cases look at several rows: they are told once.
    """

    rows: list[PlacesOfRow]
    cases: list[ShownPlace]
    more: int = 0


def places_of(change: Change) -> PlacesOfChange:
    """Where each row of `change` shows, those with a form of their own.

    What stands under another row shows where that does. Raises NotAppliedError where
    the change does not fit what is stored.
    """
    written = list(change.rows.all())
    keys = _keys(written)
    looked_at = keys[:MOST]
    deleted = RowChange.Doing.DELETED
    gone = {(row.table, row.key) for row in written if row.kind == deleted}
    with transaction.atomic():
        found = _stored([key for key in looked_at if key in gone])
        apply(change)
        found |= _stored([key for key in looked_at if key not in gone])
        rows = {key: found[key] for key in looked_at if key in found}
        told = {
            key: PlacesOfRow(
                kind=str(row._meta.verbose_name),
                name=str(row),
                page="" if key in gone else _page(row, change),
                form="" if key in gone else form_of(row),
            )
            for key, row in rows.items()
        }
        cases = _cases([row for key, row in rows.items() if key not in gone])
        _add_texts(told, rows, change)
        _add_outdated(told, written)
        transaction.set_rollback(True)
    return PlacesOfChange([*told.values()], cases, len(keys) - len(looked_at))


def in_preview(address: str, change: Change) -> str:
    """The address of a page with `change` applied, at the same place on it."""
    path, mark, place = address.partition("#")
    joined = "&" if "?" in path else "?"
    return f"{path}{joined}change={change.pk}{mark}{place}"


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


def _cases(rows: Sequence[models.Model]) -> list[ShownPlace]:
    return [ShownPlace(str(case), "", form_of(case)) for case in cases_on(rows)]


def _page(row: models.Model, change: Change) -> str:
    """Where readers see `row` with `change` applied; empty where they do not."""
    edited = admin.site._registry.get(type(row))
    address = edited.view_on_site(row) if isinstance(edited, StaffAdmin) else None
    return in_preview(address, change) if address else ""


def _add_texts(
    told: Mapping[Key, PlacesOfRow], rows: Mapping[Key, models.Model], change: Change
) -> None:
    known = codes_of([*rows.values()])
    codes = {key: known[row] for key, row in rows.items()}
    wanted = sorted({code for its in codes.values() for code in its})
    naming = [
        place
        for start in range(0, len(wanted), _CODES)
        for place in places_naming(wanted[start : start + _CODES])
    ]
    for key, its in codes.items():
        written = [f"[[{code}]]" for code in its]
        found = {
            (type(place.row), place.row.pk, place.field.name): place
            for place in naming
            if any(code in place.text for code in written)
        }
        told[key].texts = [_shown(place, change) for place in found.values()]


def _shown(place: NamingPlace, change: Change) -> ShownPlace:
    name = f"{place.row._meta.verbose_name}「{place.row}」の{column_name(place.field)}"
    form = f"{form_of(place.row)}#id_{place.field.name}"
    return ShownPlace(name, _page(place.row, change), form)


def _add_outdated(
    told: Mapping[Key, PlacesOfRow], written: Sequence[RowChange]
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
        place = told.get((f"{kind.app_label}.{kind.model}", str(state.object_id)))
        if place:
            place.outdated.append(_outdated(state, place))


def _outdated(state: Translation, place: PlacesOfRow) -> ShownPlace:
    model, language = state.content_type.model_class(), language_of(state.language)
    column = column_of(state.field, language)
    columns = {one.name: one for one in model._meta.fields} if model else {}
    name = column_name(columns[column]) if column in columns else state.field
    return ShownPlace(name, "", f"{place.form}#id_{column}")


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
