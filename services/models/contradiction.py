"""Answers that cannot both be true: told kindly, and nothing is guessed."""

from django.db import models

from services.models.rule import Choice
from texts.natural_keys import NaturallyKeyed


class Contradiction(NaturallyKeyed):
    """Answers of which any one on the one side does not go with one on the other."""

    natural_key_fields = ("code",)

    code = models.SlugField("コード", unique=True, help_text="半角の英数字。")
    text = models.CharField(
        "読む人への文",
        max_length=240,
        help_text="どこが合わないか、やさしく。"
        "例：「会社に入った」と「はたらいていない」の両方があります。",
    )
    one = models.ManyToManyField(
        Choice,
        related_name="+",
        verbose_name="この答えのどれかと",
        help_text="同じ質問の答えをえらびます。いくつでもえらべます。",
    )
    other = models.ManyToManyField(
        Choice,
        related_name="+",
        verbose_name="この答えのどれかは、いっしょにならない",
        help_text="ちがう質問の答えをえらびます。いくつでもえらべます。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "合わない答え"
        verbose_name_plural = "合わない答え"

    def __str__(self) -> str:
        return self.text
