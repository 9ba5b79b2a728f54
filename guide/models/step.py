"""The way to a service."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from facts.provenance import Sourced
from facts.quoting import check_codes
from texts.natural_keys import NaturallyKeyed


class Step(NaturallyKeyed, Sourced):
    """One step of the way to a service, in the order of the law."""

    natural_key_fields = ("code",)

    code = models.SlugField("コード", unique=True, help_text="半角の英数字。")
    order = models.PositiveSmallIntegerField(
        "順番", unique=True, help_text="何番目の手順か。1から。"
    )
    title = models.CharField("見出し", max_length=120, help_text="例：市に申請する")
    body = models.TextField(
        "説明", validators=[check_codes], help_text="1〜4文。することから先に。"
    )
    who = models.CharField("する人", max_length=240, help_text="だれがするか。")
    place = models.CharField(
        "場所", max_length=240, blank=True, default="", help_text="どこでするか。"
    )
    bring = models.TextField(
        "もって行く物",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="「- 」の箇条書き。決まっていないときは空のまま。",
    )
    duration = models.CharField(
        "かかる日数",
        max_length=240,
        blank=True,
        default="",
        help_text="確かめた日数だけ。空のときは「わかりません」と出ます。",
    )
    cost = models.CharField("お金", max_length=240, help_text="例：かかりません。")
    branches = models.TextField(
        "ほかの道",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="「または」の場合。1〜3文か箇条書き。",
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "使うまでの手順"
        verbose_name_plural = "使うまでの手順"

    def __str__(self) -> str:
        return f"{self.order} {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('guide:steps')}#{self.code}"
