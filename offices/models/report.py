"""What readers tell of an office: 「この情報はちがいます」."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offices.models.office import Office


class ReportReason(models.TextChoices):
    """What is wrong, in the reader's words."""

    PHONE = "phone", _("電話やFAXの番号がちがう")
    PLACE = "place", _("住所や地図の場所がちがう")
    HOURS = "hours", _("あいている時間や休みの日がちがう")
    SERVICE = "service", _("サービスや定員がちがう")
    NAME = "name", _("名前や運営する法人がちがう")
    CLOSED = "closed", _("もうやっていない")
    OTHER = "other", _("そのほか")


class OfficeReport(models.Model):
    """A reader's word that something is wrong; who said it is not kept."""

    is_shown = False  # to readers

    office = models.ForeignKey(
        Office,
        on_delete=models.CASCADE,
        related_name="reports",
        verbose_name="事業所・相談先",
        help_text="どの場所のことか。",
    )
    reason = models.CharField(
        "どこがちがうか",
        max_length=7,
        choices=ReportReason,
        help_text="読者が選びます。",
    )
    text = models.TextField(
        "くわしく",
        max_length=300,
        blank=True,
        default="",
        help_text="読者が書いた文。正しいかどうかは、公式のページや電話で確かめてください。",
    )
    # The day only: the minute could tell who it was.
    received_on = models.DateField(
        "届いた日", default=timezone.localdate, db_index=True, help_text="日本の日付。"
    )
    is_handled = models.BooleanField(
        "確かめた", default=False, help_text="確かめて、直し終わったら印をつけます。"
    )

    class Meta:
        ordering = ["is_handled", "-received_on", "-pk"]
        verbose_name = "読者からの知らせ"
        verbose_name_plural = "読者からの知らせ"

    def __str__(self) -> str:
        return f"{self.office}：{self.get_reason_display()}"
