"""Names of places that people know: postal towns, stations, spas."""

from __future__ import annotations

from django.db import models

from offices.models.contact import postal_code
from offices.models.place import Municipality
from texts.has_reading import kana_reading
from texts.natural_keys import NaturallyKeyed


class PlaceNameKind(models.TextChoices):
    """What a name is the name of."""

    TOWN = "town", "町（郵便番号の）"
    STATION = "station", "駅"
    LANDMARK = "landmark", "温泉など、みんなが知っている場所"


class PlaceName(NaturallyKeyed):
    """A name to search by. Its towns tell where it lies: no position is guessed."""

    natural_key_fields = ("municipality__code", "kind", "name", "postal_code")

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        db_index=False,  # the constraint below begins with it
        related_name="place_names",
        verbose_name="市区町村",
        help_text="どの市区町村にあるか。",
    )
    kind = models.CharField(
        "しゅるい",
        max_length=8,
        choices=PlaceNameKind,
        default=PlaceNameKind.LANDMARK,
        help_text="何の名前か。",
    )
    name = models.CharField(
        "名前",
        max_length=60,
        blank=True,
        default="",
        help_text="駅は「駅」を書きません。例：新山口、湯田温泉。"
        "郵便番号が市区町村の全部をさすときは空のまま。",
    )
    reading = models.CharField(
        "よみがな",
        max_length=120,
        blank=True,
        default="",
        validators=[kana_reading],
        help_text="ひらがなで。ひらがなでさがす人が見つけられます。",
    )
    postal_code = models.CharField(
        "郵便番号",
        max_length=8,
        blank=True,
        default="",
        validators=[postal_code],
        help_text="町だけ。例：753-0871",
    )
    towns = models.CharField(
        "ある町",
        max_length=200,
        blank=True,
        default="",
        help_text="駅や温泉がある町。2つ以上は「、」で分けます。例：小郡下郷。"
        "空のときは、同じ名前の町です。",
    )

    class Meta:
        ordering = ["municipality", "kind", "reading", "name"]
        verbose_name = "場所の名前"
        verbose_name_plural = "場所の名前"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "name", "postal_code"],
                name="one_place_name",
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") | ~models.Q(postal_code=""),
                name="a_place_has_a_name_or_a_postcode",
                violation_error_message="「名前」か「郵便番号」のどちらかを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        ending = "駅" if self.kind == PlaceNameKind.STATION else ""
        return f"{self.name}{ending}" or self.postal_code


def listed_towns(text: str) -> tuple[str, ...]:
    """The towns of a text in which staff part them by 「、」."""
    return tuple(filter(None, map(str.strip, text.split("、"))))
