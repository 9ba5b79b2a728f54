"""Who runs a place."""

from __future__ import annotations

from typing import Unpack

from django.core.validators import RegexValidator
from django.db import models

from offices.models.contact import callable_number
from offices.models.correction import KeepsCorrections
from offices.models.place import Municipality
from texts.domain.fold import search_key
from texts.has_reading import HasReading, kana_reading
from texts.natural_keys import NaturallyKeyed
from texts.saving import SaveOptions


class Organization(KeepsCorrections, NaturallyKeyed, HasReading):
    """A legal person: known by its 法人番号, else by name and municipality."""

    natural_key_fields = ("code",)
    reading_rank = 6
    # By which it is known, and what only imports keep.
    IDENTITY = frozenset({"code", "locked_fields"})

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="法人番号か、番号がないときは取り込みがつけた名前。",
    )
    corporate_number = models.CharField(
        "法人番号",
        max_length=13,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{13}$", "13けたの数字です。")],
        help_text="13けたの数字。わからないときは空のまま。",
    )
    name = models.CharField("名前", max_length=100, help_text="正式な名前。")
    name_norm = models.CharField(
        "くらべるための名前", max_length=100, db_index=True, editable=False, default=""
    )
    reading = models.CharField(
        "よみがな",
        max_length=160,
        blank=True,
        default="",
        validators=[kana_reading],
        help_text="ひらがなで。",
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name="市区町村",
        help_text="法人の住所の市区町村。",
    )
    address = models.CharField(
        "番地",
        max_length=200,
        blank=True,
        default="",
        help_text="市区町村よりあとの住所。",
    )
    phone = models.CharField(
        "電話",
        max_length=13,
        blank=True,
        default="",
        validators=[callable_number],
        help_text="わからないときは空のまま。",
    )
    url = models.URLField(
        "ホームページ",
        max_length=300,
        blank=True,
        default="",
        help_text="わからないときは空のまま。",
    )
    # The data that the values are from: period, service, row. Newer data win.
    supplied_by = models.CharField(
        "もとの行", max_length=120, default="", editable=False
    )

    class Meta:
        ordering = ["name", "code"]
        verbose_name = "法人"
        verbose_name_plural = "法人"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(corporate_number=None)
                | models.Q(corporate_number__regex=r"^[0-9]{13}$"),
                name="corporate_number_has_13_digits",
                violation_error_message="「法人番号」は、13けたの数字で書いてください。"
                "わからないときは、空にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Unpack[SaveOptions]) -> None:
        self.name_norm = search_key(self.name)[:100]
        super().save(**options)

    @property
    def is_from_data(self) -> bool:
        return self.supplied_by != ""

    @classmethod
    def correctable(cls) -> list[str]:
        """The names of the columns that staff may correct: all but its identity."""
        return [
            field.name
            for field in cls._meta.concrete_fields
            if field.editable and not field.primary_key
            if field.name not in cls.IDENTITY
        ]

    @classmethod
    def lock_labels(cls) -> dict[str, str]:
        """What can be locked, in the words of staff."""
        names = cls.correctable()
        return {
            field.name: str(field.verbose_name)
            for field in cls._meta.concrete_fields
            if field.name in names
        }

    def imported_values(self) -> dict[str, str]:
        names = self.correctable()
        columns = {
            field.name: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.name in names
        }
        return {
            name: "" if value is None else str(value) for name, value in columns.items()
        }

    def let_data_return(self) -> None:
        for office in self.offices.all():
            office.let_data_return()
