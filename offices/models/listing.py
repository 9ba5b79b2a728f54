"""What a place offers, as the published data say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.domain.normalise import phone_digits, url_key
from offices.models.contact import callable_number
from offices.models.correction import KeepsCorrections
from offices.models.office import Office
from offices.models.service_code import ServiceCode
from texts.natural_keys import NaturallyKeyed
from texts.saving import SaveOptions

if TYPE_CHECKING:
    from offices.models.trait import Trait


class ListingStatus(models.TextChoices):
    """Whether the published data still name it. Absence is not proof of an end."""

    ACTIVE = "active", "掲載されている"
    NOT_LISTED = "not_listed", "公表データに掲載がなくなりました"
    ENDED = "ended", "終わった（職員が確かめた）"


class Day(models.TextChoices):
    """The days that published data tell apart."""

    WEEKDAY = "weekday", _("平日")
    SATURDAY = "sat", _("土曜")
    SUNDAY = "sun", _("日曜")
    HOLIDAY = "holiday", _("祝日")


class OfficeService(KeepsCorrections, NaturallyKeyed):
    """One service at one place: one row of the published data."""

    natural_key_fields = ("source__slug", "type__slug", "source_no", "office_number")
    # Which row of the data it is, where, and since when: that is nothing to correct.
    IDENTITY = frozenset(
        "office type office_number source source_no first_period last_period"
        " missing_since locked_fields".split()
    )

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
    phone = models.CharField(
        "このサービスの電話",
        max_length=13,
        blank=True,
        default="",
        validators=[callable_number],
        help_text="場所の電話とちがうとき、ページに出ます。",
    )
    fax = models.CharField(
        "このサービスのFAX",
        max_length=13,
        blank=True,
        default="",
        validators=[callable_number],
        help_text="場所のFAXとちがうとき、ページに出ます。",
    )
    url = models.URLField(
        "このサービスのホームページ",
        max_length=300,
        blank=True,
        default="",
        help_text="場所のホームページとちがうとき、ページに出ます。",
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

    # Only where `offices.profile` or `offices.directory` fetched them.
    all_traits: list[Trait]
    told_traits: str | None

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
                violation_error_message="「定員」は、1から999までの数を書いてください。"
                "わからないときは、空にしてください。",
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

    @classmethod
    def correctable(cls) -> list[str]:
        """The names of the columns that staff may correct: all but its identity."""
        return [
            field.name
            for field in cls._meta.concrete_fields
            if field.editable and not field.primary_key
            if field.name not in cls.IDENTITY
        ]

    @classmethod
    def lock_labels(cls) -> dict[str, str]:
        """What can be locked, in the words of staff: columns, and the days."""
        names = cls.correctable()
        columns = {
            field.name: str(field.verbose_name)
            for field in cls._meta.concrete_fields
            if field.name in names
        }
        days = {day.value: f"{day.label}の時間" for day in Day}
        return columns | days

    @property
    def found_by(self) -> set[str]:
        """What a search for its place may name of this service."""
        return found_by(self.office_number, self.name, self.phone, self.fax, self.url)

    def imported_values(self) -> dict[str, str]:
        values = {name: getattr(self, name) for name in self.correctable()}
        return {
            name: "" if value is None else str(value) for name, value in values.items()
        }

    def let_data_return(self) -> None:
        self.content_hash = ""

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Its office is found by its number."""
        super().save(**options)
        Office.objects.filter(pk=self.office_id).refold()

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        deleted = super().delete(using, keep_parents)
        Office.objects.filter(pk=self.office_id).refold()
        return deleted


def found_by(number: str, name: str, phone: str, fax: str, url: str) -> set[str]:
    """The words of a service at a place that its place is found by."""
    numbers = {phone, phone_digits(phone), fax, phone_digits(fax)}
    return {number, name, *numbers, url_key(url)} - {""}
