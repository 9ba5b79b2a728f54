"""What there is to know about paying."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models

from facts.effective import (
    EffectiveDated,
    EffectiveDatedManager,
    EffectiveDatedQuerySet,
)
from facts.provenance import Sourced
from facts.published import Publishable
from facts.quoting import check_codes
from texts.known_addresses import address_of
from texts.pictograms import pictogram_choices


class FeeTopicManager(EffectiveDatedManager):
    """Finds topics by their day, and those that readers may see."""

    def published(self) -> EffectiveDatedQuerySet:
        return self.filter(is_published=True)


class FeeTopic(EffectiveDated, Publishable, Sourced):
    """One thing to know about paying, such as 高額障害福祉サービス等給付費.

    It has a page of its own, or stands on the page of the topic that `under` names.
    The newest row decides also where it is not published: no older one comes back.
    """

    key_fields = ("code",)
    objects: ClassVar[FeeTopicManager[Self]] = FeeTopicManager()

    # The next row of the same topic, where `fees.caps` fetched it for a page.
    coming: FeeTopic | None

    code = models.SlugField(
        "コード",
        help_text="半角の英数字。ページのアドレスになります。あとから変えないでください。",
    )
    title = models.CharField("見出し", max_length=160, help_text="例：べつにかかるお金")
    summary = models.CharField(
        "ひとことで",
        max_length=160,
        blank=True,
        default="",
        validators=[check_codes],
        help_text="一覧で見出しの下に出る1文です。例：昼ごはんなど、別にかかるお金",
    )
    pictogram = models.CharField(
        "絵",
        max_length=40,
        choices=pictogram_choices,
        default="coins",
        help_text="一覧とページで、見出しの横に出る絵です。",
    )
    under = models.SlugField(
        "どの説明のページにのせるか",
        blank=True,
        default="",
        help_text="ほかの説明のコードを書くと、そのページの中に出ます。"
        "空のときは、自分のページに出ます。",
    )
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

    is_published = models.BooleanField(
        "公開する",
        default=True,
        help_text="はずすと、この日からの内容は、サイトのどこにも出ません。"
        "ほかの日からの内容は、その行ではずします。",
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

    @classmethod
    def hidden_on(cls, day: date) -> models.QuerySet[Self]:
        """The rows of topics that have no published row on that day."""
        shown = cls.objects.published().on(day).values("code")
        return cls.objects.filter(is_published=False).exclude(code__in=shown)

    @property
    def subject(self) -> str:
        return self.title

    @property
    def key_code(self) -> str:
        return self.code

    @property
    def wording(self) -> str:
        return self.body

    def get_absolute_url(self) -> str:
        """Its page, or its place on the page that it stands under."""
        if self.under:
            return f"{address_of('fees:topic', self.under)}#{self.code}"
        return address_of("fees:topic", self.code)

    def clean(self) -> None:
        super().clean()
        if not self.body and not self.is_end:
            raise ValidationError({"body": "本文を入れてください。"})
        if self.under:
            self._check_place()

    def _check_place(self) -> None:
        """Refuse a page that is not there, or that has none of its own."""
        others = FeeTopic.objects.exclude(code=self.code)
        if not others.filter(code=self.under, under="").exists():
            raise ValidationError(
                {
                    "under": "自分のページがある、ほかの説明のコードを書いてください。"
                    "空にすると、自分のページに出ます。"
                }
            )
        if others.filter(under=self.code).exists():
            raise ValidationError(
                {
                    "under": "このページには、ほかの説明がのっています。"
                    "先に、そちらののせるページを変えてください。"
                }
            )
