"""What can be said of each service in the same words: facts and wage figures.

The service page, the comparison table and the paper all read these rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from facts.effective import EffectiveDated
from facts.provenance import Sourced
from facts.quoting import Quotable, QuotedField, check_codes
from facts.wording import bracketed, fiscal_year, named, round_yen, yen
from services.models.service_type import ServiceType
from texts.known_addresses import address_of
from texts.natural_keys import NaturallyKeyed
from texts.pictograms import pictogram_choices

_ABOUT = "about"


class FactPage(models.TextChoices):
    """The further page of a service that says a fact in full."""

    CONDITIONS = "conditions", "使える人"
    MONEY = "money", "お金"
    DETAILS = "details", "くわしい説明"

    @property
    def view(self) -> str:
        """The name of its address."""
        return "services:who" if self is self.CONDITIONS else f"services:{self.value}"


class OnFirst(models.TextChoices):
    """How the first page of a service says a fact, if it does."""

    FACT = "fact", "「お金と期間」に出す"
    MUST = "must", "先にすることとして出す（説明があるときだけ）"


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
    page = models.CharField(
        "全部をのせるページ",
        max_length=12,
        choices=FactPage,
        default=FactPage.DETAILS,
        help_text="サービスのどのページに、答えと説明の全部をのせるか。",
    )
    on_first = models.CharField(
        "はじめのページでの出し方",
        max_length=8,
        choices=OnFirst,
        blank=True,
        default="",
        help_text="サービスのはじめのページにも短く出すとき、えらびます。",
    )
    pictogram = models.CharField(
        "絵",
        max_length=40,
        choices=pictogram_choices,
        blank=True,
        default="",
        help_text="答えのとなりに出る絵です。空なら絵は出ません。",
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
        help_text="印をつけると、しおりと、やさしい日本語のくらべる表に出ます。",
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

    @property
    def is_compared_first(self) -> bool:
        """Whether the short table of easy Japanese has it."""
        return self.is_key or self.is_on_first

    @property
    def is_on_first(self) -> bool:
        return self.on_first == OnFirst.FACT

    @property
    def is_must(self) -> bool:
        """Whether it tells what comes first, above all else."""
        return self.on_first == OnFirst.MUST

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
    headline = models.CharField(
        "はじめのページの大きい字",
        max_length=80,
        blank=True,
        default="",
        validators=[check_codes],
        help_text="空なら「短い答え」が出ます。いちばん大きくする数を ** ではさみます。"
        "例：月 **[[wage:b-gata/about]]**くらい",
    )
    gist = models.TextField(
        "はじめのページの説明",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="1文か2文。空なら、はじめのページには短い答えだけが出ます。",
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

    def get_absolute_url(self) -> str:
        """The further page of its service that says it in full."""
        address = address_of(FactPage(self.kind.page).view, self.service.slug)
        return f"{address}#{self.kind.code}"

    @property
    def subject(self) -> str:
        return named(self.service, self.kind)

    @property
    def key_code(self) -> str:
        return f"{self.service.slug}/{self.kind.code}"

    @property
    def wording(self) -> str:
        return f"**{self.answer}**\n\n{self.note}".strip()

    @property
    def other_wording(self) -> str:
        return f"{self.headline}\n\n{self.gist}".strip()

    @property
    def first_words(self) -> str:
        """The large words of the first page."""
        return self.headline or self.answer

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
                condition=models.Q(monthly_yen__gt=0),
                name="wage_is_more_than_zero",
                violation_error_message="「月の平均」は、1円以上の数を書いてください。"
                "わからないときは、行を作らないでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.fiscal_year}年度（{self.get_area_display()}）"

    @property
    def quote_code(self) -> str:
        area = "" if self.area == Area.NATION else f"/{self.area}"
        return f"{self.service.slug}/{self.fiscal_year}{area}"

    @property
    def other_codes(self) -> tuple[str, ...]:
        """Codes that always name the newest figure of the nation."""
        if self.area != Area.NATION:
            return ()
        return (f"{self.service.slug}/latest", f"{self.service.slug}/{_ABOUT}")

    def as_quote(self) -> str:
        return bracketed(yen(self.monthly_yen), fiscal_year(self.fiscal_year))

    def field_as_quote(self, code: str) -> str:
        """What one of `other_codes` shows: the figure, or its round number."""
        if code.endswith(f"/{_ABOUT}"):
            return round_yen(self.monthly_yen)
        return self.as_quote()

    @classmethod
    def quoted(cls, *, on: date | None = None) -> Iterable[Quotable | QuotedField]:
        """Each figure by its year; the newest of each service by its other codes."""
        rows = [cast("WageFigure", row) for row in super().quoted(on=on)]
        newest: dict[str, WageFigure] = {}
        for row in sorted(rows, key=lambda row: row.fiscal_year):
            newest |= dict.fromkeys(row.other_codes, row)
        return [*rows, *(QuotedField(row, code) for code, row in newest.items())]
