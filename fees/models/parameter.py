"""The thresholds, shares and amounts around the caps."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facts.effective import EffectiveDated
from facts.provenance import Sourced
from facts.quoting import Quotable
from facts.wording import yen
from texts.languages import current


class Unit(models.TextChoices):
    """What a parameter counts."""

    YEN = "yen", "円"
    MAN_YEN = "man-yen", "万円"
    PERCENT = "percent", "%"
    YEARS = "years", "年"
    MONTHS = "months", "か月"
    UNITS = "units", "単位"

    def counted(self, number: int) -> str:
        """So many of it, in the language of the page: 2年."""
        given = {"number": f"{number:,}"}
        match self:
            case Unit.YEN:
                return yen(number)
            case Unit.MAN_YEN:
                # Only Japanese counts in tens of thousands.
                whole = _("%(number)s万円") % given
                return whole if current().is_japanese else yen(number * 10_000)
            case Unit.PERCENT:
                return f"{number:,}%"
            case Unit.YEARS:
                return ngettext("%(number)s年", "%(number)s年", number) % given
            case Unit.MONTHS:
                return ngettext("%(number)sか月", "%(number)sか月", number) % given
            case Unit.UNITS:
                return ngettext("%(number)s単位", "%(number)s単位", number) % given


class FeeParameter(Quotable, EffectiveDated, Sourced):
    """A threshold, a share or an amount that texts and sums name by its code."""

    quote_prefix = "fee"
    key_fields = ("code",)

    code = models.SlugField(
        "コード",
        help_text="半角の英数字。文章に [[fee:コード]] と書くと、この数が出ます。",
    )
    name = models.CharField("名前", max_length=160, help_text="例：一般1と一般2の境目")
    value = models.PositiveIntegerField(
        "数",
        null=True,
        blank=True,
        help_text="単位なしの数字。終わりの行だけ空にできます。",
    )
    unit = models.CharField(
        "単位", max_length=10, choices=Unit, help_text="ページに数といっしょに出ます。"
    )

    class Meta:
        ordering = ["code", "-valid_from"]
        verbose_name = "金額・割合・境目"
        verbose_name_plural = "金額・割合・境目"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from", "status"],
                name="one_parameter_per_code_day_and_status",
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | models.Q(is_end=True),
                name="parameter_has_a_value_unless_it_ends",
                violation_error_message="「数」を書いてください。"
                "空にできるのは、「この日で終わる」に印をつけた行だけです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}（{self.valid_from}から）"

    @property
    def subject(self) -> str:
        return self.name

    @property
    def quote_code(self) -> str:
        return self.code

    @property
    def key_code(self) -> str:
        return self.code

    def as_quote(self) -> str:
        # A row that only says that an amount has ended has none.
        return "" if self.value is None else Unit(self.unit).counted(self.value)

    @property
    def wording(self) -> str:
        return "" if self.is_end else f"**{self.as_quote()}**"

    def clean(self) -> None:
        super().clean()
        if self.value is None and not self.is_end:
            raise ValidationError({"value": "数を入れてください。"})
