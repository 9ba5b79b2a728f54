"""How services belong together: which leads to which, and how two differ."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from facts.provenance import Sourced
from facts.quoting import check_codes
from services.models.service_type import ServiceType
from texts.natural_keys import NaturallyKeyed


class Passage(NaturallyKeyed, Sourced):
    """One service may come after another: an arrow of the picture of all."""

    natural_key_fields = ("before__slug", "after__slug")

    before = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        related_name="passages_on",
        verbose_name="先のサービス",
        help_text="矢印が出るほう。",
    )
    after = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        related_name="passages_here",
        verbose_name="あとのサービス",
        help_text="矢印がさすほう。",
    )
    words = models.CharField(
        "矢印のことば",
        max_length=60,
        help_text="短く。同じことばの矢印は、図でまとめて1つになります。"
        "例：会社に就職して半年たったら",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "サービスのつながり"
        verbose_name_plural = "サービスのつながり"
        constraints = [
            models.UniqueConstraint(
                fields=["before", "after"], name="one_passage_per_pair_of_services"
            )
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    def clean(self) -> None:
        super().clean()
        if self.before_id and self.after_id and self._comes_back():
            raise ValidationError(
                {
                    "after": "矢印がもとのサービスにもどります。"
                    "図にできないので、べつのサービスを選んでください。"
                }
            )

    def _comes_back(self) -> bool:
        """Whether arrows lead from `after` to `before`, over however many others."""
        others = Passage.objects.exclude(pk=self.pk)
        arrows = list(others.values_list("before_id", "after_id"))
        reached: set[int] = set()
        found = {self.after_id}
        while found - reached:
            reached |= found
            found = {after for before, after in arrows if before in reached}
        return self.before_id in reached


class Contrast(NaturallyKeyed, Sourced):
    """In what two services differ most, in a sentence or two above their table."""

    natural_key_fields = ("one__slug", "other__slug")

    one = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="1つめのサービス",
        help_text="くらべるサービス。",
    )
    other = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="2つめのサービス",
        help_text="くらべるサービス。",
    )
    words = models.TextField(
        "ひとことで言うちがい",
        validators=[check_codes],
        help_text="1文から3文。くらべる表の上に出ます。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "2つのサービスのちがい"
        verbose_name_plural = "2つのサービスのちがい"
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], name="one_contrast_per_pair_of_services"
            )
        ]

    def __str__(self) -> str:
        return f"{self.one}・{self.other}"

    def clean(self) -> None:
        super().clean()
        if self.one_id and self.one_id == self.other_id:
            raise ValidationError({"other": "ちがうサービスを選んでください。"})
        if Contrast.objects.filter(one=self.other_id, other=self.one_id).exists():
            raise ValidationError(
                {"other": "この2つのちがいは、もうあります。それを直してください。"}
            )
