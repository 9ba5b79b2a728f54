"""When one can come to a place, and for the people of which municipalities it is."""

from __future__ import annotations

from typing import Unpack

from django.db import models

from offices.models.listing import Day, OfficeService
from offices.models.office import Office
from offices.models.place import Municipality
from texts.natural_keys import NaturallyKeyed
from texts.saving import SaveOptions


class OpeningHours(NaturallyKeyed):
    """From when to when one can come on a kind of day. No row: not known."""

    natural_key_fields = ("office__code", "service_id", "day", "opens")

    office = models.ForeignKey(
        Office,
        on_delete=models.CASCADE,
        related_name="opening_hours",
        verbose_name="事業所",
        help_text="どの場所の時間か。",
    )
    service = models.ForeignKey(
        OfficeService,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="opening_hours",
        verbose_name="サービス",
        help_text="そのサービスだけの時間のとき。",
    )
    day = models.CharField("曜日", max_length=8, choices=Day, help_text="どの日か。")
    opens = models.TimeField("はじまり", help_text="例：9:00")
    closes = models.TimeField("おわり", help_text="例：16:00")

    class Meta:
        ordering = ["office", "service", "day", "opens"]
        verbose_name = "利用できる時間"
        verbose_name_plural = "利用できる時間"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "service", "day", "opens"],
                name="one_opening_a_day_and_time",
            ),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")),
                name="opens_before_it_closes",
                violation_error_message="「おわり」は、「はじまり」よりあとの時間を書いてください。"
                "例：9:00から16:00",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_day_display()} {self.opens:%H:%M}〜{self.closes:%H:%M}"

    def save(self, **options: Unpack[SaveOptions]) -> None:
        stored = None
        if self.pk:
            stored = type(self).objects.filter(pk=self.pk).first()
        super().save(**options)
        self._lock()
        if stored is not None and (stored.service_id, stored.day) != (
            self.service_id,
            self.day,
        ):
            stored._lock()

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        self._lock()
        return super().delete(using, keep_parents)

    def _lock(self) -> None:
        """Have imports leave this day of the service as people say it is."""
        if self.service_id is None:
            return
        rows = OfficeService.objects.filter(pk=self.service_id)
        for locked in rows.values_list("locked_fields", flat=True):
            if self.day not in locked:
                rows.update(locked_fields=sorted({*locked, str(self.day)}))


class OfficeArea(NaturallyKeyed):
    """A municipality that an office is responsible for (管轄)."""

    natural_key_fields = ("office__code", "municipality__code")

    office = models.ForeignKey(
        Office,
        on_delete=models.CASCADE,
        related_name="areas",
        verbose_name="相談先",
        help_text="どの相談先か。",
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="areas",
        verbose_name="受けもつ市区町村",
        help_text="この市区町村に住む人が相談できます。",
    )

    class Meta:
        ordering = ["office", "municipality"]
        verbose_name = "受けもつ地域"
        verbose_name_plural = "受けもつ地域"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "municipality"], name="one_area_an_office"
            )
        ]

    def __str__(self) -> str:
        return f"{self.office}：{self.municipality}"

    def save(self, **options: Unpack[SaveOptions]) -> None:
        super().save(**options)
        self._lock()

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        self._lock()
        return super().delete(using, keep_parents)

    def _lock(self) -> None:
        """Have imports leave the areas of an office that they made."""
        rows = Office.objects.filter(pk=self.office_id).exclude(imported_from=None)
        for locked in rows.values_list("locked_fields", flat=True):
            if "areas" not in locked:
                rows.update(locked_fields=sorted({*locked, "areas"}))
