"""Writes down what becomes of rows while staff save: all of it, whoever writes.

Every statement is seen on its way to the database, as `texts.content_version` does. The
rows that it will touch are read before it runs; what became of them is read at the end,
so that what was rolled back on the way has left no trace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.db.models.signals import post_save

from staff.recorded_rows import (
    Key,
    Values,
    counts_its_keys,
    differing,
    names_of,
    recorded_tables,
    rows_at,
)

_CHANGES = re.compile(
    r'\s*(?:UPDATE|DELETE FROM)\s+"?(?P<table>\w+)"?'
    r"(?P<set>.*?)(?:\sWHERE\s(?P<where>.*))?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_INSERTS = re.compile(r'\s*INSERT(?: OR \w+)? INTO\s+"?(?P<table>\w+)"?', re.IGNORECASE)


@dataclass(frozen=True)
class RecordedRow:
    """One row before and after, whole; an empty side where it is not there."""

    model: type[models.Model]
    key: str
    before: Values
    after: Values
    name: str

    @property
    def place(self) -> Key:
        return self.model._meta.label_lower, self.key


@dataclass
class Recording:
    """What was touched so far, as it was at the beginning."""

    before: dict[tuple[type[models.Model], str], Values] = field(default_factory=dict)
    names: dict[tuple[type[models.Model], str], str] = field(default_factory=dict)
    # The last key of a table before rows were added to it.
    last_keys: dict[type[models.Model], int] = field(default_factory=dict)
    is_reading: bool = False

    def rows(self) -> list[RecordedRow]:
        """The rows that are other ones now, in the order in which they were touched."""
        with self._alone():
            self._find_new()
            after: dict[tuple[type[models.Model], str], Values] = {}
            names = dict(self.names)
            for model in {model for model, _key in self.before}:
                keys = [key for owner, key in self.before if owner is model]
                now = {(model, key): row for key, row in rows_at(model, keys).items()}
                after |= now
                changed = [at[1] for at in now if differing(self.before[at], now[at])]
                said = names_of(model, changed) if changed else {}
                names |= {(model, key): name for key, name in said.items()}
            return [
                RecordedRow(*at, before, after.get(at, {}), names.get(at, ""))
                for at, before in self.before.items()
                if differing(before, after.get(at, {}))
            ]

    def note(
        self,
        model: type[models.Model],
        keys: Sequence[object],
        *,
        is_new: bool = False,
        is_going: bool = False,
    ) -> None:
        """Keep what the rows at `keys` say, if this is the first that touches them."""
        with self._alone():
            if is_going:
                said = names_of(model, keys)
                self.names |= {(model, key): name for key, name in said.items()}
            fresh = [key for key in keys if (model, str(key)) not in self.before]
            found = rows_at(model, fresh) if fresh and not is_new else {}
            for key in map(str, fresh):
                self.before[model, key] = found.get(key, {})

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """What the recording itself asks is not recorded."""
        was, self.is_reading = self.is_reading, True
        try:
            yield
        finally:
            self.is_reading = was

    def _find_new(self) -> None:
        for model, last in self.last_keys.items():
            every: models.QuerySet[Any] = models.QuerySet(model)
            new = every.filter(pk__gt=last).order_by("pk")
            self.note(model, list(new.values_list("pk", flat=True)), is_new=True)

    # --- the statements ----------------------------------------------------

    def see(
        self,
        execute: Callable[..., object],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> object:
        if not self.is_reading:
            self._before(sql, params)
        return execute(sql, params, many, context)

    def _before(self, sql: str, params: Any) -> None:
        found = _INSERTS.match(sql) or _CHANGES.match(sql)
        model = recorded_tables().get(found["table"]) if found else None
        if found is None or model is None:
            return
        if found.re is _INSERTS:
            self._before_adding(model, is_upsert="DO UPDATE" in sql)
        else:
            keys = self._touched(model, found, params)
            self.note(model, keys, is_going=sql.lstrip()[:6].upper() == "DELETE")

    def _before_adding(self, model: type[models.Model], *, is_upsert: bool) -> None:
        with self._alone():
            every: models.QuerySet[Any] = models.QuerySet(model)
            if counts_its_keys(model) and model not in self.last_keys:
                last = every.aggregate(last=models.Max("pk"))["last"]
                self.last_keys[model] = last or 0
            keys = list(every.values_list("pk", flat=True)) if is_upsert else []
        self.note(model, keys)

    def _touched(
        self, model: type[models.Model], changed: re.Match[str], params: Any
    ) -> list[object]:
        """The keys of the rows that a statement is about to change."""
        table, pk = model._meta.db_table, model._meta.pk.column
        where = f" WHERE {changed['where']}" if changed["where"] else ""
        given = list(params or ())[changed["set"].count("%s") :]
        with self._alone(), connection.cursor() as cursor:
            cursor.execute(f'SELECT "{table}"."{pk}" FROM "{table}"{where}', given)
            return [row[0] for row in cursor.fetchall()]


@contextmanager
def recording() -> Iterator[Recording]:
    """Within it, what becomes of rows of ours; in a transaction of the caller's."""
    made = Recording()

    def saved(
        sender: type[models.Model],
        instance: models.Model,
        created: bool,
        **rest: object,
    ) -> None:
        # A table that does not count its keys says in no other way what is new.
        if created and sender in recorded_tables().values():
            made.note(sender, [instance.pk], is_new=True)

    post_save.connect(saved, weak=False, dispatch_uid=id(made))
    try:
        with connection.execute_wrapper(made.see):
            yield made
    finally:
        post_save.disconnect(dispatch_uid=id(made))
