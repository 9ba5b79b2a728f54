"""Municipalities and towns: where a place is, without a map service."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from django.db import models
from django.db.models import Q

from offices.domain.latin import municipality_in_latin
from offices.office_words import full_municipality_in_words, municipality_in_words
from texts.has_reading import HasReading, kana_reading
from texts.languages import current
from texts.natural_keys import NaturallyKeyed
from texts.saving import SaveOptions

OUTSIDE_JAPAN = (
    "「緯度」と「経度」は、2つとも、日本の中の数を書いてください"
    "（緯度は20から46、経度は122から154）。"
    "2つが入れかわっていないか見てください。"
    "わからないときは、2つとも空にしてください。"
)


def inside_japan(prefix: str = "") -> Q:
    """Both coordinates or neither, and within Japan's bounds."""
    lat, lon = f"{prefix}lat", f"{prefix}lon"
    return Q(**{f"{lat}__isnull": True, f"{lon}__isnull": True}) | Q(
        **{f"{lat}__range": (20, 46), f"{lon}__range": (122, 154)}
    )


class Municipality(NaturallyKeyed, HasReading):
    """A municipality by its JIS X 0402 code, named with its 郡.

    One that is no more keeps its row: with a `successor`, lists that still name it
    are read as the successor's, so no table of other names is needed. One that was
    divided (浜松市北区) has none; its offices stay until newer data say where.
    """

    natural_key_fields = ("code",)
    reading_rank = 3

    code = models.CharField(
        "市区町村コード",
        max_length=5,
        primary_key=True,
        help_text="5けたの数字（JIS X 0402）。例：35203",
    )
    code6 = models.CharField(
        "全国地方公共団体コード",
        max_length=6,
        unique=True,
        help_text="検査数字のついた6けたの数字。例：352039",
    )
    prefecture = models.CharField("都道府県", max_length=4, help_text="例：山口県")
    name = models.CharField(
        "市区町村", max_length=20, help_text="郡から書きます。例：阿武郡阿武町"
    )
    reading = models.CharField(
        "よみがな", max_length=60, validators=[kana_reading], help_text="ひらがなで。"
    )
    lat = models.DecimalField(
        "緯度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="役所の位置。わからないときは空のまま。",
    )
    lon = models.DecimalField(
        "経度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="役所の位置。わからないときは空のまま。",
    )
    is_own = models.BooleanField(
        "このサイトの市区町村",
        default=False,
        help_text="さがすときに、はじめに出ます。区のある市は、すべての区に印をつけます。",
    )
    valid_to = models.DateField(
        "なくなった日",
        null=True,
        blank=True,
        help_text="合併などでなくなった市区町村だけ。",
    )
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="あとの市区町村",
        help_text="合併などでなくなった市区町村だけ。古い一覧の行は、ここに入ります。"
        "2つ以上に分かれたときは、空のままにします。",
    )

    class Meta:
        ordering = ["code"]
        verbose_name = "市区町村"
        verbose_name_plural = "市区町村"
        constraints = [
            models.CheckConstraint(
                condition=inside_japan(),
                name="municipality_inside_japan",
                violation_error_message=OUTSIDE_JAPAN,
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @classmethod
    def reading_pairs(cls) -> Iterable[tuple[str, str]]:
        """Each with its 郡 and without it: 板野郡板野町, and 板野町 alone."""
        for name, reading in cls._default_manager.values_list("name", "reading"):
            yield name, reading
            district, _, town = name.partition("郡")
            its_reading = reading.partition("ぐん")[2]
            if district and town and its_reading:
                yield town, its_reading

    @property
    def full_name(self) -> str:
        return f"{self.prefecture}{self.name}"

    @property
    def name_here(self) -> str:
        """The name for a reader of this page."""
        return municipality_in_words(self.name, self.reading)

    @property
    def short_name_here(self) -> str:
        """The shortest name that can be read, for a map: 山口市, Yamaguchi."""
        latin = municipality_in_latin(self.name, self.reading)
        if current().is_japanese or not latin:
            return self.name
        return latin.rpartition(" ")[0]

    @property
    def full_name_here(self) -> str:
        """The same with its prefecture."""
        return full_municipality_in_words(self.prefecture, self.name, self.reading)

    @property
    def prefecture_code(self) -> str:
        return self.code[:2]

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Its offices are found by its name and its reading."""
        super().save(**options)
        self.offices.all().refold()


class Town(NaturallyKeyed):
    """A 町丁目 or 小字 with its position: the places that people know."""

    natural_key_fields = ("municipality__code", "name", "part")

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        related_name="towns",
        verbose_name="市区町村",
        help_text="どの市区町村の町か。",
    )
    name = models.CharField("町・大字", max_length=60, help_text="例：小郡黄金町")
    part = models.CharField(
        "小字・丁目", max_length=60, blank=True, default="", help_text="ないときは空。"
    )
    lat = models.DecimalField(
        "緯度", max_digits=9, decimal_places=6, help_text="町のまん中。"
    )
    lon = models.DecimalField(
        "経度", max_digits=9, decimal_places=6, help_text="町のまん中。"
    )

    class Meta:
        ordering = ["municipality", "name", "part"]
        verbose_name = "町の位置"
        verbose_name_plural = "町の位置"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name", "part"], name="one_town_of_a_name"
            ),
            models.CheckConstraint(
                condition=inside_japan(),
                name="town_inside_japan",
                violation_error_message=OUTSIDE_JAPAN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}{self.part}"
