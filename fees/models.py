"""What a service costs its user: brackets, caps and the parameters around them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facts.effective import EffectiveDated
from facts.provenance import Sourced
from facts.quoting import Quotable, check_codes
from facts.wording import named, yen
from texts.natural_keys import NaturallyKeyed


class Audience(NaturallyKeyed):
    """Whom a cap is for, and whose tax decides: adult at home, child, resident."""

    natural_key_fields = ("code",)

    code = models.SlugField(
        "コード", unique=True, help_text="半角の英数字。文章の [[cap:…]] に使います。"
    )
    name = models.CharField(
        "だれの場合か", max_length=160, help_text="例：18歳以上で、家でくらす人"
    )
    household = models.TextField(
        "だれの税金を見るか",
        validators=[check_codes],
        help_text="1〜3文。例：本人と、いっしょにくらす夫や妻の住民税を見ます。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "だれの場合か"
        verbose_name_plural = "だれの場合か"

    def __str__(self) -> str:
        return self.name


class IncomeBracket(NaturallyKeyed):
    """所得区分: the four steps from public assistance to 一般2."""

    natural_key_fields = ("code",)

    code = models.SlugField(
        "コード", unique=True, help_text="半角の英数字。文章の [[cap:…]] に使います。"
    )
    name = models.CharField("区分の名前", max_length=60, help_text="例：一般1")
    reading = models.CharField("よみがな", max_length=40, help_text="ひらがなで。")
    plain_name = models.CharField(
        "ひらたい言い方", max_length=120, help_text="例：住民税がかかっていない世帯"
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "所得区分"
        verbose_name_plural = "所得区分"

    def __str__(self) -> str:
        return self.name


class FeeCap(Quotable, EffectiveDated, Sourced):
    """負担上限月額: the most that somebody pays a month (施行令 第17条)."""

    quote_prefix = "cap"
    quote_related = ("audience", "bracket")
    key_fields = ("audience", "bracket")

    audience = models.ForeignKey(
        Audience,
        on_delete=models.PROTECT,
        related_name="caps",
        verbose_name="だれの場合か",
        help_text="どんな人の上限か。",
    )
    bracket = models.ForeignKey(
        IncomeBracket,
        on_delete=models.PROTECT,
        related_name="caps",
        verbose_name="所得区分",
        help_text="どの区分の上限か。",
    )
    yen = models.PositiveIntegerField(
        "上限月額（円）", help_text="1か月に払う額の上限。円。"
    )
    condition = models.TextField(
        "この区分になる条件",
        validators=[check_codes],
        help_text="1〜2文。金額は [[fee:…]] のようにコードで書きます。",
    )

    class Meta:
        ordering = ["audience__order", "bracket__order", "-valid_from"]
        verbose_name = "負担上限月額"
        verbose_name_plural = "負担上限月額"
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "bracket", "valid_from", "status"],
                name="one_cap_per_audience_bracket_day_and_status",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}（{self.valid_from}から）"

    @property
    def subject(self) -> str:
        return _("%(audience)s・%(bracket)s") % {
            "audience": self.audience,
            "bracket": self.bracket,
        }

    @property
    def quote_code(self) -> str:
        return f"{self.audience.code}-{self.bracket.code}"

    @property
    def amount_here(self) -> str:
        """The amount in words, or that the bracket ends."""
        return _("この区分がなくなります。") if self.is_end else yen(self.yen)

    @property
    def what_comes(self) -> str:
        """The bracket and its amount, for an announcement."""
        return named(self.bracket, self.amount_here)

    @property
    def key_code(self) -> str:
        return self.quote_code

    def as_quote(self) -> str:
        return yen(self.yen)

    @property
    def wording(self) -> str:
        return f"**{self.as_quote()}**\n\n{self.condition}"


class Unit(models.TextChoices):
    """What a parameter counts."""

    YEN = "yen", "円"
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
        return Unit(self.unit).counted(self.value)

    @property
    def wording(self) -> str:
        return "" if self.is_end else f"**{self.as_quote()}**"

    def clean(self) -> None:
        super().clean()
        if self.value is None and not self.is_end:
            raise ValidationError({"value": "数を入れてください。"})


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


class FeeTopic(EffectiveDated, Sourced):
    """One thing to know about paying, such as 高額障害福祉サービス等給付費."""

    key_fields = ("code",)

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
