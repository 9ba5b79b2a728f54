"""What imports changed of a row, in its history: each with the way to its report."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from django.contrib import admin
from django.db.models import Model
from django.urls import reverse

from offices.models import OfficeChange
from staff.row_history import ChangedByProgram

_Row = TypeVar("_Row", bound=Model)
_MOST = 200
_RUN = attrgetter("run")


class TellsImports(admin.ModelAdmin[_Row]):
    """For the admin of imported rows; the import keeps a log of its own."""

    def log_of(self, row: _Row) -> dict[str, object]:
        """By which columns `OfficeChange` names the row."""
        names = {"officeservice": "service"}
        own = str(self.opts.model_name)
        return {names.get(own, own): row}

    def changed_by_programs(self, row: _Row) -> list[ChangedByProgram]:
        """The imports that changed `row`, the newest first, with what each did."""
        log = OfficeChange.objects.filter(run__isnull=False, **self.log_of(row))
        log = log.select_related("run", "office", "organization", "service__type")
        log = log.defer("run__upload", "run__report", "run__rejects")
        return [
            ChangedByProgram(
                run.started_at,
                str(run),
                reverse("admin:offices_importrun_change", args=[run.pk]),
                [f"{one.label}「{one.old}」→「{one.new}」" for one in its],
            )
            for run, its in groupby(log.order_by("-run_id", "pk")[:_MOST], _RUN)
        ]
