"""Each import, and what it met."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from offices.models.import_source import ImportSource
from offices.models.run_state import RunMode, RunState


class ImportRun(models.Model):
    """One file looked at or applied, with its report."""

    keeps_own_log = True  # and is no part of a change by staff

    source = models.ForeignKey(
        ImportSource,
        on_delete=models.PROTECT,
        related_name="runs",
        verbose_name="取り込み元",
        help_text="どのデータか。",
    )
    file_name = models.CharField(
        "ファイルの名前", max_length=200, help_text="選んだファイルの名前。"
    )
    sha256 = models.CharField(
        "ファイルの指紋", max_length=64, db_index=True, help_text="ファイルの SHA-256。"
    )
    bytes = models.PositiveIntegerField("大きさ", default=0, help_text="バイト。")
    encoding = models.CharField(
        "文字コード",
        max_length=12,
        blank=True,
        default="",
        help_text="自動で調べます。",
    )
    period = models.CharField(
        "データの時点",
        max_length=6,
        blank=True,
        default="",
        validators=[RegexValidator(r"^20[0-9]{2}(0[1-9]|1[0-2])\Z", "例：202603")],
        help_text="年と月の6けた。例：202603。空のときは、ファイルの名前から読みます。",
    )
    services = models.JSONField(
        "サービス", default=list, blank=True, help_text="ファイルにあったサービス。"
    )
    scope = models.JSONField(
        "地域", default=list, blank=True, help_text="取り込む市区町村・都道府県の番号。"
    )
    mode = models.CharField(
        "すること",
        max_length=5,
        choices=RunMode,
        default=RunMode.DRY,
        help_text="確認だけか、反映したか。",
    )
    state = models.CharField(
        "結果",
        max_length=9,
        choices=RunState,
        default=RunState.RUNNING,
        help_text="どう終わったか。",
    )
    counts = models.JSONField("数", default=dict, blank=True, help_text="件数。")
    report = models.JSONField(
        "報告", default=dict, blank=True, editable=False, help_text="全部の報告。"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="した人",
        help_text="コマンドでしたときは空。",
    )
    started_at = models.DateTimeField(
        "はじめた時", default=timezone.now, help_text="日本の時間。"
    )
    finished_at = models.DateTimeField(
        "おわった時", null=True, blank=True, help_text="日本の時間。"
    )
    undone_at = models.DateTimeField(
        "取り消した時", null=True, blank=True, editable=False
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="取り消した人",
    )
    # What the person who looked allowed; an apply after the yes does it likewise.
    allowed = models.JSONField("許したこと", default=dict, editable=False)
    rejects = models.TextField("却下した行", default="", editable=False)
    # What was uploaded, compressed, between the look and the yes; empty afterwards.
    upload = models.BinaryField("ファイル", null=True, editable=False)
    # The last applied run of all when this one looked: another since then stops it.
    base = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="確認したときの前の反映",
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = "取り込み"
        verbose_name_plural = "取り込み"
        indexes = [
            models.Index(fields=["source", "mode", "state"], name="run_source_state")
        ]

    def __str__(self) -> str:
        return f"{self.file_name}（{self.get_mode_display()}）"

    @property
    def is_in_force(self) -> bool:
        """Whether it was applied and changed something that still stands."""
        return self.mode == RunMode.APPLY and self.state == RunState.OK


class IssueLevel(models.TextChoices):
    """How much it matters."""

    REJECT = "reject", "取り込まない"
    WARN = "warn", "注意"
    INFO = "info", "お知らせ"


class ImportIssue(models.Model):
    """What an applied import met in one row."""

    keeps_own_log = True  # and is no part of a change by staff

    run = models.ForeignKey(
        ImportRun,
        on_delete=models.CASCADE,
        related_name="issues",
        verbose_name="取り込み",
        help_text="どの取り込みか。",
    )
    record_no = models.PositiveIntegerField("記録番号", help_text="何番目の行か。")
    line_no = models.PositiveIntegerField("物理行", help_text="ファイルの何行目か。")
    level = models.CharField(
        "重さ", max_length=6, choices=IssueLevel, help_text="取り込まないか、注意か。"
    )
    code = models.CharField("理由コード", max_length=40, help_text="英字の名前。")
    column = models.CharField(
        "列", max_length=60, blank=True, default="", help_text="列の名前。"
    )
    value = models.CharField(
        "値", max_length=200, blank=True, default="", help_text="その列の値。"
    )
    message = models.CharField("理由", max_length=200, help_text="日本語の文。")

    class Meta:
        ordering = ["run", "record_no", "pk"]
        verbose_name = "取り込みで気づいたこと"
        verbose_name_plural = "取り込みで気づいたこと"

    def __str__(self) -> str:
        return f"{self.line_no}行目：{self.message}"
