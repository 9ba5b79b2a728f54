"""The kinds of consultation body."""

from __future__ import annotations

from django.db import models

from facts.provenance import Sourced
from facts.quoting import check_codes
from services.models import ServiceType
from texts.has_reading import HasReading, kana_reading
from texts.known_addresses import address_of
from texts.natural_keys import NaturallyKeyed
from texts.pictograms import pictogram_choices


class OfficeKind(NaturallyKeyed, HasReading, Sourced):
    """A kind of consultation body, such as ハローワーク, and what it is for."""

    natural_key_fields = ("code",)
    reading_rank = 4
    reading_columns = ("name_ja", "reading")

    code = models.SlugField(
        "アドレスの名前",
        unique=True,
        help_text="ページのアドレスに入ります。半角の英数字。あとから変えないでください。",
    )
    name = models.CharField("名前", max_length=120, help_text="例：ハローワーク")
    reading = models.CharField(
        "よみがな", max_length=100, validators=[kana_reading], help_text="ひらがなで。"
    )
    pictogram = models.CharField(
        "絵",
        max_length=40,
        choices=pictogram_choices,
        default="messages-square",
        help_text="名前の横に出る絵です。ほかの種類とちがうものを選んでください。",
    )
    when_to_go = models.CharField(
        "どんなときに行くか", max_length=240, help_text="1文。例：仕事をさがしたいとき"
    )
    role = models.TextField(
        "すること",
        validators=[check_codes],
        help_text="1〜5文か、「- 」の箇条書き。",
    )
    run_by = models.CharField(
        "運営",
        max_length=240,
        validators=[check_codes],
        help_text="だれが運営しているか。都道府県は [[site:prefecture]] と書きます。",
    )
    area = models.CharField(
        "受けもつ地域",
        max_length=240,
        validators=[check_codes],
        help_text="例：市に住んでいる人。圏域は [[site:area]] と書きます。",
    )
    cost = models.CharField("お金", max_length=240, help_text="例：無料です。")
    phrase = models.CharField(
        "電話での言い方の例",
        max_length=200,
        blank=True,
        default="",
        help_text="例：はたらくことについて相談したいのですが。",
    )
    is_first_door = models.BooleanField(
        "まよったときの窓口",
        default=False,
        help_text="「どこに聞けばよいかわからないとき」に出す種類。1つだけに印をつけます。",
    )
    services = models.ManyToManyField(
        ServiceType,
        blank=True,
        related_name="office_kinds",
        verbose_name="関係するサービス",
        help_text="選んだサービスのページの「相談するところ」に出ます。",
    )
    is_in_every_city = models.BooleanField(
        "どの市にもある相談先",
        default=False,
        help_text="新しい市のサイトを始めるときに、「わからない」相談先を1つ作ります。"
        "公開している相談先がないと、編集のはじめのページに出ます。",
    )
    is_provider = models.BooleanField(
        "サービスの事業所",
        default=False,
        help_text="相談するところではなく、サービスを使うところのときに印をつけます。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "相談先の種類"
        verbose_name_plural = "相談先の種類"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("offices:kind", self.code)
