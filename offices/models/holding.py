"""An index that answers a search without a look at the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models.expressions import BaseExpression, Combinable


class HoldingIndex(models.Index):
    """On SQLite it holds the text of `holds` too, so that one pass finds words.

    PostgreSQL has no room for long texts in an index, and reads rows fast enough.
    """

    def __init__(
        self,
        *expressions: BaseExpression | Combinable | str,
        holds: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*expressions, **kwargs)
        self.holds = list(holds)

    def create_sql(
        self,
        model: type[models.Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **kwargs: Any,
    ) -> Statement:
        if schema_editor.connection.vendor != "sqlite":
            return super().create_sql(model, schema_editor, using, **kwargs)
        whole = models.Index(
            fields=[*self.fields, *self.holds],
            condition=self.condition,
            name=self.name,
        )
        return whole.create_sql(model, schema_editor, using, **kwargs)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "holds": self.holds}
