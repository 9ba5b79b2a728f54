"""Rows of published data in which what people corrected by hand stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self, Unpack

from django.db import models

from texts.saving import SaveOptions


class KeepsCorrections(models.Model):
    """Marks each field that is saved with another content, so that imports leave it.

    Imports write past `save`, in bulk, so that only people's changes are marked. A mark
    that is taken away lets the next import write the field again.
    """

    # Fields that are marked under the name of another one.
    LOCKED_WITH: ClassVar[Mapping[str, str]] = {}

    locked_fields = models.JSONField(
        "取り込みで変えない項目",
        default=list,
        blank=True,
        help_text="職員が直した項目には、ひとりでに印がつきます。"
        "印をはずすと、次の取り込みから、公表データの内容に変わります。",
    )

    class Meta:
        abstract = True

    def save(self, **options: Unpack[SaveOptions]) -> None:
        columns = options.get("update_fields")
        stored = self._stored()
        if stored is not None and self.is_from_data:
            freed = set(stored.locked_fields) - set(self.locked_fields)
            self._lock(self.corrections(stored))
            if freed - set(self.locked_fields):
                self.let_data_return()
            if columns is not None:
                options["update_fields"] = {*columns, "locked_fields"}
        super().save(**options)

    @property
    def is_from_data(self) -> bool:
        """Whether imports write this row at all."""
        return True

    def imported_values(self) -> dict[str, str]:
        """What imports write here, as it is now: texts by name."""
        raise NotImplementedError

    def let_data_return(self) -> None:
        """Have the next import write this row, even where the data are the same."""
        raise NotImplementedError

    def corrections(self, stored: Self) -> list[str]:
        """The names of imported fields that differ from `stored`."""
        before, after = stored.imported_values(), self.imported_values()
        return [name for name, text in after.items() if text != before[name]]

    def _stored(self) -> Self | None:
        if self._state.adding or self.pk is None:
            return None
        return type(self)._base_manager.filter(pk=self.pk).first()

    def _lock(self, names: list[str]) -> None:
        marks = {self.LOCKED_WITH.get(name, name) for name in names}
        if marks - set(self.locked_fields):
            self.locked_fields = sorted({*self.locked_fields, *marks})
