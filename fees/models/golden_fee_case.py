"""Golden cases of money: made-up people, and what must come out."""

from __future__ import annotations

from django.db import models

from facts.provenance import Sourced
from texts.natural_keys import NaturallyKeyed


class FeeCase(NaturallyKeyed, Sourced):
    """A golden case: facts of a made-up person, and the yen that must come out."""

    natural_key_fields = ("code",)

    code = models.SlugField("コード", unique=True, help_text="半角の英数字。")
    title = models.CharField(
        "どんな例か", max_length=120, help_text="例：一般1の人が、上限より多く使った月"
    )
    day = models.DateField("いつの金額で", help_text="この日の金額で確かめます。")
    facts = models.JSONField(
        "わかっていること",
        default=dict,
        blank=True,
        help_text="manage.py estimate_fee --help にある書き方で。"
        "書かないことは、わからないこと。",
    )
    expected = models.JSONField(
        "正しい結果",
        help_text='例：{"payable_min": 9300, "payable_max": 9300}。'
        "書いた項目だけを確かめます。",
    )

    class Meta:
        ordering = ["code"]
        verbose_name = "お金の例題"
        verbose_name_plural = "お金の例題"

    def __str__(self) -> str:
        return self.title
