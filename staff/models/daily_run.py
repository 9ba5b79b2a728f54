"""What `manage.py daily` did, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import IntegrityError, models, transaction

# Longer than any run takes: who has not ended by then was killed.
_GIVEN_UP_AFTER = timedelta(hours=3)
_KEPT = timedelta(days=90)


class DailyRunQuerySet(models.QuerySet["DailyRun"]):
    """Speaks in adjectives."""

    def ended(self) -> Self:
        return self.filter(is_running=False, ended_at__isnull=False)


class DailyRun(models.Model):
    """One run; the database lets only one run at a time."""

    is_shown = False  # to readers

    began_at = models.DateTimeField("始めた時", help_text="日本の時間です。")
    ended_at = models.DateTimeField("終えた時", null=True, help_text="日本の時間です。")
    is_running = models.BooleanField(
        "いま動いている", default=True, help_text="終わると消えます。"
    )
    is_mailed = models.BooleanField(
        "メールを送った", default=False, help_text="月曜日の、職員へのメール。"
    )
    told = models.JSONField(
        "したこと", default=list, help_text="すること・結果・うまくいったか。"
    )

    objects = DailyRunQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-pk"]
        verbose_name = "毎日の点検"
        verbose_name_plural = "毎日の点検"
        constraints = [
            models.UniqueConstraint(
                fields=["is_running"],
                condition=models.Q(is_running=True),
                name="one_daily_run_at_a_time",
                violation_error_message="毎日の点検は、いま動いています。"
                "終わるまで待ってください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"

    @property
    def failed(self) -> list[str]:
        """The names of what did not go well."""
        return [name for name, _, went_well in self.told if not went_well]

    @classmethod
    def claim(cls, now: datetime) -> Self | None:
        """A run that begins now; None while another one is at it."""
        killed = cls.objects.filter(is_running=True, began_at__lt=now - _GIVEN_UP_AFTER)
        killed.update(is_running=False)
        try:
            with transaction.atomic():
                return cls.objects.create(began_at=now)
        except IntegrityError:
            return None

    @classmethod
    def drop_old(cls, now: datetime) -> int:
        gone, _ = cls.objects.filter(began_at__lt=now - _KEPT).delete()
        return gone
