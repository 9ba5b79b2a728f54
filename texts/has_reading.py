"""What says itself how its name is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from texts.domain.kana import is_reading


def kana_reading(value: str) -> None:
    """Refuse a reading that is more than kana: pages write it above the word."""
    if not is_reading(value):
        raise ValidationError(
            "ひらがな・カタカナと「ー」「・」だけで書いてください。例：さくらさぎょうしょ"
        )


class HasReading(models.Model):
    """A row whose name is read as the row says.

    So readings need not know which models those are: an app takes part by deriving a
    model from this one.
    """

    # Of two models that read one word, the lower number decides.
    reading_rank: ClassVar[int]
    # The columns with the written name and with how it is read.
    reading_columns: ClassVar[tuple[str, str]] = ("name", "reading")

    class Meta:
        abstract = True

    @classmethod
    def reading_pairs(cls) -> Iterable[tuple[str, str]]:
        """Each written name with how it is read; the first of a name decides."""
        return cls._default_manager.values_list(*cls.reading_columns)


def models_with_readings() -> list[type[HasReading]]:
    """Every model whose rows say how they are read, the most binding first."""
    found = [model for model in apps.get_models() if issubclass(model, HasReading)]
    return sorted(found, key=lambda model: model.reading_rank)
