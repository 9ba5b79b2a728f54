"""What changed at a place, when, and who or what changed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from offices.models.import_run import ImportRun
from offices.models.listing import OfficeService
from offices.models.office import IMPORTED_FIELDS, Office
from offices.models.organization import Organization


class OfficeChange(models.Model):
    """One field of one office that changed; rows are only ever added."""

    office = models.ForeignKey(
        Office,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name="事業所・相談先",
        help_text="どの場所か。法人の変更のときは空。",
    )
    service = models.ForeignKey(
        OfficeService,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name="サービス",
        help_text="その場所の1つのサービスだけの変更のとき。",
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name="法人",
        help_text="法人の変更のとき。",
    )
    field = models.CharField("項目", max_length=40, help_text="変わった項目。")
    old = models.TextField("前", blank=True, default="", help_text="前の内容。")
    new = models.TextField("後", blank=True, default="", help_text="新しい内容。")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="変えた人",
        help_text="取り込みで変わったときは空。",
    )
    run = models.ForeignKey(
        ImportRun,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name="取り込み",
        help_text="職員が変えたときは空。",
    )
    at = models.DateTimeField("時", default=timezone.now, help_text="変わった時。")

    class Meta:
        ordering = ["-pk"]
        verbose_name = "変更の記録"
        verbose_name_plural = "変更の記録"

    def __str__(self) -> str:
        return f"{self.office or self.organization or '—'}：{self.label}"

    @property
    def label(self) -> str:
        """The field in the words of staff."""
        if self.office_id is None:
            return Organization.lock_labels().get(self.field, self.field)
        if self.service is not None:
            labels = {**OfficeService.lock_labels(), "listing": "掲載"}
            labels["traits"] = "えらぶときに見ること"
            return f"{self.service.type}の{labels.get(self.field, self.field)}"
        labels = {
            **OfficeService.lock_labels(),
            **IMPORTED_FIELDS,
            "operator": "法人（一覧から）",
            "geo_source": "位置のもと",
            "checked_on": "確認した日",
        }
        return labels.get(self.field, self.field)
