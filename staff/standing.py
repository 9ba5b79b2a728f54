"""The columns and filters that ask the clock: 「いま」 and 「次に確認する日」."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict, TypeVar

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import (
    Case,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from facts.effective import EffectiveDated, Status
from facts.freshness import needs_check
from facts.provenance import DueDay, Sourced

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

_Row = TypeVar("_Row", bound=Model)
_SOON = timedelta(days=30)


class Standing(TextChoices):
    """How a row stands to a day."""

    IN_FORCE = "in-force", "有効"
    PLANNED = "planned", "予定"
    COMING = "coming", "これから"
    PAST = "past", "過去"
    ENDED = "ended", "終わり"


def with_standing(rows: QuerySet, *, on: date) -> QuerySet:
    """`rows` of an effective-dated model with `standing` on a day; no more queries."""
    enacted = rows.model._default_manager.filter(
        status=Status.ENACTED,
        **{field: OuterRef(field) for field in rows.model.key_fields},
    )
    later = enacted.filter(valid_from__gt=OuterRef("valid_from"), valid_from__lte=on)
    decided = enacted.filter(valid_from__gte=OuterRef("valid_from"))
    planned = Q(status=Status.PLANNED)
    return rows.annotate(
        standing=Case(
            When(planned & Exists(decided), then=Value(Standing.PAST.value)),
            When(planned, then=Value(Standing.PLANNED.value)),
            When(valid_from__gt=on, then=Value(Standing.COMING.value)),
            When(Exists(later), then=Value(Standing.PAST.value)),
            When(is_end=True, then=Value(Standing.ENDED.value)),
            default=Value(Standing.IN_FORCE.value),
        )
    )


class StandingFilter(admin.SimpleListFilter):
    """Rows by how they stand today."""

    title = "いま"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return Standing.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(standing=self.value()) if self.value() else queryset


class DueFilter(admin.SimpleListFilter):
    """Facts by the day of their next check."""

    title = "確認の期限"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("over", "期限切れ"), ("soon", "30日のうちに来る")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        today = timezone.localdate()
        over = needs_check(queryset.model, on=today).values("pk")
        if self.value() == "over":
            return queryset.filter(pk__in=over)
        soon = needs_check(queryset.model, on=today + _SOON).values("pk")
        return queryset.filter(pk__in=soon).exclude(pk__in=over)


class _WithStanding(TypedDict):
    """What `with_standing` adds to a row."""

    standing: str


class ClockColumns(BaseModelAdmin[_Row]):
    """The two columns, for a list or an inline of rows that have them."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        if issubclass(self.model, EffectiveDated):
            rows = with_standing(rows, on=timezone.localdate())
        return rows

    @admin.display(description="いま", ordering="standing")
    def now(self, row: WithAnnotations[EffectiveDated, _WithStanding]) -> str:
        return format_html(
            '<span class="standing standing--{}">{}</span>',
            row.standing,
            Standing(row.standing).label,
        )

    @admin.display(description="次に確認する日", ordering=DueDay())
    def due(self, row: Sourced) -> str:
        # A row that was sent without its day is shown again beside its error.
        if not _is_met(row) or not (row.check_due or row.checked_on):
            return "—"
        day = date_format(row.due_on)
        if not row.is_overdue(timezone.localdate()):
            return day
        return format_html('<strong class="overdue">期限切れ</strong> {}', day)


def is_near(row: Sourced, *, on: date) -> bool:
    """Whether a reader can meet the row, and its next check has come or is near."""
    return _is_met(row) and row.due_on < on + _SOON


def _is_met(row: Model) -> bool:
    return getattr(row, "standing", None) not in (Standing.PAST, Standing.ENDED)
