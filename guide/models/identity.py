"""The site itself: who speaks, and the words of each page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from facts.quoting import QuotableByField, check_codes
from offices.models import TellsSection, phone_number, postal_code
from texts.has_reading import HasReading, kana_reading
from texts.known_addresses import address_of
from texts.natural_keys import NaturalKeyManager, NaturallyKeyed


class SiteIdentity(HasReading, TellsSection, QuotableByField):
    """Which city speaks, and how to reach it: one row for the whole site.

    What is empty is not known: pages say so, and whom to ask instead.
    """

    reading_rank = 2
    # Columns of the Japanese, which modeltranslation adds.
    city_ja: str
    prefecture_ja: str

    quote_prefix = "site"
    quote_codes = ("city", "section", "phone", "area", "prefecture")

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    title = models.CharField(
        "サイトの名前", max_length=120, help_text="ページの一番上に出ます。"
    )
    city = models.CharField(
        "市の名前",
        max_length=80,
        help_text="例：山口市。文の中では [[site:city]] と書くと、この名前が出ます。",
    )
    city_reading = models.CharField(
        "市の名前のよみがな",
        max_length=60,
        validators=[kana_reading],
        help_text="ひらがなで。",
    )
    prefecture = models.CharField(
        "都道府県",
        max_length=60,
        help_text="例：山口県。文の中では [[site:prefecture]] と書けます。",
    )
    prefecture_reading = models.CharField(
        "都道府県のよみがな",
        max_length=60,
        blank=True,
        default="",
        validators=[kana_reading],
        help_text="ひらがなで。",
    )
    city_url = models.URLField(
        "市のホームページ",
        max_length=300,
        blank=True,
        default="",
        help_text="市の公式サイトのアドレス。わからないときは空のまま。",
    )
    section = models.CharField(
        "担当する課",
        max_length=120,
        blank=True,
        default="",
        help_text="例：障がい福祉課。文の中では [[site:section]] と書けます。"
        "空のときは「障がい福祉の担当課」と出ます。",
    )
    section_phone = models.CharField(
        "担当する課の電話",
        max_length=13,
        blank=True,
        default="",
        validators=[phone_number],
        help_text="確かめた番号だけ。空のときは代表番号を案内します。"
        "文の中では [[site:phone]] と書けます。",
    )
    section_fax = models.CharField(
        "担当する課のFAX",
        max_length=13,
        blank=True,
        default="",
        validators=[phone_number],
        help_text="確かめた番号だけ。空のときは「わかりません」と出ます。",
    )
    section_email = models.EmailField(
        "担当する課のメール", blank=True, default="", help_text="確かめたものだけ。"
    )
    main_phone = models.CharField(
        "代表番号",
        max_length=13,
        blank=True,
        default="",
        validators=[phone_number],
        help_text="市役所の代表番号。確かめた番号だけ。わからないときは空のまま。",
    )
    hours = models.CharField(
        "受付時間",
        max_length=240,
        blank=True,
        default="",
        help_text="例：月曜日から金曜日 午前8時30分〜午後5時15分",
    )
    hours_short = models.CharField(
        "受付時間（短く）",
        max_length=40,
        blank=True,
        default="",
        help_text="どのページでも電話番号の横に出ます。例：平日 8:30〜17:15",
    )
    closed = models.CharField(
        "休みの日",
        max_length=240,
        blank=True,
        default="",
        help_text="例：土曜日、日曜日、祝日、年末年始",
    )
    postal_code = models.CharField(
        "郵便番号",
        max_length=8,
        blank=True,
        default="",
        validators=[postal_code],
        help_text="例：753-8650",
    )
    address = models.CharField(
        "住所", max_length=240, blank=True, default="", help_text="市役所の住所。"
    )
    area = models.CharField(
        "圏域",
        max_length=240,
        help_text="相談の地域のまとまり。例：山口市と防府市。"
        "文の中では [[site:area]] と書けます。",
    )
    attribution = models.TextField(
        "データの出どころの表示",
        blank=True,
        default="",
        help_text="使っているオープンデータの表示。1行に1つ。",
    )

    folder = models.SlugField(
        "配られた内容のフォルダー",
        blank=True,
        default="",
        editable=False,
        help_text="fixtures/cities/ の中の名前。新しく始めた市では空です。",
    )

    class Meta:
        verbose_name = "サイトと市の情報"
        verbose_name_plural = "サイトと市の情報"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="one_site_identity",
                violation_error_message="「サイトと市の情報」は、1つだけです。"
                "いまある行を直してください。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def section_here(self) -> str:
        """The section in charge, or what one asks for where its name is not known."""
        return self.section or _("障がい福祉の担当課")

    @property
    def unknown_fields(self) -> list[str]:
        """The fields that a reader needs and that are empty; one phone is enough."""
        needed = ["section", "hours", "closed", "postal_code", "address", "city_url"]
        unknown = [name for name in needed if not getattr(self, name)]
        return unknown if self.phone else ["main_phone", *unknown]

    def field_as_quote(self, code: str) -> str:
        """One of the names, or the phone; 「わかりません」 where it is empty."""
        value = self.section_here if code == "section" else getattr(self, code)
        return value or _("（わかりません）")

    @classmethod
    def reading_pairs(cls) -> Iterable[tuple[str, str]]:
        """How the city and its prefecture are read."""
        for row in cls._default_manager.all():
            yield row.city_ja, row.city_reading
            if row.prefecture_reading:
                yield row.prefecture_ja, row.prefecture_reading


class PageManager(NaturalKeyManager["Page"]):
    """Speaks of the pages that this program has."""

    def known(self) -> list[Page]:
        """The pages that can be shown.

        During an update the rows of a page may be there before its program is.
        """
        return [page for page in self.all() if page.is_known]


class Page(NaturallyKeyed):
    """The words of one page that are not rows of their own: heading, lead, body."""

    natural_key_fields = ("view",)
    objects: ClassVar[PageManager] = PageManager()

    view = models.CharField(
        "ページ",
        max_length=60,
        unique=True,
        help_text="プログラムでの名前です。変えないでください。例：fees:caps",
    )
    title = models.CharField(
        "見出し", max_length=120, help_text="ページの大きな見出し。"
    )
    nav_label = models.CharField(
        "メニューの名前", max_length=60, help_text="メニューやリンクに使う短い名前。"
    )
    nav_short = models.CharField(
        "メニューの名前（スマートフォン）",
        max_length=20,
        blank=True,
        default="",
        help_text="6つが横1列に入る、2〜3字の名前。例：お金。空のときはメニューの名前が出ます。",
    )
    summary = models.CharField(
        "1文の説明",
        max_length=240,
        help_text="トップページのカードとサイトマップに出ます。",
    )
    lead = models.TextField(
        "はじめの文",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="見出しの下の1〜2文。答えから先に。",
    )
    body = models.TextField(
        "本文",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="「## 」で見出し、「- 」で箇条書き。",
    )
    in_menu = models.BooleanField(
        "メニューに出す", default=False, help_text="上のメニューに出すページ。6つまで。"
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )
    checked_on = models.DateField(
        "確認した日", help_text="このページの文を読み直した日です。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "ページの文"
        verbose_name_plural = "ページの文"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of(self.view)

    def clean(self) -> None:
        super().clean()
        if not self.is_known:
            raise ValidationError(
                {"view": "このページはありません。もとの名前にもどしてください。"}
            )

    @property
    def is_known(self) -> bool:
        """Whether this program has the page."""
        try:
            address_of(self.view)
        except NoReverseMatch:
            return False
        return True
