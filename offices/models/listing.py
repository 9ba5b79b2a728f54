"""What a place offers, as the published data say: services, hours, areas."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models.office import Office
from offices.models.office_kind import OfficeKind
from offices.models.place import Municipality
from offices.office_words import service_in_words
from services.models import ServiceType
from texts.languages import current
from texts.natural_keys import NaturallyKeyed


class ServiceCode(NaturallyKeyed):
    """A service as published data name it, and what it is on this site."""

    natural_key_fields = ("slug",)

    slug = models.SlugField("コード", unique=True, help_text="半角の英数字。例：b-gata")
    wam_code = models.CharField(
        "WAM NET の番号",
        max_length=2,
        unique=True,
        null=True,
        blank=True,
        help_text="ファイルの名前に入る2けたの番号。ないときは空のまま。例：46",
    )
    name = models.CharField("名前", max_length=40, help_text="例：就労継続支援B型")
    aliases = models.JSONField(
        "ほかの書き方",
        default=list,
        blank=True,
        help_text="データの中での書き方。全角・半角のちがいは書かなくてかまいません。"
        '例：["B型"]',
    )
    service = models.ForeignKey(
        ServiceType,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="service_codes",
        verbose_name="サイトのサービス",
        help_text="このサイトで説明しているサービス。相談のサービスは空のまま。",
    )
    kind = models.ForeignKey(
        OfficeKind,
        on_delete=models.PROTECT,
        related_name="service_codes",
        verbose_name="相談先の種類",
        help_text="このサービスだけの事業所を、どの種類の相談先として出すか。",
    )
    order = models.PositiveSmallIntegerField(
        "順番",
        default=0,
        help_text="小さい数が先。1つの場所にいくつもあるとき、先のものの名前を使います。",
    )

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = "公表データのサービス"
        verbose_name_plural = "公表データのサービス"

    def __str__(self) -> str:
        return self.name

    @property
    def name_here(self) -> str:
        """The name in the language of the page: for our services, as we name them."""
        if self.service and not current().is_japanese:
            return self.service.name
        return service_in_words(self.name)


class ListingStatus(models.TextChoices):
    """Whether the published data still name it. Absence is not proof of an end."""

    ACTIVE = "active", "掲載されている"
    NOT_LISTED = "not_listed", "公表データに掲載がなくなりました"
    ENDED = "ended", "終わった（職員が確かめた）"


class OfficeService(NaturallyKeyed):
    """One service at one place: one row of the published data."""

    natural_key_fields = ("source__slug", "type__slug", "source_no", "office_number")

    office = models.ForeignKey(
        Office,
        on_delete=models.CASCADE,
        db_index=False,  # the index below begins with it
        related_name="services",
        verbose_name="事業所",
        help_text="どの場所のサービスか。",
    )
    type = models.ForeignKey(
        ServiceCode,
        on_delete=models.PROTECT,
        related_name="listings",
        verbose_name="サービス",
        help_text="どのサービスか。",
    )
    office_number = models.CharField(
        "事業所番号",
        max_length=10,
        blank=True,
        default="",
        help_text="10けたの数字。1つの番号がいくつかの場所にあることもあります。",
    )
    source = models.ForeignKey(
        "offices.ImportSource",
        on_delete=models.PROTECT,
        related_name="listings",
        verbose_name="取り込み元",
        help_text="どのデータから取り込んだか。",
    )
    source_no = models.CharField(
        "データの中の番号",
        max_length=80,
        help_text="取り込み元の行の番号。例：A0000014936",
    )
    designated_by = models.CharField(
        "指定した機関",
        max_length=20,
        blank=True,
        default="",
        help_text="例：山口県",
    )
    name = models.CharField(
        "この サービスでの名前",
        max_length=100,
        help_text="場所の名前とちがうことがあります。",
    )
    capacity = models.PositiveSmallIntegerField(
        "定員",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(999)],
        help_text="わからないときは空のまま。0とは書きません。",
    )
    closed_days = models.CharField(
        "定休日",
        max_length=100,
        blank=True,
        default="",
        help_text="データのままの文。わからないときは空のまま。",
    )
    hours_note = models.CharField(
        "時間についての特記",
        max_length=100,
        blank=True,
        default="",
        help_text="データのままの文。",
    )
    status = models.CharField(
        "掲載",
        max_length=12,
        choices=ListingStatus,
        default=ListingStatus.ACTIVE,
        help_text="データからなくなっただけでは、終わったとは言えません。",
    )
    first_period = models.CharField(
        "はじめて のった時点", max_length=6, help_text="年と月。例：202503"
    )
    last_period = models.CharField(
        "さいごに のった時点", max_length=6, help_text="年と月。例：202603"
    )
    missing_since = models.CharField(
        "のらなくなった時点",
        max_length=6,
        blank=True,
        default="",
        help_text="年と月。のっているときは空。",
    )
    content_hash = models.CharField(
        "内容の指紋", max_length=64, editable=False, default=""
    )
    raw = models.JSONField(
        "データの行",
        default=dict,
        editable=False,
        help_text="取り込んだ行そのまま。",
    )

    class Meta:
        ordering = ["type__order", "office_number"]
        verbose_name = "事業所のサービス"
        verbose_name_plural = "事業所のサービス"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "type", "source_no", "office_number"],
                name="one_listing_a_source_row",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity=None)
                | models.Q(capacity__gte=1, capacity__lte=999),
                name="capacity_is_unknown_or_1_to_999",
            ),
        ]
        indexes = [
            models.Index(fields=["type", "status"], name="listing_type_status"),
            # Three columns, or SQLite goes through a whole service for each office.
            models.Index(fields=["office", "type", "status"], name="listing_office"),
            models.Index(fields=["office_number"], name="listing_number"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.type}）"


class Day(models.TextChoices):
    """The days that published data tell apart."""

    WEEKDAY = "weekday", _("平日")
    SATURDAY = "sat", _("土曜")
    SUNDAY = "sun", _("日曜")
    HOLIDAY = "holiday", _("祝日")


class OpeningHours(NaturallyKeyed):
    """From when to when one can come on a kind of day. No row: not known."""

    natural_key_fields = ("office__code", "service_id", "day", "opens")

    office = models.ForeignKey(
        Office,
        on_delete=models.CASCADE,
        related_name="opening_hours",
        verbose_name="事業所",
        help_text="どの場所の時間か。",
    )
    service = models.ForeignKey(
        OfficeService,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="opening_hours",
        verbose_name="サービス",
        help_text="そのサービスだけの時間のとき。",
    )
    day = models.CharField("曜日", max_length=8, choices=Day, help_text="どの日か。")
    opens = models.TimeField("はじまり", help_text="例：9:00")
    closes = models.TimeField("おわり", help_text="例：16:00")

    class Meta:
        ordering = ["office", "service", "day", "opens"]
        verbose_name = "利用できる時間"
        verbose_name_plural = "利用できる時間"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "service", "day", "opens"],
                name="one_opening_a_day_and_time",
            ),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")),
                name="opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_day_display()} {self.opens:%H:%M}〜{self.closes:%H:%M}"


class OfficeArea(NaturallyKeyed):
    """A municipality that an office is responsible for (管轄)."""

    natural_key_fields = ("office__code", "municipality__code")

    office = models.ForeignKey(
        Office,
        on_delete=models.CASCADE,
        related_name="areas",
        verbose_name="相談先",
        help_text="どの相談先か。",
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="areas",
        verbose_name="受けもつ市区町村",
        help_text="この市区町村に住む人が相談できます。",
    )

    class Meta:
        ordering = ["office", "municipality"]
        verbose_name = "受けもつ地域"
        verbose_name_plural = "受けもつ地域"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "municipality"], name="one_area_an_office"
            )
        ]

    def __str__(self) -> str:
        return f"{self.office}：{self.municipality}"
