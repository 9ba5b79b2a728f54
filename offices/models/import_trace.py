"""What an import overwrote, so that it can be undone."""

from django.db import models

from offices.models.import_run import ImportRun


class TraceKind(models.TextChoices):
    """What a part of a trace holds; `importing.trace` writes and reads it."""

    BEFORE = "before", "前の行"
    FIELD = "field", "前の項目"
    AFTER = "after", "あとの行の指紋"
    NEW = "new", "作った行の指紋"
    HOURS = "hours", "前の時間"
    AREAS = "areas", "足した地域"


class ImportTrace(models.Model):
    """Some hundred rows of one table, packed.

    Of a new row only its key and a fingerprint are kept, of a changed one the row as
    it was: some 10 MB for a renewal of the whole country, 100 kB for a prefecture.
    """

    keeps_own_log = True  # and is no part of a change by staff

    run = models.ForeignKey(
        ImportRun,
        on_delete=models.CASCADE,
        related_name="traces",
        verbose_name="取り込み",
        help_text="どの取り込みか。",
    )
    kind = models.CharField(
        "中身", max_length=6, choices=TraceKind, help_text="前の行か、指紋か。"
    )
    table = models.CharField("表", max_length=40, help_text="モデルの名前。")
    packed = models.BinaryField("圧縮した内容", editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "取り消すための記録"
        verbose_name_plural = "取り消すための記録"

    def __str__(self) -> str:
        return f"{self.run}：{self.get_kind_display()}"
