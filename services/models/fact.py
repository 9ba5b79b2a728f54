"""What can be said of each service in the same words: facts and wage figures.

The service page, the comparison table and the paper all read these rows.
"""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from facts.effective import EffectiveDated
from facts.provenance import Sourced
from facts.quoting import Quotable, check_codes
from facts.wording import bracketed, fiscal_year, named, yen
from services.models.service_type import ServiceType
from texts.natural_keys import NaturallyKeyed


class FactSection(models.TextChoices):
    """The part of a service page that a fact stands in."""

    ACTIVITIES = "activities", "すること"
    WHO = "who", "使える人（条件）"
    PERIOD = "period", "使える期間"
    PAY = "pay", "もらえるお金"
    COST = "cost", "はらうお金"
    START = "start", "使うまでの流れ"


class FactKind(NaturallyKeyed):
    """One row of the comparison table, such as 「雇用契約をしますか」."""

    natural_key_fields = ("code",)

    code = models.SlugField("コード", unique=True, help_text="半角の英数字。")
    question = models.CharField(
        "質問の形の見出し",
        max_length=120,
        help_text="くらべる表の行。例：お金はもらえますか",
    )
    label = models.CharField(
        "短い見出し", max_length=60, help_text="枠や一覧で使います。例：もらえるお金"
    )
    section = models.CharField(
        "置く場所",
        max_length=12,
        choices=FactSection,
        help_text="サービスのページで、どの見出しの下に置くか。",
    )
    allowed_answers = models.TextField(
        "使ってよい答え",
        blank=True,
        default="",
        help_text="1行に1つ。書いておくと、ほかの答えは保存できません。空なら自由です。",
    )
    is_key = models.BooleanField(
        "大事な点",
        default=False,
        help_text="印をつけると、一覧のカードとページの最初の枠にも出ます。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "くらべる項目"
        verbose_name_plural = "くらべる項目"

    def __str__(self) -> str:
        return self.label

    def allows(self, answer: str) -> bool:
        allowed = self.allowed_answers.split()
        return not allowed or answer in allowed


class ServiceFact(EffectiveDated, Sourced):
    """What is true of one service in one respect, from a day on."""

    key_fields = ("service", "kind")

    service = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        related_name="facts",
        verbose_name="サービス",
        help_text="どのサービスのことか。",
    )
    kind = models.ForeignKey(
        FactKind,
        on_delete=models.PROTECT,
        related_name="facts",
        verbose_name="項目",
        help_text="何についてのことか。",
    )
    answer = models.CharField(
        "短い答え", max_length=80, help_text="くらべる表の太い字。例：あり、原則2年"
    )
    note = models.TextField(
        "説明",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="1〜3文。金額は [[fee:…]] のようにコードで書きます。",
    )

    # The column that modeltranslation adds; what must be one of a few is Japanese.
    answer_ja: str | None

    class Meta(EffectiveDated.Meta):
        ordering = ["service__order", "kind__order", "-valid_from"]
        verbose_name = "サービスの内容"
        verbose_name_plural = "サービスの内容"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "kind", "valid_from", "status"],
                name="one_fact_per_service_kind_day_and_status",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def subject(self) -> str:
        return named(self.service, self.kind)

    @property
    def key_code(self) -> str:
        return f"{self.service.slug}/{self.kind.code}"

    @property
    def wording(self) -> str:
        return f"**{self.answer}**\n\n{self.note}".strip()

    def clean(self) -> None:
        super().clean()
        if self.kind_id and not self.kind.allows(self.answer_ja or ""):
            allowed = "」「".join(self.kind.allowed_answers.split())
            raise ValidationError(
                {"answer": f"「{allowed}」から選んで書いてください。"}
            )


class WageMethod(models.TextChoices):
    """How an average was made; figures of two methods cannot be compared."""

    BY_PAID_PERSON = "by-paid-person", _("支払いを受けた人の数で割る方法")
    BY_DAILY_USERS = "by-daily-users", _("1日の平均利用者数で割る方法（2023年度から）")


class Area(models.TextChoices):
    """Whose average a figure is."""

    NATION = "nation", "全国"
    PREFECTURE = "prefecture", "県"
    CITY = "city", "市"


class WageFigure(Quotable, Sourced):
    """The average pay of a service in one fiscal year, nation-wide or local."""

    quote_prefix = "wage"
    quote_related = ("service",)

    service = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        related_name="wages",
        verbose_name="サービス",
        help_text="どのサービスの平均か。",
    )
    fiscal_year = models.PositiveSmallIntegerField(
        "年度",
        validators=[MinValueValidator(2006)],
        help_text="西暦で。2022 は令和4年度（2022年4月〜2023年3月）です。",
    )
    area = models.CharField(
        "地域",
        max_length=10,
        choices=Area,
        default=Area.NATION,
        help_text="どこの平均か。",
    )
    monthly_yen = models.PositiveIntegerField(
        "月の平均（円）", help_text="1か月の平均額。円。"
    )
    hourly_yen = models.PositiveIntegerField(
        "時間の平均（円）",
        null=True,
        blank=True,
        help_text="1時間あたりの平均額。公表されているときだけ。",
    )
    method = models.CharField(
        "計算のしかた",
        max_length=20,
        choices=WageMethod,
        help_text="B型は2023年度（令和5年度）から変わりました。ちがう方法の数字はつなげません。",
    )

    class Meta:
        ordering = ["service__order", "area", "fiscal_year"]
        verbose_name = "平均の賃金・工賃"
        verbose_name_plural = "平均の賃金・工賃"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "area", "fiscal_year", "method"],
                name="one_wage_per_service_area_year_and_method",
            ),
            models.CheckConstraint(
                condition=models.Q(monthly_yen__gt=0), name="wage_is_more_than_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.fiscal_year}年度（{self.get_area_display()}）"

    @property
    def quote_code(self) -> str:
        area = "" if self.area == Area.NATION else f"/{self.area}"
        return f"{self.service.slug}/{self.fiscal_year}{area}"

    def as_quote(self) -> str:
        return bracketed(yen(self.monthly_yen), fiscal_year(self.fiscal_year))
