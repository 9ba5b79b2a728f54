"""What nobody has looked at for too long, and what waits for a decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import (
    Count,
    ForeignKey,
    Model,
    Q,
    QuerySet,
    Window,
)
from django.db.models.options import Options

from facts.effective import EffectiveDated, Status
from facts.provenance import DueDay, Sourced, overdue

Models = Iterable[type[Model]]
_Checked = TypeVar("_Checked", bound=Sourced)


@dataclass(frozen=True, slots=True)
class Pending:
    """A row that somebody should look at, and since when."""

    row: Model
    since: date

    @property
    def row_options(self) -> Options[Model]:
        """The row's `_meta`, which templates cannot reach."""
        return self.row._meta

    @property
    def key(self) -> str:
        """By what a form names the row: its model and its key."""
        return f"{self.row._meta.label_lower}:{self.row.pk}"

    @property
    def kind(self) -> str:
        """What the row is, in the words of staff."""
        return str(self.row._meta.verbose_name)


@dataclass(frozen=True, slots=True)
class PendingRows:
    """The longest-waiting rows, and how many wait in all."""

    rows: tuple[Pending, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def overdue_rows(models: Models, *, on: date, limit: int) -> PendingRows:
    """The facts of `models` whose check is overdue; one query a model.

    Rows that are renewed together count as one, by what they are renewed from.
    """
    return _collect(_overdue(models, on=on), since=attrgetter("due_on"), limit=limit)


def count_overdue(models: Models, *, on: date) -> int:
    """How many `overdue_rows` there are; one query for all models."""
    return _count(_overdue(models, on=on))


def _overdue(models: Models, *, on: date) -> list[QuerySet[Any]]:
    models = list(models)
    one_by_one: list[QuerySet[Any]] = [
        needs_check(model, on=on).order_by(DueDay()) for model in _sourced(models)
    ]
    together = [
        model._default_manager.outdated(on=on)
        for model in models
        if hasattr(model._default_manager, "outdated")
    ]
    return [*one_by_one, *together]


def undecided_rows(models: Models, *, on: date, limit: int) -> PendingRows:
    """The planned rows of `models` whose day has come; one query a model."""
    starts = {model: start for model in models if (start := start_field(model))}
    return _collect(
        (_undecided(model, on=on).order_by(start) for model, start in starts.items()),
        since=lambda row: getattr(row, starts[type(row)]),
        limit=limit,
    )


def coming_rows(models: Models, *, on: date, limit: int) -> PendingRows:
    """The rows of `models` that begin after `on`, the next first; a query a model."""
    starts = {model: start for model in models if (start := start_field(model))}
    return _collect(
        (
            model._default_manager.filter(**{f"{start}__gt": on}).order_by(start)
            for model, start in starts.items()
        ),
        since=lambda row: getattr(row, starts[type(row)]),
        limit=limit,
    )


def count_undecided(models: Models, *, on: date) -> int:
    """How many `undecided_rows` there are; one query for all models."""
    return _count([_undecided(model, on=on) for model in models if start_field(model)])


def needs_check(model: type[_Checked], *, on: date) -> QuerySet[_Checked]:
    """The overdue rows of `model` that a reader can still meet, now or later."""
    rows = overdue(model, on=on).filter(model.checked_one_by_one())
    if issubclass(model, EffectiveDated):
        return rows.filter(_present(model, "pk", "valid_from", on=on))
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey) and issubclass(
            field.related_model, EffectiveDated
        ):
            start = f"{field.name}__valid_from"
            rows = rows.filter(_present(field.related_model, field.name, start, on=on))
    return rows


def _sourced(models: Models) -> list[type[Sourced]]:
    return [model for model in models if issubclass(model, Sourced)]


def start_field(model: type[Model]) -> str | None:
    """The field with the day on which a row that may be planned begins."""
    names = {field.name for field in model._meta.get_fields()}
    starts = names & {"valid_from", "starts_on"}
    return starts.pop() if starts and "status" in names else None


def _present(model: type[EffectiveDated], key: str, start: str, *, on: date) -> Q:
    in_force = model._default_manager.on(on).values("pk")
    return Q(**{f"{key}__in": in_force}) | Q(**{f"{start}__gt": on})


def _undecided(model: type[Model], *, on: date) -> QuerySet[Model]:
    rows: QuerySet[Model] = model._default_manager.all()
    if issubclass(model, EffectiveDated):
        rows = model._default_manager.coming_after(on)
    return rows.filter(status=Status.PLANNED, **{f"{start_field(model)}__lte": on})


def _count(querysets: Iterable[QuerySet[Model]]) -> int:
    keys = [rows.order_by().values("pk") for rows in querysets]
    return keys[0].union(*keys[1:], all=True).count() if keys else 0


def _collect(
    querysets: Iterable[QuerySet[Model]], *, since: Callable[[Model], date], limit: int
) -> PendingRows:
    """The `limit` longest-waiting rows of all querysets, ready to be named."""
    rows: list[Pending] = []
    total = 0
    for queryset in querysets:
        # A bare select_related follows every required key: what `str(row)` reads.
        found = queryset.select_related().annotate(of_all=Window(Count("pk")))[:limit]
        rows += [Pending(row, since(row)) for row in found]
        total += found[0].of_all if found else 0
    rows.sort(key=lambda pending: pending.since)
    return PendingRows(tuple(rows[:limit]), total)
