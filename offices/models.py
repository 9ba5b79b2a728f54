"""Whom to ask: the kinds of consultation body, and the offices themselves."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from services.models import ServiceType
from services.natural_keys import NaturalKeyManager, NaturallyKeyed
from services.provenance import Sourced
from services.quoting import check_codes

phone_number = RegexValidator(
    r"^0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}$",
    "市外局番から、半角の数字とハイフンで書いてください。例：083-922-4111",
)
postal_code = RegexValidator(
    r"^[0-9]{3}-[0-9]{4}$",
    "半角の数字とハイフンで書いてください。例：753-8650",
)


class OfficeKind(NaturallyKeyed, Sourced):
    """A kind of consultation body, such as ハローワーク, and what it is for."""

    natural_key_fields = ("code",)

    code = models.SlugField(
        "アドレスの名前",
        unique=True,
        help_text="ページのアドレスに入ります。半角の英数字。あとから変えないでください。",
    )
    name = models.CharField("名前", max_length=60, help_text="例：ハローワーク")
    reading = models.CharField("よみがな", max_length=100, help_text="ひらがなで。")
    when_to_go = models.CharField(
        "どんなときに行くか", max_length=120, help_text="1文。例：仕事をさがしたいとき"
    )
    role = models.TextField(
        "すること",
        validators=[check_codes],
        help_text="1〜5文か、「- 」の箇条書き。",
    )
    run_by = models.CharField(
        "運営", max_length=120, help_text="だれが運営しているか。"
    )
    area = models.CharField(
        "受けもつ地域", max_length=120, help_text="例：山口市と防府市"
    )
    cost = models.CharField("お金", max_length=120, help_text="例：無料です。")
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
        return reverse("offices:kind", args=[self.code])


class OfficeQuerySet(models.QuerySet):
    """Speaks in adjectives."""

    def published(self) -> models.QuerySet:
        return self.filter(is_published=True)


class Office(NaturallyKeyed, Sourced):
    """One place or desk. An empty field means: not known. Never guess a number."""

    natural_key_fields = ("code",)

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="半角の英数字。ページの中の位置（#コード）になります。",
    )

    kind = models.ForeignKey(
        OfficeKind,
        on_delete=models.PROTECT,
        related_name="offices",
        verbose_name="種類",
        help_text="どの種類の相談先か。",
    )
    name = models.CharField("名前", max_length=100, help_text="正式な名前。")
    reading = models.CharField(
        "よみがな", max_length=160, blank=True, default="", help_text="ひらがなで。"
    )
    organization = models.CharField(
        "運営する法人・機関",
        max_length=100,
        blank=True,
        default="",
        help_text="わからないときは空のまま。",
    )
    postal_code = models.CharField(
        "郵便番号",
        max_length=8,
        blank=True,
        default="",
        validators=[postal_code],
        help_text="例：753-8650。わからないときは空のまま。",
    )
    address = models.CharField(
        "住所",
        max_length=200,
        blank=True,
        default="",
        help_text="わからないときは空のまま。",
    )
    phone = models.CharField(
        "電話",
        max_length=13,
        blank=True,
        default="",
        validators=[phone_number],
        help_text="公式のページで確かめた番号だけ。空のときは市の代表番号を案内します。",
    )
    fax = models.CharField(
        "FAX",
        max_length=13,
        blank=True,
        default="",
        validators=[phone_number],
        help_text="公式のページで確かめた番号だけ。",
    )
    email = models.EmailField(
        "メール", blank=True, default="", help_text="わからないときは空のまま。"
    )
    form_url = models.URLField(
        "問い合わせフォーム",
        max_length=300,
        blank=True,
        default="",
        help_text="わからないときは空のまま。",
    )
    url = models.URLField(
        "ホームページ",
        max_length=300,
        blank=True,
        default="",
        help_text="わからないときは空のまま。",
    )
    hours = models.CharField(
        "あいている時間",
        max_length=200,
        blank=True,
        default="",
        help_text="例：月曜日から金曜日 午前8時30分〜午後5時15分",
    )
    closed = models.CharField(
        "休みの日", max_length=120, blank=True, default="", help_text="例：土日・祝日"
    )
    access = models.TextField(
        "行き方", blank=True, default="", help_text="駅やバス停から。"
    )
    barrier_free = models.TextField(
        "バリアフリー",
        blank=True,
        default="",
        help_text="車いす、手話、筆談、駐車場など、わかっていること。",
    )
    note = models.TextField(
        "そのほか",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="1〜3文。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )
    is_published = models.BooleanField(
        "公開する", default=True, help_text="はずすと、サイトのどこにも出ません。"
    )

    objects = NaturalKeyManager.from_queryset(OfficeQuerySet)()

    class Meta:
        ordering = ["kind__order", "order", "name"]
        verbose_name = "相談先"
        verbose_name_plural = "相談先"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.kind.get_absolute_url()}#{self.code}"
