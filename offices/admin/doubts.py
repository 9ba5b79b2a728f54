"""Positions that contradict the town of the address: listed, with why."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from offices.models import Office
from offices.places import places


class DoubtFilter(admin.SimpleListFilter):
    """Offices whose position is not used, for distances or on the map."""

    title = "位置"
    parameter_name = "position"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, str]]:
        return [("doubted", "住所の町から遠い（使っていません）")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Office]
    ) -> QuerySet[Office]:
        if self.value() != "doubted":
            return queryset
        return queryset.filter(pk__in=places().doubts)


def why_doubted() -> Callable[[Office], str]:
    """A column that says why a position is not used, and how staff settle it."""
    doubts = places().doubts

    @admin.display(description="位置について")
    def position_doubt(row: Office) -> str:
        doubt = doubts.get(row.pk)
        if doubt is None:
            return ""
        return (
            f"「{doubt.town}」のまん中から{doubt.km:.1f}kmはなれています。"
            "正しいときは、「位置のもと」を「職員が入れた」にしてください。"
        )

    return position_doubt
