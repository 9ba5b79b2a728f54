"""Texts of many rows as one: fetched so, they cost no query of their own."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, CharField, Expression, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler


class JoinedTexts(Aggregate):
    """The texts of many rows as one, in no order of their own, and little to plan."""

    function = "STRING_AGG"
    output_field = CharField()

    def __init__(self, text: Expression, *, between: str = ",") -> None:
        super().__init__(text, Value(between))

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        **extra_context: Any,
    ) -> tuple[str, Any]:
        return self.as_sql(
            compiler, connection, function="GROUP_CONCAT", **extra_context
        )


class Line(Func):
    """Columns, none of them empty, as one text: `Concat` minds NULL, and costs more."""

    template, arg_joiner = "(%(expressions)s)", " || "
    output_field = CharField()

    def __init__(self, *parts: str | Combinable, between: str) -> None:
        texts = [Cast(part, CharField()) for part in parts]
        joined = [one for text in texts for one in (Value(between), text)]
        super().__init__(*joined[1:])
