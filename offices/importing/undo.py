"""The way back: an applied import is undone as one, or not at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import time
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone, translation

from offices.importing.bulk import chunks, count_anew, erase, insert, overwrite
from offices.importing.claim import locked
from offices.importing.trace import columns_of, prints_of, unpack_json
from offices.models import (
    ImportRun,
    ImportTrace,
    Office,
    OfficeArea,
    OfficeChange,
    OfficeService,
    OpeningHours,
    Organization,
    RunMode,
    RunState,
    TraceKind,
    Trait,
)

_NAMED = 10
# Listings before the offices that they are at, offices before who runs them.
_TABLES: dict[str, type[models.Model]] = {
    model.__name__: model for model in (OfficeService, Office, Organization)
}


class CannotUndo(Exception):  # noqa: N818 -- a verdict, as `Refused` is
    """An import that stays, and a sentence that says why."""


def undo(runs: Collection[ImportRun], *, by: User | None = None) -> None:
    """Put back every row of these applied imports, the newest first.

    All or nothing. Raises `CannotUndo` where somebody changed one of the rows since,
    and `Outrun` where another import is running.
    """
    with translation.override("ja"), locked():
        for run in sorted(runs, key=lambda run: -run.pk):
            stored = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
            _Undoing(stored, by).do()
        count_anew(Office, OfficeService, OpeningHours, OfficeArea)


class _Undoing:
    """One run on its way back."""

    def __init__(self, run: ImportRun, by: User | None) -> None:
        self.run = run
        self.by = by
        self.new = {
            model: self._keys(TraceKind.NEW, model) for model in _TABLES.values()
        }

    def do(self) -> None:
        self._refuse_what_is_not_applied()
        self._refuse_changed_rows()
        self._restore_rows()
        self._restore_fields()
        self._restore_hours()
        self._restore_traits()
        self._take_areas_away()
        self._take_new_rows_away()
        self._log(self._record())
        self.run.state = RunState.UNDONE
        self.run.undone_at = timezone.now()
        self.run.undone_by = self.by
        self.run.save(update_fields=["state", "undone_at", "undone_by"])

    def _parts(
        self, kind: TraceKind, model: type[models.Model] | None = None
    ) -> Iterator[Any]:
        traces = ImportTrace.objects.filter(run=self.run, kind=kind).order_by("pk")
        if model is not None:
            traces = traces.filter(table=model.__name__)
        for packed in traces.values_list("packed", flat=True).iterator(chunk_size=20):
            yield unpack_json(packed)

    def _keys(self, kind: TraceKind, model: type[models.Model]) -> set[int]:
        return {int(key) for part in self._parts(kind, model) for key in part}

    # --- whether it can be ---------------------------------------------------------

    def _refuse_what_is_not_applied(self) -> None:
        if self.run.state == RunState.UNDONE:
            raise CannotUndo(f"{self._number}は、もう取り消してあります。")
        if not self.run.is_in_force or not self.run.traces.exists():
            raise CannotUndo(
                f"{self._number}は、何も変えていません。取り消すものがありません。"
            )

    @property
    def _number(self) -> str:
        return f"取り込み {self.run.pk}"

    def _refuse_changed_rows(self) -> None:
        changed = Counter(self._changed_rows())
        changed.update(self._rows_that_came_since())
        if not changed:
            return
        named = list(changed)
        more = f"、ほか{len(named) - _NAMED}" if len(named) > _NAMED else ""
        raise CannotUndo(
            f"{self._number}のあとで、職員かほかの取り込みが変えた行があります："
            f"{'、'.join(named[:_NAMED])}{more}。"
            "取り消せません。何も変えていません。"
            "あとの取り込みが変えた行は、その取り込みを先に取り消してください。"
        )

    def _changed_rows(self) -> Iterator[str]:
        """The names of rows that are not as the import left them."""
        for kind in (TraceKind.NEW, TraceKind.AFTER):
            for model in _TABLES.values():
                for part in self._parts(kind, model):
                    now = prints_of(model, [int(key) for key in part])
                    other = [key for key, is_ in part.items() if now.get(key) != is_]
                    yield from _names(model, map(int, other))
        for model in (OfficeService, Office):
            for name, after, rows in self._parts(TraceKind.FIELD, model):
                keys = [key for key, _before in rows]
                now = dict(
                    model._base_manager.filter(pk__in=keys).values_list("pk", name)
                )
                yield from _names(
                    model, (key for key in keys if str(now.get(key)) != after)
                )

    def _rows_that_came_since(self) -> Iterator[str]:
        """The names of new offices and services that others hang on by now."""
        offices, listings = self.new[Office], self.new[OfficeService]
        areas = {
            (office, code)
            for part in self._parts(TraceKind.AREAS)
            for office, code in part
        }
        own: dict[type[models.Model], Callable[[Any], bool]] = {
            OfficeService: lambda row: row.pk in listings,
            OpeningHours: lambda row: row.service_id in listings,
            OfficeArea: lambda row: (row.office_id, row.municipality_id) in areas,
            OfficeChange: lambda row: True,
            Trait: lambda row: row.is_from_list,
        }
        for model, keys in ((Office, offices), (OfficeService, listings)):
            for relation in model._meta.related_objects:
                other, column = relation.related_model, relation.field.name
                is_own = own.get(other, lambda row: False)
                if other is OfficeChange:
                    continue
                for part in chunks(sorted(keys)):
                    rows = other._base_manager.filter(**{f"{column}__in": part})
                    rows = rows.defer("raw") if other is OfficeService else rows
                    yield from (str(row) for row in rows if not is_own(row))

    # --- the way back ---------------------------------------------------------------

    def _restore_rows(self) -> None:
        for model in _TABLES.values():
            columns = columns_of(model)
            fields = [_field(model, name) for name in columns]
            for part in self._parts(TraceKind.BEFORE, model):
                rows = [
                    model.from_db(
                        None,
                        columns,
                        [
                            field.to_python(value)
                            for field, value in zip(fields, row, strict=True)
                        ],
                    )
                    for row in part
                ]
                if model is Office:
                    # A form that is open has to notice.
                    for row in rows:
                        cast(Office, row).updated_at = timezone.now()
                overwrite(model, rows)

    def _restore_fields(self) -> None:
        for model in (OfficeService, Office):
            for name, _after, rows in self._parts(TraceKind.FIELD, model):
                by_value = defaultdict(list)
                for key, before in rows:
                    by_value[before].append(key)
                for before, keys in by_value.items():
                    value = _field(model, name).to_python(before)
                    model._base_manager.filter(pk__in=keys).update(**{name: value})

    def _restore_hours(self) -> None:
        for services, rows in self._parts(TraceKind.HOURS):
            erase(OpeningHours, services, column="service_id")
            insert(OpeningHours, [_hours(*row) for row in rows])

    def _restore_traits(self) -> None:
        """What the list said goes; what staff said since stays."""
        for services, rows in self._parts(TraceKind.BEFORE, Trait):
            Trait.objects.filter(listing__in=services, is_from_list=True).delete()
            there = set(
                Trait.objects.filter(listing__in=services).values_list(
                    "listing", "kind"
                )
            )
            Trait.objects.bulk_create(
                Trait(**row)
                for row in rows
                if (row["listing_id"], row["kind_id"]) not in there
            )

    def _take_areas_away(self) -> None:
        for part in self._parts(TraceKind.AREAS):
            for office, code in part:
                OfficeArea.objects.filter(office=office, municipality=code).delete()

    def _take_new_rows_away(self) -> None:
        offices, listings = sorted(self.new[Office]), sorted(self.new[OfficeService])
        erase(OpeningHours, listings, column="service_id")
        erase(OfficeChange, offices, column="office_id")
        for part in chunks(listings):
            OfficeChange.objects.filter(service__in=part).update(service=None)
        erase(OfficeService, listings)
        erase(Office, offices)
        for part in chunks(sorted(self.new[Organization])):
            # Who runs places of other imports as well stays.
            rows = Organization.objects.filter(pk__in=part, offices=None)
            keys = list(rows.values_list("pk", flat=True))
            OfficeChange.objects.filter(organization__in=keys).update(organization=None)
            erase(Organization, keys)

    def _record(self) -> ImportRun:
        """A run of its own, by which readings see that names may have changed."""
        run = self.run
        return ImportRun.objects.create(
            source_id=run.source_id, file_name=run.file_name, sha256=run.sha256,
            bytes=run.bytes, encoding=run.encoding, period=run.period,
            services=run.services, scope=run.scope, mode=RunMode.UNDO,
            state=RunState.OK, by=self.by, base=run, finished_at=timezone.now(),
        )  # fmt: skip

    def _log(self, record: ImportRun) -> None:
        """Tell each change the other way round."""
        for part in chunks(
            self.run.changes.exclude(office=None, organization=None).order_by("pk")
        ):
            OfficeChange.objects.bulk_create(
                OfficeChange(
                    office_id=change.office_id, service_id=change.service_id,
                    organization_id=change.organization_id, field=change.field,
                    old=change.new, new=change.old, by=self.by, run=record,
                )
                for change in part
            )  # fmt: skip


def _names(model: type[models.Model], keys: Iterable[int]) -> Iterator[str]:
    keys = list(keys)
    found: Mapping[int, models.Model] = model._base_manager.in_bulk(keys)
    for key in keys:
        yield str(found[key]) if key in found else f"消された行（番号 {key}）"


def _field(model: type[models.Model], column: str) -> models.Field[Any, Any]:
    """The field of a column; the key of another row is read as what it is."""
    field = next(one for one in model._meta.concrete_fields if one.attname == column)
    return field.target_field if isinstance(field, models.ForeignKey) else field


def _hours(
    office: int, service: int, day: str, opens: str, closes: str
) -> dict[str, object]:
    return {
        "office_id": office,
        "service_id": service,
        "day": day,
        "opens": time.fromisoformat(opens),
        "closes": time.fromisoformat(closes),
    }
