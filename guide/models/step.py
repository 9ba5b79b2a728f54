"""The way to a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple, Self

from django.db import models
from django.utils.translation import gettext as _

from facts.provenance import Sourced
from facts.published import Publishable, PublishableManager
from facts.quoting import check_codes
from texts.known_addresses import address_of
from texts.natural_keys import NaturallyKeyed
from texts.pictograms import pictogram_choices


class Step(NaturallyKeyed, Publishable, Sourced):
    """One step of the way to a service, in the order of the law."""

    natural_key_fields = ("code",)
    objects: ClassVar[PublishableManager[Self]] = PublishableManager()

    # Its place among those that readers see, where `guide.held_rows` fetched it.
    number: int

    code = models.SlugField("コード", unique=True, help_text="半角の英数字。")
    order = models.PositiveSmallIntegerField(
        "順番", unique=True, help_text="何番目の手順か。1から。"
    )
    title = models.CharField("見出し", max_length=120, help_text="例：市に申請する")
    pictogram = models.CharField(
        "絵",
        max_length=40,
        choices=pictogram_choices,
        default="circle-check",
        help_text="見出しの横に出る絵です。ほかの手順とちがうものを選んでください。",
    )
    body = models.TextField(
        "説明",
        validators=[check_codes],
        help_text="1文か2文。することから先に。くわしいことは「くわしく」に。",
    )
    who = models.CharField("する人", max_length=240, help_text="だれがするか。")
    place = models.CharField(
        "場所",
        max_length=240,
        blank=True,
        default="",
        help_text="どこでするか。わからないときは空のまま。",
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
        help_text="確かめた日数だけ。わからないときは空のまま。",
    )
    cost = models.CharField(
        "お金",
        max_length=240,
        blank=True,
        default="",
        help_text="例：かかりません。わからないときは空のまま。",
    )
    branches = models.TextField(
        "くわしく",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="開くと出る内容。場合によってちがうこと、書類の例。箇条書きで。",
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "使うまでの手順"
        verbose_name_plural = "使うまでの手順"

    def __str__(self) -> str:
        return f"{self.order} {self.title}"

    def get_absolute_url(self) -> str:
        return f"{address_of('guide:steps')}#{self.code}"


class QuestionLeft(NamedTuple):
    """Something that is not known of some steps: how one asks for it.

    `numbers` are those of these steps; none where it is not known of any step.
    """

    text: str
    numbers: tuple[int, ...]


def questions_left(steps: Sequence[Step]) -> list[QuestionLeft]:
    """What no row says of `steps`, so that a page says it once and whom to ask."""
    texts = {
        "duration": _("使えるようになるまで、どのくらいかかりますか"),
        "place": _("どこへ行けばよいですか"),
        "bring": _("何をもって行けばよいですか"),
        "cost": _("いくらかかりますか"),
    }
    lacking = {
        name: tuple(step.number for step in steps if not getattr(step, name))
        for name in texts
    }
    return [
        QuestionLeft(texts[name], () if len(numbers) == len(steps) else numbers)
        for name, numbers in lacking.items()
        if numbers
    ]
