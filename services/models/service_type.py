"""The kinds of service, and the situations of life that they are grouped by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from facts.provenance import Sourced
from facts.published import Publishable, PublishableManager
from facts.quoting import check_codes
from texts.has_reading import kana_reading
from texts.known_addresses import address_of
from texts.natural_keys import NaturallyKeyed
from texts.pictograms import pictogram_choices

if TYPE_CHECKING:
    from services.models.deed import Deed
    from services.models.fact import ServiceFact
    from services.models.rule import EligibilityRule


class Situation(NaturallyKeyed):
    """What somebody wants or does; the headings of the services list."""

    natural_key_fields = ("code",)

    code = models.SlugField("コード", unique=True, help_text="半角の英数字。")
    name = models.CharField(
        "見出し", max_length=120, help_text="例：これから会社ではたらきたい"
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。優劣の順ではありません。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "サービスの見出し"
        verbose_name_plural = "サービスの見出し"

    def __str__(self) -> str:
        return self.name


class ServiceColour(models.TextChoices):
    """The colour of a service, the same wherever it stands."""

    BLUE = "blue", "青"
    ORANGE = "orange", "だいだい"
    GREEN = "green", "緑"
    PINK = "pink", "もも色"
    PURPLE = "purple", "むらさき"
    PLAIN = "plain", "こい青（ふつう）"


class ServiceType(NaturallyKeyed, Publishable, Sourced):
    """A work-related disability service, such as 就労移行支援."""

    natural_key_fields = ("slug",)

    slug = models.SlugField(
        "アドレスの名前",
        unique=True,
        help_text="ページのアドレスに入ります。半角の英数字。あとから変えないでください。",
    )
    name = models.CharField(
        "正式な名前", max_length=80, help_text="法令の名前。例：就労継続支援B型"
    )
    reading = models.CharField(
        "よみがな",
        max_length=80,
        validators=[kana_reading],
        help_text="ひらがなで。例：しゅうろういこうしえん",
    )
    short_name = models.CharField(
        "短い名前", max_length=60, help_text="表の見出しに使います。例：B型"
    )
    plain_name = models.CharField(
        "ひらたい言い方",
        max_length=120,
        help_text="名前を知らない人にもわかる言い方。例：自分のペースではたらく",
    )
    pictogram = models.CharField(
        "絵",
        max_length=40,
        choices=pictogram_choices,
        default="briefcase",
        help_text="名前の横に出る絵です。ほかのサービスとちがうものを選んでください。",
    )
    look = models.CharField(
        "色",
        max_length=10,
        choices=ServiceColour,
        default=ServiceColour.PLAIN,
        help_text="絵とページの色です。ほかのサービスとちがうものを選んでください。",
    )
    purpose = models.TextField(
        "ひとことで",
        validators=[check_codes],
        help_text="何のためのサービスか。1文で、40字くらいまで。",
    )
    for_whom = models.TextField(
        "どんな人が使うか（はじめのページ）",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="3行から5行。「- 」で始まる行が箇条書きになります。"
        "空のときは、下の「どんな人が使うか」の全部が出ます。",
    )
    suits = models.TextField(
        "どんな人が使うか（全部）",
        validators=[check_codes],
        help_text="「- 」で始まる行が箇条書きになります。「〜人」で終わる文で。",
    )
    activities = models.TextField(
        "すること（くわしい説明）",
        validators=[check_codes],
        help_text="「- 」で始まる行が箇条書きになります。",
    )
    asks = models.TextField(
        "見学で聞くこと（1枚の紙）",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="1行に1つ、3つまで。紙では、それぞれの下に書く線が出ます。",
    )
    entry = models.TextField(
        "使い始めるとき",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="このサービスだけの流れがあれば書きます。共通の流れは「使うまでの流れ」に。",
    )
    legal_basis = models.CharField(
        "根拠の法令", max_length=200, help_text="例：障害者総合支援法 第5条"
    )
    exists_from = models.DateField(
        "制度が始まった日", help_text="この日より前は「まだありませんでした」と出ます。"
    )
    situation = models.ForeignKey(
        Situation,
        on_delete=models.PROTECT,
        related_name="services",
        verbose_name="サービスの見出し",
        help_text="一覧ページで、どの見出しの下に置くか。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。優劣の順ではありません。"
    )

    deeds: models.Manager[Deed]

    # What comes with a service only where `services.catalogue` fetched it for a page.
    facts_today: list[ServiceFact]
    facts_coming: list[ServiceFact]
    rules_today: list[EligibilityRule]
    rules_coming: list[EligibilityRule]

    objects: ClassVar[PublishableManager[Self]] = PublishableManager()

    class Meta:
        ordering = ["order"]
        verbose_name = "サービス"
        verbose_name_plural = "サービス"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("services:detail", self.slug)

    @property
    def words_for_whom(self) -> str:
        """Who uses it, in the few lines of its first page."""
        return self.for_whom or self.suits

    def exists_on(self, day: date) -> bool:
        return self.exists_from <= day
