"""A service as published data name it."""

from __future__ import annotations

from django.db import models

from offices.models.office_kind import OfficeKind
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
