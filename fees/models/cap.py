"""The most that a service costs its user: for whom, in which bracket."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _

from facts.effective import EffectiveDated
from facts.provenance import Sourced
from facts.quoting import Quotable, check_codes
from facts.wording import named, yen
from texts.has_reading import kana_reading
from texts.known_addresses import address_of
from texts.natural_keys import NaturallyKeyed
from texts.pictograms import pictogram_choices


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
    pictogram = models.CharField(
        "絵",
        max_length=40,
        choices=pictogram_choices,
        default="user-round",
        help_text="一覧とページで、名前の横に出る絵です。",
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

    def get_absolute_url(self) -> str:
        return address_of("fees:topic", self.code)


class IncomeBracket(NaturallyKeyed):
    """所得区分: the four steps from public assistance to 一般2."""

    natural_key_fields = ("code",)

    code = models.SlugField(
        "コード", unique=True, help_text="半角の英数字。文章の [[cap:…]] に使います。"
    )
    name = models.CharField("区分の名前", max_length=60, help_text="例：一般1")
    reading = models.CharField(
        "よみがな", max_length=40, validators=[kana_reading], help_text="ひらがなで。"
    )
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
    whom = models.CharField(
        "ひとことで、どんな人か",
        max_length=160,
        blank=True,
        default="",
        validators=[check_codes],
        help_text="表で区分の下に出ます。例：住民税がかかっていない人。"
        "空のときは、区分のひらたい言い方が出ます。",
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
    def in_short(self) -> str:
        """Whom it is for, in one line."""
        return self.whom or self.bracket.plain_name

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
