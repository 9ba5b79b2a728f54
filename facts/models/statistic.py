"""Published figures that texts name."""

from django.db import models

from facts.provenance import Sourced
from facts.quoting import Quotable
from facts.wording import bracketed
from texts.natural_keys import NaturallyKeyed


class Statistic(Quotable, NaturallyKeyed, Sourced):
    """A published figure that texts name; it always carries its own time."""

    natural_key_fields = ("code",)
    quote_prefix = "stat"

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="半角の英数字。文章に [[stat:コード]] と書くと、数字と時点が出ます。",
    )
    name = models.CharField("名前", max_length=160, help_text="例：負担が0円の人の割合")
    value = models.CharField("数字", max_length=80, help_text="単位もつけて。例：92.7%")
    period = models.CharField(
        "いつの数字か", max_length=80, help_text="例：2022年12月、2020年度"
    )

    class Meta:
        ordering = ["code"]
        verbose_name = "統計の数字"
        verbose_name_plural = "統計の数字"

    def __str__(self) -> str:
        return self.name

    @property
    def quote_code(self) -> str:
        return self.code

    def as_quote(self) -> str:
        return bracketed(self.value, self.period)
