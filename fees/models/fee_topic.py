"""What there is to know about paying."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from facts.effective import EffectiveDated
from facts.provenance import Sourced
from facts.quoting import check_codes


class FeeTopic(EffectiveDated, Sourced):
    """One thing to know about paying, such as 高額障害福祉サービス等給付費."""

    key_fields = ("code",)

    # The next row of the same topic, where `fees.caps` fetched it for a page.
    coming: FeeTopic | None

    code = models.SlugField(
        "コード", help_text="半角の英数字。ページの中の位置（#コード）にもなります。"
    )
    title = models.CharField("見出し", max_length=160, help_text="例：べつにかかるお金")
    body = models.TextField(
        "本文",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="答えから先に、短い文で。金額は [[fee:…]] のようにコードで書きます。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order", "code", "-valid_from"]
        verbose_name = "お金の説明"
        verbose_name_plural = "お金の説明"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from", "status"],
                name="one_topic_per_code_day_and_status",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}（{self.valid_from}から）"

    @property
    def subject(self) -> str:
        return self.title

    @property
    def key_code(self) -> str:
        return self.code

    @property
    def wording(self) -> str:
        return self.body

    def clean(self) -> None:
        super().clean()
        if not self.body and not self.is_end:
            raise ValidationError({"body": "本文を入れてください。"})
