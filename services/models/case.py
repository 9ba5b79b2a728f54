"""Golden cases: answers of a made-up person, a day, and what must come out."""

from django.core.exceptions import ValidationError
from django.db import models

from facts.provenance import Sourced
from services.domain.outcome import Outcome
from services.models.rule import Choice
from services.models.service_type import ServiceType
from texts.natural_keys import NaturallyKeyed

OUTCOMES = [
    (Outcome.LIKELY.value, "使える可能性があります"),
    (Outcome.FIRST.value, "先にほかのサービスを使います"),
    (Outcome.UNLIKELY.value, "いまの答えではむずかしそうです"),
    (Outcome.ASK.value, "市に確かめることがあります"),
]


class GoldenCase(NaturallyKeyed, Sourced):
    """A case that the rules must get right; run before a rule is changed."""

    natural_key_fields = ("code",)

    code = models.SlugField("コード", unique=True, help_text="半角の英数字。")
    title = models.CharField(
        "どんな例か", max_length=120, help_text="例：50歳で、手帳のある人がB型を使う"
    )
    day = models.DateField("いつの決まりで", help_text="この日の決まりで確かめます。")
    with_planned = models.BooleanField(
        "予定の決まりで確かめる",
        default=False,
        help_text="まだ予定の決まりが、その日に始まったものとして確かめます。",
    )
    answers = models.ManyToManyField(
        Choice,
        blank=True,
        related_name="cases",
        verbose_name="この人の答え",
        help_text="わからないことは選びません。1つの質問に1つまで。",
    )

    class Meta:
        ordering = ["code"]
        verbose_name = "決まりの例題"
        verbose_name_plural = "決まりの例題"

    def __str__(self) -> str:
        return self.title

    def as_answers(self) -> dict[str, str]:
        """Question codes with the code of the choice; fetch `answers__question`."""
        return {choice.question.code: choice.code for choice in self.answers.all()}


class GoldenExpectation(models.Model):
    """What must come out of a case for one service."""

    case = models.ForeignKey(
        GoldenCase,
        on_delete=models.CASCADE,
        related_name="expectations",
        verbose_name="例題",
        help_text="どの例題の答えか。",
    )
    service = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="サービス",
        help_text="どのサービスの結果か。",
    )
    after = models.ForeignKey(
        Choice,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="この答えが変わったあと",
        help_text="空なら、いまの結果。例：「特別支援学校の高等部」をえらぶと、"
        "卒業したあとの結果。",
    )
    outcome = models.CharField(
        "正しい結果",
        max_length=10,
        choices=OUTCOMES,
        help_text="出なければならない結果。",
    )
    first = models.ForeignKey(
        ServiceType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="先に使うサービス",
        help_text="結果が「先に…」のときだけ選びます。",
    )
    confirm = models.BooleanField(
        "市の確認つき",
        default=False,
        help_text="「使える可能性があります」に、市の確認がつくとき。",
    )

    class Meta:
        ordering = ["case", "service__order"]
        verbose_name = "正しい結果"
        verbose_name_plural = "正しい結果"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "service"],
                condition=models.Q(after=None),
                name="one_expectation_per_case_and_service",
                violation_error_message="このサービスの正しい結果は、もうあります。"
                "その行を直してください。",
            ),
            models.UniqueConstraint(
                fields=["case", "service", "after"],
                name="one_expectation_per_case_service_and_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}：{self.get_outcome_display()}"

    def clean(self) -> None:
        super().clean()
        if (self.outcome == Outcome.FIRST.value) != (self.first is not None):
            raise ValidationError(
                {"first": "「先に…」のときだけ、先に使うサービスを選んでください。"}
            )
        if self.after is not None and not self.after.becomes.exists():
            raise ValidationError(
                {"after": "「いつ変わるか」のある答えを選んでください。"}
            )
