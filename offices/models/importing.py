"""Where imported rows come from, each import, and what it met."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from facts.models import Source
from offices.models.office import IMPORTED_FIELDS, Office
from texts.has_reading import BringsReadings
from texts.languages import current
from texts.natural_keys import NaturalKeyManager, NaturallyKeyed


class ImportSourceQuerySet(models.QuerySet):
    """Speaks in adjectives."""

    def outdated(self, *, on: date) -> models.QuerySet:
        """Last imported longer ago than a fact may go unchecked."""
        applied = ImportRun.objects.filter(
            source=models.OuterRef("pk"),
            mode=RunMode.APPLY,
            state__in=[RunState.OK, RunState.UNCHANGED],
        ).order_by("-finished_at")
        rows = self.annotate(
            renewed_at=models.Subquery(applied.values("finished_at")[:1])
        )
        last = on - timedelta(days=settings.CHECK_EVERY_DAYS)
        return rows.filter(renewed_at__date__lt=last).order_by("renewed_at")


class ImportSource(NaturallyKeyed):
    """A published list that offices are imported from, and how to name it."""

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

    objects = NaturalKeyManager.from_queryset(ImportSourceQuerySet)()

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


class RunMode(models.TextChoices):
    """Whether a run only looked, or wrote."""

    DRY = "dry", "確認だけ"
    APPLY = "apply", "反映"


class RunState(models.TextChoices):
    """How a run ended."""

    RUNNING = "running", "とちゅう"
    OK = "ok", "できた"
    UNCHANGED = "unchanged", "変更なし"
    REFUSED = "refused", "止めた"
    FAILED = "failed", "できなかった"


class ImportRun(BringsReadings):
    """One file looked at or applied, with its report."""

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
        validators=[RegexValidator(r"^20\d{2}(0[1-9]|1[0-2])$", "例：202603")],
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


class IssueLevel(models.TextChoices):
    """How much it matters."""

    REJECT = "reject", "取り込まない"
    WARN = "warn", "注意"
    INFO = "info", "お知らせ"


class ImportIssue(models.Model):
    """What an applied import met in one row."""

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


class OfficeChange(models.Model):
    """One field of one office that changed; rows are only ever added."""

    office = models.ForeignKey(
        Office,
        on_delete=models.CASCADE,
        related_name="changes",
        verbose_name="事業所・相談先",
        help_text="どの場所か。",
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
        return f"{self.office}：{self.label}"

    @property
    def label(self) -> str:
        """The field in the words of staff."""
        return {**IMPORTED_FIELDS, "status": "いまのようす"}.get(self.field, self.field)
