"""Where imported rows come from."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from facts.models import Source
from offices.models.run_state import RunMode, RunState
from texts.languages import current
from texts.natural_keys import NaturalKeyManager, NaturallyKeyed


class ImportSourceQuerySet(models.QuerySet):
    """Speaks in adjectives."""

    def outdated(self, *, on: date) -> Self:
        """Last imported longer ago than a fact may go unchecked."""
        applied = models.Q(
            runs__mode=RunMode.APPLY,
            runs__state__in=[RunState.OK, RunState.UNCHANGED],
        )
        rows = self.annotate(renewed_at=models.Max("runs__finished_at", filter=applied))
        last = on - timedelta(days=settings.CHECK_EVERY_DAYS)
        return rows.filter(renewed_at__date__lt=last).order_by("renewed_at")


ImportSourceManager = NaturalKeyManager.from_queryset(ImportSourceQuerySet)


class ImportSource(NaturallyKeyed):
    """A published list that offices are imported from, and how to name it."""

    keeps_own_log = True  # how lists are read is no part of a change by staff

    natural_key_fields = ("slug",)

    slug = models.SlugField("コード", unique=True, help_text="半角の英数字。例：wam")
    name = models.CharField("名前", max_length=100, help_text="データの名前。")
    publisher = models.CharField("公表した機関", max_length=100, help_text="例：山口市")
    page_url = models.URLField(
        "データのページ",
        max_length=300,
        blank=True,
        default="",
        help_text="ここから職員がファイルを手に入れます。",
    )
    licence_text = models.TextField(
        "使ってよい条件", blank=True, default="", help_text="ページに書いてある条件。"
    )
    attribution = models.CharField(
        "出典の書き方",
        max_length=200,
        help_text="取り込んだ内容を見せるページに、いつも出る文です。",
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="出典",
        help_text="取り込んだ相談先につける出典。",
    )
    mapping = models.JSONField(
        "列の読み方",
        default=dict,
        blank=True,
        help_text="市の一覧などを取り込むときだけ。"
        '例：{"header_line": 1, "columns": {"name": "名称"},'
        ' "constants": {"type": "b-gata"}}',
    )

    # When it was imported last; only of rows that `outdated` found.
    renewed_at: datetime

    objects: ClassVar[ImportSourceManager[Self]] = ImportSourceManager()

    class Meta:
        ordering = ["slug"]
        verbose_name = "取り込み元"
        verbose_name_plural = "取り込み元"

    def __str__(self) -> str:
        return self.name

    @property
    def publisher_here(self) -> str:
        """Who published it, for a reader of this page."""
        return self.publisher if current().is_japanese else self.source.organisation

    @property
    def due_on(self) -> date:
        """The day from which its rows are old; of those that `outdated` found."""
        every = timedelta(days=settings.CHECK_EVERY_DAYS)
        return timezone.localdate(self.renewed_at) + every
