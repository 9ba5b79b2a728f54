"""What people ask, and the answers."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models

from facts.provenance import Sourced
from facts.published import Publishable, PublishableManager
from facts.quoting import check_codes
from services.models import ServiceType
from texts.known_addresses import address_of
from texts.natural_keys import NaturallyKeyed

# Both are places on the list of questions: no two have one name.
_TAKEN = "「%s」は、質問か見出しがもう使っています。ほかのコードにしてください。"


class FaqGroup(NaturallyKeyed):
    """A heading over a few questions."""

    natural_key_fields = ("code",)

    code = models.SlugField("コード", unique=True, help_text="半角の英数字。")
    title = models.CharField("見出し", max_length=80, help_text="例：お金のこと")
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "よくある質問の見出し"
        verbose_name_plural = "よくある質問の見出し"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if Faq.objects.filter(code=self.code).exists():
            raise ValidationError({"code": _TAKEN % self.code})


class Faq(NaturallyKeyed, Publishable, Sourced):
    """A question that people ask, and its answer."""

    natural_key_fields = ("code",)
    objects: ClassVar[PublishableManager[Self]] = PublishableManager()

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="半角の英数字。ページのアドレス（/faq/コード/）になります。",
    )
    group = models.ForeignKey(
        FaqGroup,
        on_delete=models.PROTECT,
        related_name="faqs",
        verbose_name="見出し",
        help_text="どの見出しの下に置くか。",
    )
    question = models.CharField("質問", max_length=200, help_text="読む人の言葉で。")
    short_answer = models.CharField(
        "ひとことの答え",
        max_length=200,
        validators=[check_codes],
        help_text="1文で。ページの一番上に、太い字で出ます。",
    )
    answer = models.TextField(
        "答えの続き",
        validators=[check_codes],
        help_text="「ひとことの答え」のあとに読むこと。3文までと、"
        "くわしいページへのリンク。",
    )
    services = models.ManyToManyField(
        ServiceType,
        blank=True,
        related_name="faqs",
        verbose_name="関係するサービス",
        help_text="選んだサービスのページにも出ます。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["group__order", "order"]
        verbose_name = "よくある質問"
        verbose_name_plural = "よくある質問"

    def __str__(self) -> str:
        return self.question

    def clean(self) -> None:
        super().clean()
        if FaqGroup.objects.filter(code=self.code).exists():
            raise ValidationError({"code": _TAKEN % self.code})

    def get_absolute_url(self) -> str:
        return address_of("guide:answer", self.code)
