"""How a word is read where a text does not say so itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from texts.has_reading import HasReading
from texts.natural_keys import NaturallyKeyed
from texts.saving import SaveOptions

hiragana = RegexValidator(
    r"^[ぁ-ゖー・]+$", "ひらがなと「ー」「・」だけで書いてください。"
)
kana = RegexValidator(
    r"^[ぁ-ゖァ-ヺー・]+$", "ひらがなかカタカナだけで書いてください。"
)
with_kanji = RegexValidator(r"[々〆〇㐀-䶿一-鿿]", "漢字のある言葉を書いてください。")


class Reading(NaturallyKeyed, HasReading):
    """How a word is read where a text does not say so itself."""

    natural_key_fields = ("surface",)
    reading_rank = 1

    surface = models.CharField(
        "書き方",
        max_length=100,
        unique=True,
        validators=[with_kanji],
        help_text="漢字のある言葉。動きや様子の言葉は、辞書にのる形で（例：通う）。"
        "「通って」「通わない」にもふりがながつきます。",
    )
    reading = models.CharField(
        "読み方",
        max_length=200,
        validators=[kana],
        help_text="ひらがなかカタカナで、送りがなまで。例：かよう",
    )
    is_checked = models.BooleanField(
        "人が確かめた",
        default=False,
        help_text="人が読み方を確かめたら、印をつけてください。"
        "はじめから入っている読み方は、機械が選んだものです。",
    )
    is_ambiguous = models.BooleanField(
        "読みが複数",
        default=False,
        help_text="文によって読み方がかわる言葉。例：方（かた・ほう）。ちがう読み方の"
        "ところは、長い言葉で行を作るか、文に{方|かた}と書いてください。",
    )
    note = models.CharField(
        "メモ", max_length=200, blank=True, default="", help_text="職員のためのメモ。"
    )
    changed_at = models.DateTimeField("変えた時", default=timezone.now, editable=False)

    class Meta:
        ordering = ["surface"]
        verbose_name = "ふりがな"
        verbose_name_plural = "ふりがな"

    def __str__(self) -> str:
        return f"{self.surface}（{self.reading}）"

    @classmethod
    def reading_pairs(cls) -> Iterable[tuple[str, str]]:
        """What a person has checked goes first."""
        return cls.objects.order_by("-is_checked").values_list("surface", "reading")

    def save(self, **options: Unpack[SaveOptions]) -> None:
        self.changed_at = timezone.now()
        super().save(**options)
