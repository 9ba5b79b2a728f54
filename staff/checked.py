"""「まちがいなし」: a person looked at a fact and its source, and it is right."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction

from facts.provenance import Sourced

_TOLD = "出典を見て、まちがいなしと確かめた"


def mark_checked(rows: Collection[Sourced], *, on: date, by: User) -> None:
    """Say of `rows` that they were right on a day; all of them, or none.

    A day of the next check that staff wrote and that has come gives way to the usual.
    """
    with transaction.atomic():
        for row in rows:
            row.checked_on = on
            if row.check_due and row.check_due <= on:
                row.check_due = None
            row.save(update_fields=["checked_on", "check_due"])
        if rows:
            LogEntry.objects.log_actions(by.pk, list(rows), CHANGE, _TOLD)


def rows_of(keys: Collection[str], models: Collection[type[Sourced]]) -> list[Sourced]:
    """The rows that `keys` name, of `models` only; what is gone or odd is left out."""
    wanted: dict[type[Sourced], list[int]] = {}
    by_name = {model._meta.label_lower: model for model in models}
    for key in keys:
        label, _, pk = key.partition(":")
        if label in by_name and pk.isascii() and pk.isdecimal() and len(pk) < 19:
            wanted.setdefault(by_name[label], []).append(int(pk))
    return [
        row
        for model, pks in wanted.items()
        for row in model._default_manager.select_related().filter(pk__in=pks)
    ]
