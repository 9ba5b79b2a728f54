"""Texts of many rows as one: fetched so, they cost no query of their own."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, CharField, Expression, Value
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
