"""What staff change: a draft at first, the history for ever afterwards."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

# Keys of rows that only a draft has begin here: the table gives its own when it is
# published. (No table of ours will ever count so far.)
DRAFT_KEYS = 10**12


class ChangeState(models.TextChoices):
    """How far a change has come."""

    DRAFT = "draft", "下書き"
    WAITING = "waiting", "確認待ち"
    APPROVED = "approved", "承認ずみ"
    PUBLISHED = "published", "公開ずみ"
    RETURNED = "returned", "もどした"
    DROPPED = "dropped", "取りやめ"
    # What somebody typed, to see where it would be: of her alone, and gone in a day.
    TRIAL = "trial", "保存する前"

    @property
    def is_open(self) -> bool:
        """Whether it can still become what readers see."""
        over = (ChangeState.PUBLISHED, ChangeState.DROPPED, ChangeState.TRIAL)
        return self not in over

    @property
    def is_edited(self) -> bool:
        """Whether its author still puts rows into it."""
        return self in (ChangeState.DRAFT, ChangeState.RETURNED)


class _Saved(models.Manager["Change"]):
    """The changes that somebody has saved: lists, steps and history know no others."""

    def get_queryset(self) -> models.QuerySet[Change]:
        return super().get_queryset().exclude(state=ChangeState.TRIAL)


class Change(models.Model):
    """Changes of rows that go out together, with who wrote and who approved them."""

    is_shown = False  # to readers
    keeps_own_log = True

    title = models.CharField(
        "題名",
        max_length=200,
        help_text="何をどう変えるか、短く。例：2027年4月の改正",
    )
    note = models.TextField(
        "説明",
        blank=True,
        default="",
        help_text="なぜ変えるか。確認する人が読みます。サイトには出ません。",
    )
    state = models.CharField(
        "ようす",
        max_length=12,
        choices=[one for one in ChangeState.choices if one[0] != ChangeState.TRIAL],
        default=ChangeState.DRAFT,
        db_index=True,
        help_text="下書き → 確認待ち → 承認ずみ → 公開ずみ。",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="changes_written",
        verbose_name="書いた人",
        help_text="プログラムがしたときは、ありません。",
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="changes_approved",
        verbose_name="承認した人",
        help_text="公開してよいと言った人。",
    )
    publish_on = models.DateField(
        "公開する日",
        null=True,
        blank=True,
        help_text="この日になると、公開されます。空のときは、承認するとすぐです。",
    )
    answer = models.TextField(
        "確認した人のことば",
        blank=True,
        default="",
        help_text="もどすときは、どこを直すかを書いてください。",
    )
    accepted = models.CharField(
        "認めた例題のちがい",
        max_length=16,
        blank=True,
        default="",
        help_text="承認した人が見た、例題の結果のちがいのしるし。",
    )
    reverts = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reverted_by",
        verbose_name="元にもどす変更",
        help_text="この変更が、どの変更を元にもどすか。",
    )
    created_at = models.DateTimeField("作った時", auto_now_add=True)
    asked_at = models.DateTimeField("確認をたのんだ時", null=True, blank=True)
    approved_at = models.DateTimeField("承認した時", null=True, blank=True)
    published_at = models.DateTimeField("公開した時", null=True, blank=True)

    objects = _Saved()
    with_trials: ClassVar[models.Manager[Change]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "変更"
        verbose_name_plural = "変更"
        permissions = [("approve_change", "変更を承認する")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        is_trial = self.state == ChangeState.TRIAL
        page = "admin:staff_change_trial" if is_trial else "admin:staff_change_change"
        return reverse(page, args=[self.pk])


class RowChange(models.Model):
    """One row of one table before and after: column by column, as JSON holds it.

    Of a row that is altered only the columns that differ; `before` is empty for a row
    that is new, `after` for one that goes.
    """

    is_shown = False  # to readers
    keeps_own_log = True

    class Doing(models.TextChoices):
        """What happens to the row."""

        CREATED = "created", "作る"
        ALTERED = "altered", "変える"
        DELETED = "deleted", "消す"

    change = models.ForeignKey(
        Change, on_delete=models.CASCADE, related_name="rows", verbose_name="変更"
    )
    kind = models.CharField("すること", max_length=8, choices=Doing.choices)
    table = models.CharField("種類", max_length=80, help_text="プログラムでの名前。")
    key = models.CharField("行の番号", max_length=80)
    name = models.CharField("名前", max_length=300, blank=True, default="")
    before: models.JSONField[Any, Any] = models.JSONField("前", default=dict)
    after: models.JSONField[Any, Any] = models.JSONField("後", default=dict)
    # The row in whose form it was changed: rows under it have their history there too.
    form_table = models.CharField("画面の種類", max_length=80, blank=True, default="")
    form_key = models.CharField("画面の行", max_length=80, blank=True, default="")

    class Meta:
        ordering = ["change", "pk"]
        verbose_name = "行の変更"
        verbose_name_plural = "行の変更"
        constraints = [
            models.UniqueConstraint(
                fields=["change", "table", "key"], name="one_row_once_in_a_change"
            )
        ]
        indexes = [
            models.Index(fields=["table", "key"], name="history_of_a_row"),
            models.Index(fields=["form_table", "form_key"], name="history_of_a_form"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name or self.table}"
