"""Who may use a service: rules as rows, and the questions they are made of.

A rule holds when all its requirements are met, a requirement when any of its
routes is open, a route when all its criteria are met; a criterion is one question
and the choices that satisfy it.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from facts.effective import EffectiveDated, EffectiveDatedManager
from facts.provenance import Sourced
from facts.quoting import check_codes
from facts.wording import named
from services.models.service_type import ServiceType
from texts.known_addresses import address_of
from texts.natural_keys import NaturalKeyManager, NaturallyKeyed
from texts.pictograms import pictogram_choices


class AskedOf(models.TextChoices):
    """Whom a question is asked."""

    EVERYONE = "all", "だれにでも（みじかい道）"
    DETAIL = "detail", "くわしく確かめるときだけ"


class Question(NaturallyKeyed):
    """One question to the reader; every answer is one choice among few."""

    natural_key_fields = ("code",)

    code = models.SlugField("コード", unique=True, help_text="半角の英数字。")
    text = models.CharField(
        "質問", max_length=240, help_text="本人への聞き方。例：いま何さいですか"
    )
    text_family = models.CharField(
        "質問（家族が答えるとき）",
        max_length=240,
        blank=True,
        default="",
        help_text="空なら本人への聞き方を使います。",
    )
    text_supporter = models.CharField(
        "質問（支援者が答えるとき）",
        max_length=240,
        blank=True,
        default="",
        help_text="空なら本人への聞き方を使います。",
    )
    hint = models.CharField(
        "ヒント", max_length=240, blank=True, default="", help_text="短い1文。"
    )
    reason = models.CharField(
        "聞くわけ", max_length=200, help_text="なぜ聞くのか。1〜2文。"
    )
    where_to_find = models.CharField(
        "どこを見るとわかるか",
        max_length=200,
        blank=True,
        default="",
        help_text="例：障害福祉サービス受給者証の「有効期間」のところ",
    )
    asked_of = models.CharField(
        "だれに聞くか",
        max_length=10,
        choices=AskedOf.choices,
        default=AskedOf.DETAIL,
        help_text="「だれにでも」は、本人が知っていて、結果が変わる質問だけにします。"
        "市・審査会・事業所が決めることは「くわしく」にします。",
    )
    presupposes = models.ManyToManyField(
        "services.Choice",
        blank=True,
        related_name="presupposed_by",
        verbose_name="この答えの人だけに聞く",
        help_text="ほかの質問で、このどれかを答えた人だけに聞きます。"
        "空なら、だれにでも聞きます。例：年金は、18歳からの答えだけ",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "質問"
        verbose_name_plural = "質問"

    def __str__(self) -> str:
        return self.text

    def text_for(self, who: str) -> str:
        """The question in the words for who answers; the person's own by default."""
        worded = {"family": self.text_family, "supporter": self.text_supporter}
        return worded.get(who) or self.text


class Choice(NaturallyKeyed):
    """One answer to a question."""

    natural_key_fields = ("question__code", "code")

    question = models.ForeignKey(
        Question,
        on_delete=models.CASCADE,
        related_name="choices",
        verbose_name="質問",
        help_text="どの質問の答えか。",
    )
    code = models.SlugField("コード", help_text="半角の英数字。")
    text = models.CharField("答え", max_length=160, help_text="例：50さいから64さい")
    meets_nothing = models.BooleanField(
        "どの条件も満たさない",
        default=False,
        help_text="この答えの人は、この質問を見るどの条件も満たしません。"
        "たしかにそうなら、印をつけます。",
    )
    pictogram = models.CharField(
        "絵",
        max_length=40,
        blank=True,
        default="",
        choices=pictogram_choices,
        help_text="答えの横に出る絵。ことばの代わりではありません。",
    )
    implies = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="implied_by",
        verbose_name="この答えからわかる、ほかの質問の答え",
        help_text="1つの質問の答えを1つえらぶと、その質問は聞きません。"
        "いくつかえらぶと、その中からえらぶ質問になります。",
    )
    becomes = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="formerly",
        verbose_name="いつ変わるか：変わったあとの答え",
        help_text="あとで変わる答えのとき。例：「15歳から17歳」は"
        "「18歳から49歳」に変わります。",
    )
    becomes_when = models.CharField(
        "いつ変わるか：読む人へのことば",
        max_length=60,
        blank=True,
        default="",
        help_text="例：18歳になったら、卒業したら",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["question__order", "order"]
        verbose_name = "答え"
        verbose_name_plural = "答え"
        constraints = [
            models.UniqueConstraint(
                fields=["question", "code"], name="one_choice_per_question_and_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}：{self.text}"


class EligibilityRuleManager(NaturalKeyManager, EffectiveDatedManager):
    """Finds rules by their day, and for fixtures by their key."""


class EligibilityRule(NaturallyKeyed, EffectiveDated, Sourced):
    """Who may use a service, as the law stands from a day on."""

    natural_key_fields = ("service__slug", "valid_from", "status")
    key_fields = ("service",)

    service = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        related_name="rules",
        verbose_name="サービス",
        help_text="どのサービスの決まりか。",
    )
    summary = models.TextField(
        "何が変わったか",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="前の決まりとのちがい。1〜2文。「変わること」のページに出ます。",
    )

    objects: ClassVar[EligibilityRuleManager[Self]] = EligibilityRuleManager()

    class Meta:
        ordering = ["service__order", "-valid_from"]
        verbose_name = "使える人の決まり"
        verbose_name_plural = "使える人の決まり"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "valid_from", "status"],
                name="one_rule_per_service_day_and_status",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}（{self.valid_from}から）"

    def get_absolute_url(self) -> str:
        """The page that reads the whole rule out."""
        return address_of("services:who", self.service.slug)

    @property
    def subject(self) -> str:
        return named(self.service, _("使える人の条件"))

    @property
    def key_code(self) -> str:
        return self.service.slug

    @property
    def wording(self) -> str:
        """Its requirements with their routes; fetch `requirements__routes`."""
        return "\n\n".join(one.wording for one in self.requirements.all())


class EligibilityRequirement(NaturallyKeyed, Sourced):
    """One thing that the law asks for; any route to it is enough."""

    natural_key_fields = (
        "rule__service__slug",
        "rule__valid_from",
        "rule__status",
        "code",
    )

    rule = models.ForeignKey(
        EligibilityRule,
        on_delete=models.CASCADE,
        related_name="requirements",
        verbose_name="決まり",
        help_text="どの決まりの条件か。",
    )
    code = models.SlugField("コード", help_text="半角の英数字。例：age")
    text = models.CharField(
        "条件", max_length=240, help_text="読む人への1文。例：65さいより下の人"
    )
    reason = models.TextField(
        "説明",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="なぜこの条件があるか、くわしい内容。1〜3文。",
    )
    opening = models.CharField(
        "道のひらき方",
        max_length=160,
        blank=True,
        default="",
        help_text="満たさないとき、まだわからないときに、結果に出る短い1文か2文。"
        "何があれば使えるか。例：先に就労選択支援を使えば、使えることがあります。",
    )
    helper = models.CharField(
        "だれが手つだうか",
        max_length=120,
        blank=True,
        default="",
        help_text="道をひらくのを手つだうところ。例：市の窓口、相談支援事業所",
    )
    confirmed_by_city = models.BooleanField(
        "市が確かめる",
        default=False,
        help_text="満たしているかどうかを市が判断するときに印をつけます。",
    )
    is_estimate = models.BooleanField(
        "本人の見立て（めやす）",
        default=False,
        help_text="本人の答えだけでは決まらないときに印をつけます。"
        "あてはまらない答えでも「むずかしそう」とは出さず、市が確かめることにします。",
    )
    way_in = models.ForeignKey(
        ServiceType,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="先に使うサービス",
        help_text="満たさないとき、先に使えば道がひらくサービス。例：就労選択支援",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["rule", "order"]
        verbose_name = "条件"
        verbose_name_plural = "条件"
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "code"], name="one_requirement_per_rule_and_code"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def wording(self) -> str:
        """The sentence, its reason, and its routes as a list; fetch `routes`."""
        routes = "\n".join(f"- {route.text}" for route in self.routes.all())
        return "\n\n".join(filter(None, [f"**{self.text}**", routes, self.reason]))


class EligibilityRoute(NaturallyKeyed):
    """One way to meet a requirement, such as 「50さい以上」."""

    natural_key_fields = (
        *(
            f"requirement__{field}"
            for field in EligibilityRequirement.natural_key_fields
        ),
        "code",
    )

    requirement = models.ForeignKey(
        EligibilityRequirement,
        on_delete=models.CASCADE,
        related_name="routes",
        verbose_name="条件",
        help_text="どの条件への道か。",
    )
    code = models.SlugField("コード", help_text="半角の英数字。例：age-50")
    text = models.CharField(
        "読む人への文", max_length=160, help_text="例：50さい以上の人"
    )
    confirmed_by_city = models.BooleanField(
        "市が確かめる",
        default=False,
        help_text="この道が使えるかどうかを市が判断するときに印をつけます。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["requirement", "order"]
        verbose_name = "条件を満たす道"
        verbose_name_plural = "条件を満たす道"
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "code"],
                name="one_route_per_requirement_and_code",
            )
        ]

    def __str__(self) -> str:
        return self.text


class EligibilityCriterion(models.Model):
    """One question, and the answers to it that qualify."""

    route = models.ForeignKey(
        EligibilityRoute,
        on_delete=models.CASCADE,
        related_name="criteria",
        verbose_name="道",
        help_text="どの道の質問か。",
    )
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        related_name="criteria",
        verbose_name="質問",
        help_text="この質問の答えで決まります。",
    )
    accepted = models.ManyToManyField(
        Choice,
        related_name="criteria",
        verbose_name="満たす答え",
        help_text="このどれかを選んだ人が満たします。同じ質問の答えだけを選んでください。",
    )

    class Meta:
        ordering = ["route", "question__order"]
        verbose_name = "質問と満たす答え"
        verbose_name_plural = "質問と満たす答え"
        constraints = [
            models.UniqueConstraint(
                fields=["route", "question"],
                name="one_criterion_per_route_and_question",
            )
        ]

    def __str__(self) -> str:
        return str(self.question)

    def clean(self) -> None:
        super().clean()
        strangers = self.pk and self.accepted.exclude(question=self.question_id)
        if strangers:
            raise ValidationError(
                f"「{strangers[0].text}」は、ちがう質問の答えです。選び直してください。"
            )
