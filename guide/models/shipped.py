"""What the site was shipped with, so that an update knows what staff have changed."""

from __future__ import annotations

from django.db import models


class ShippedRow(models.Model):
    """One row as the shipped fixtures gave it, whatever it says today."""

    label = models.CharField(
        "種類", max_length=60, editable=False, help_text="プログラムでの名前です。"
    )
    key = models.CharField(
        "行の名前",
        max_length=400,
        editable=False,
        help_text="その種類の中で、どの行か。",
    )
    given = models.JSONField(
        "配られた内容",
        editable=False,
        help_text="配られたファイルに書いてあったことです。新しい版とくらべます。",
    )
    values = models.JSONField(
        "入れたあとの内容",
        editable=False,
        help_text="入れたときの行の内容です。いまの内容とくらべて、直されたかを見ます。",
    )
    offered = models.JSONField(
        "新しい版",
        null=True,
        blank=True,
        editable=False,
        help_text="新しく配られた内容です。職員が直した行なので、入れていません。",
    )

    class Meta:
        ordering = ["label", "key"]
        verbose_name = "配られた内容"
        verbose_name_plural = "配られた内容"
        constraints = [
            models.UniqueConstraint(
                fields=["label", "key"], name="one_shipped_row_per_row"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.key}"
