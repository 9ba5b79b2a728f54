"""What a translated text was made from, and whether a person has read it."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models


class Translation(models.Model):
    """One text of any row in one language beside Japanese.

    Where there is no text there is no row: what is missing is seen by its absence.
    """

    content_type = models.ForeignKey(
        ContentType,
        on_delete=models.CASCADE,
        verbose_name="種類",
        help_text="どの種類の行の文か。",
    )
    object_id = models.PositiveBigIntegerField(
        "行の番号", help_text="その種類の中での番号です。"
    )
    field = models.CharField("項目", max_length=60, help_text="文の項目の名前です。")
    language = models.CharField(
        "ことば", max_length=16, help_text="ja-simple はやさしい日本語です。"
    )
    source_digest = models.CharField(
        "もとの日本語のしるし",
        max_length=16,
        help_text="この文を書いたときの、もとの日本語です。",
    )
    text_digest = models.CharField(
        "この文のしるし", max_length=16, help_text="この文が変わったかを見ます。"
    )
    is_outdated = models.BooleanField(
        "古くなった",
        default=False,
        help_text="この文を書いたあとで、もとの日本語が変わりました。",
    )
    is_machine_made = models.BooleanField(
        "機械が書いた",
        default=False,
        help_text="機械が書いた文です。人が読むまで、読む人にそう伝えます。",
    )
    read_on = models.DateField(
        "人が読んだ日",
        null=True,
        blank=True,
        help_text="日本語とくらべて、まちがいがないと確かめた日です。",
    )
    read_by = models.CharField(
        "読んだ人",
        max_length=120,
        blank=True,
        default="",
        help_text="例：〇〇の会の3人。名前を出してよい人だけ書いてください。",
    )

    class Meta:
        ordering = ["content_type", "object_id", "field", "language"]
        verbose_name = "翻訳のようす"
        verbose_name_plural = "翻訳のようす"
        constraints = [
            models.UniqueConstraint(
                fields=["language", "content_type", "object_id", "field"],
                name="one_state_per_text",
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id} {self.field} {self.language}"

    @property
    def is_unread(self) -> bool:
        """Whether a machine wrote it and nobody has read it yet."""
        return self.is_machine_made and self.read_on is None
