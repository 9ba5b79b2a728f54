"""What went wrong on the server: what staff are told, and nothing of who was there."""

from __future__ import annotations

from django.db import models


class ServerError(models.Model):
    """One kind of error of ours: the same one again is counted, not written again."""

    is_shown = False  # to readers

    code = models.CharField(
        "番号",
        max_length=8,
        unique=True,
        help_text="エラーのページとサーバーの記録（ログ）にも出ます。",
    )
    kind = models.CharField("種類", max_length=120, help_text="プログラムでの名前。")
    path = models.CharField(
        "ページ", max_length=200, help_text="さいごに起きたページ。"
    )
    count = models.PositiveIntegerField("回数", default=1, help_text="起きた回数。")
    first_at = models.DateTimeField("はじめて起きた時", help_text="日本の時間です。")
    last_at = models.DateTimeField("さいごに起きた時", help_text="日本の時間です。")

    class Meta:
        ordering = ["-last_at"]
        verbose_name = "サイトのエラー"
        verbose_name_plural = "サイトのエラー"

    def __str__(self) -> str:
        return f"{self.code} {self.path}"
