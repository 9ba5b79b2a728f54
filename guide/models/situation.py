"""The situations that readers are in, and what each of them finds there."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models

from facts.provenance import Sourced
from facts.published import Publishable, PublishableManager
from facts.quoting import check_codes
from guide.models.faq import Faq
from guide.models.identity import Page
from guide.models.law_change import LawChange
from offices.models import OfficeKind
from services.models import ServiceType
from texts.known_addresses import address_of
from texts.natural_keys import NaturallyKeyed
from texts.pictograms import pictogram_choices

Target = Page | Faq | ServiceType | LawChange | OfficeKind


class TimeGroup(NamedTuple):
    """What one can use at one time: `when` is empty for now."""

    when: str
    services: list[SituationService]


class LifeSituation(NaturallyKeyed, Publishable, Sourced):
    """Where a reader stands in life; a door on the first page, and a page."""

    natural_key_fields = ("code",)
    objects: ClassVar[PublishableManager[Self]] = PublishableManager()

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="ページのアドレスに入ります。半角の英数字。",
    )
    name = models.CharField(
        "見出し",
        max_length=60,
        help_text="読む人が「自分のことだ」とわかる言葉。例：学校を卒業する",
    )
    pictogram = models.CharField(
        "絵",
        max_length=40,
        choices=pictogram_choices,
        help_text="見出しの横に出る絵です。ほかの場合とちがうものを選んでください。",
    )
    lead = models.TextField(
        "はじめの文",
        validators=[check_codes],
        help_text="この人に何があるか。答えから先に、1文か2文。",
    )
    next_step = models.CharField(
        "つぎにすること", max_length=60, help_text="1つだけ。例：市に電話する"
    )
    say = models.TextField(
        "電話での言い方",
        validators=[check_codes],
        help_text="電話で言う言葉の例。「○○課をお願いします。」のあとに続きます。1文か2文。",
    )
    asks = models.TextField(
        "聞くこと（1枚の紙）",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="1行に1つ、3つまで。紙では、それぞれの下に書く線が出ます。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "場合ごとのページ"
        verbose_name_plural = "場合ごとのページ"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("guide:situation", self.code)

    @property
    def usable(self) -> list[SituationService]:
        """Its published services, in the order of staff."""
        return [row for row in self.services.all() if row.service.is_published]

    @property
    def times(self) -> list[TimeGroup]:
        """The same by when they can be used."""
        return [
            TimeGroup(when, list(rows))
            for when, rows in groupby(self.usable, key=lambda row: row.when)
        ]


class SituationService(NaturallyKeyed, Sourced):
    """A service that one may use in a situation: now, or after something."""

    natural_key_fields = ("situation__code", "service__slug")

    situation = models.ForeignKey(
        LifeSituation,
        on_delete=models.CASCADE,
        related_name="services",
        verbose_name="場合",
        help_text="どの場合のページに出すか。",
    )
    service = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        related_name="situations",
        verbose_name="サービス",
        help_text="この場合の人が使えるかもしれないサービス。",
    )
    when = models.CharField(
        "いつ",
        max_length=60,
        blank=True,
        default="",
        help_text="空のときは「いま」。あとで使えるときは「〜したら」。例：卒業したら",
    )
    why = models.CharField(
        "わけ",
        max_length=240,
        validators=[check_codes],
        help_text="だれが使えるか、または先に何をするか。1文か2文。",
    )
    order = models.PositiveSmallIntegerField(
        "順番",
        default=0,
        help_text="小さい数が先に出ます。「いつ」が同じものは、続けてください。",
    )

    class Meta:
        ordering = ["situation__order", "order"]
        verbose_name = "場合ごとのサービス"
        verbose_name_plural = "場合ごとのサービス"
        constraints = [
            models.UniqueConstraint(
                fields=["situation", "service"], name="a_service_once_in_a_situation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.situation}：{self.service}"

    def get_absolute_url(self) -> str:
        return self.situation.get_absolute_url()


class SituationLink(NaturallyKeyed):
    """What else somebody in a situation may want to know, and where it stands."""

    natural_key_fields = ("situation__code", "order")
    # The fields of which exactly one names what it leads to.
    TARGETS: ClassVar[tuple[str, ...]] = ("page", "faq", "service", "change", "kind")

    situation = models.ForeignKey(
        LifeSituation,
        on_delete=models.CASCADE,
        related_name="links",
        verbose_name="場合",
        help_text="どの場合のページに出すか。",
    )
    order = models.PositiveSmallIntegerField("順番", help_text="小さい数が先に出ます。")
    title = models.CharField(
        "リンクの言葉",
        max_length=80,
        blank=True,
        default="",
        help_text="空のときは、リンク先の名前が出ます。",
    )
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ページ",
        help_text="リンク先は、どれか1つだけえらびます。",
    )
    faq = models.ForeignKey(
        Faq,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="よくある質問",
        help_text="リンク先にする質問。",
    )
    service = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="サービス",
        help_text="リンク先にするサービス。",
    )
    change = models.ForeignKey(
        LawChange,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="変わること",
        help_text="リンク先にする「変わること」。",
    )
    kind = models.ForeignKey(
        OfficeKind,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="相談先の種類",
        help_text="リンク先にする相談先の種類。",
    )

    class Meta:
        ordering = ["situation__order", "order"]
        verbose_name = "場合ごとのリンク"
        verbose_name_plural = "場合ごとのリンク"
        constraints = [
            models.UniqueConstraint(
                fields=["situation", "order"], name="one_link_a_place_in_a_situation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.situation}：{self.text}"

    def clean(self) -> None:
        super().clean()
        if len(self._targets) != 1:
            raise ValidationError("リンク先を、1つだけえらんでください。")

    @property
    def _targets(self) -> list[Target]:
        found = (getattr(self, name) for name in self.TARGETS)
        return [target for target in found if target]

    @property
    def target(self) -> Target | None:
        """What it leads to; None where a reader cannot go there today."""
        found = next(iter(self._targets), None)
        is_gone = (isinstance(found, Page) and not found.is_known) or (
            isinstance(found, Publishable) and not found.is_published
        )
        return None if is_gone else found

    @property
    def text(self) -> str:
        """Its own words, or what the target is called, for staff also if hidden."""
        if self.title or not (found := self._targets):
            return self.title
        return _name_of(found[0])


def _name_of(target: Target) -> str:
    match target:
        case Faq():
            return target.question
        case ServiceType() | OfficeKind():
            return target.name
        case _:
            return target.title
