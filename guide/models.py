"""The site itself: who speaks, its pages, the way to a service, answers and words."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from offices.models import phone_number, postal_code
from services.effective import Status
from services.models import ServiceType
from services.natural_keys import NaturallyKeyed
from services.provenance import Sourced
from services.quoting import check_codes


class SiteIdentity(models.Model):
    """Which city speaks, and how to reach it: one row for the whole site."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    title = models.CharField(
        "サイトの名前", max_length=120, help_text="ページの一番上に出ます。"
    )
    city = models.CharField("市の名前", max_length=80, help_text="例：山口市")
    city_reading = models.CharField(
        "市の名前のよみがな", max_length=60, help_text="ひらがなで。"
    )
    prefecture = models.CharField("都道府県", max_length=60, help_text="例：山口県")
    city_url = models.URLField(
        "市のホームページ", max_length=300, help_text="市の公式サイトのアドレス。"
    )
    section = models.CharField(
        "担当する課", max_length=120, help_text="例：障がい福祉課"
    )
    section_phone = models.CharField(
        "担当する課の電話",
        max_length=13,
        blank=True,
        default="",
        validators=[phone_number],
        help_text="確かめた番号だけ。空のときは代表番号を案内します。",
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
        validators=[phone_number],
        help_text="市役所の代表番号。",
    )
    hours = models.CharField(
        "受付時間",
        max_length=240,
        help_text="例：月曜日から金曜日 午前8時30分〜午後5時15分",
    )
    closed = models.CharField(
        "休みの日", max_length=240, help_text="例：土曜日、日曜日、祝日、年末年始"
    )
    postal_code = models.CharField(
        "郵便番号", max_length=8, validators=[postal_code], help_text="例：753-8650"
    )
    address = models.CharField("住所", max_length=240, help_text="市役所の住所。")
    area = models.CharField(
        "圏域", max_length=240, help_text="相談の地域のまとまり。例：山口市と防府市"
    )
    attribution = models.TextField(
        "データの出どころの表示",
        blank=True,
        default="",
        help_text="使っているオープンデータの表示。1行に1つ。",
    )

    class Meta:
        verbose_name = "サイトと市の情報"
        verbose_name_plural = "サイトと市の情報"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_site_identity")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def phone(self) -> str:
        """The section's own number where it is known, else the city's main number."""
        return self.section_phone or self.main_phone


class Page(NaturallyKeyed):
    """The words of one page that are not rows of their own: heading, lead, body."""

    natural_key_fields = ("view",)

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
        return reverse(self.view)

    def clean(self) -> None:
        super().clean()
        try:
            reverse(self.view)
        except NoReverseMatch:
            raise ValidationError(
                {"view": "このページはありません。もとの名前にもどしてください。"}
            ) from None


class Step(NaturallyKeyed, Sourced):
    """One step of the way to a service, in the order of the law."""

    natural_key_fields = ("code",)

    code = models.SlugField("コード", unique=True, help_text="半角の英数字。")
    order = models.PositiveSmallIntegerField(
        "順番", unique=True, help_text="何番目の手順か。1から。"
    )
    title = models.CharField("見出し", max_length=120, help_text="例：市に申請する")
    body = models.TextField(
        "説明", validators=[check_codes], help_text="1〜4文。することから先に。"
    )
    who = models.CharField("する人", max_length=240, help_text="だれがするか。")
    place = models.CharField(
        "場所", max_length=240, blank=True, default="", help_text="どこでするか。"
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
        help_text="確かめた日数だけ。空のときは「わかりません」と出ます。",
    )
    cost = models.CharField("お金", max_length=240, help_text="例：かかりません。")
    branches = models.TextField(
        "ほかの道",
        blank=True,
        default="",
        validators=[check_codes],
        help_text="「または」の場合。1〜3文か箇条書き。",
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "使うまでの手順"
        verbose_name_plural = "使うまでの手順"

    def __str__(self) -> str:
        return f"{self.order} {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('guide:steps')}#{self.code}"


class FaqGroup(NaturallyKeyed):
    """A heading over a few questions."""

    natural_key_fields = ("code",)

    code = models.SlugField("コード", unique=True, help_text="半角の英数字。")
    title = models.CharField("見出し", max_length=80, help_text="例：お金のこと")
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order"]
        verbose_name = "よくある質問の見出し"
        verbose_name_plural = "よくある質問の見出し"

    def __str__(self) -> str:
        return self.title


class Faq(NaturallyKeyed, Sourced):
    """A question that people ask, and its answer."""

    natural_key_fields = ("code",)

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="半角の英数字。ページの中の位置（#コード）になります。",
    )
    group = models.ForeignKey(
        FaqGroup,
        on_delete=models.PROTECT,
        related_name="faqs",
        verbose_name="見出し",
        help_text="どの見出しの下に置くか。",
    )
    question = models.CharField("質問", max_length=200, help_text="読む人の言葉で。")
    answer = models.TextField(
        "答え",
        validators=[check_codes],
        help_text="答えから先に、3文まで。くわしいことはリンクで。",
    )
    services = models.ManyToManyField(
        ServiceType,
        blank=True,
        related_name="faqs",
        verbose_name="関係するサービス",
        help_text="選んだサービスのページにも出ます。",
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["group__order", "order"]
        verbose_name = "よくある質問"
        verbose_name_plural = "よくある質問"

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return f"{reverse('guide:faq')}#{self.code}"


hiragana = RegexValidator(
    r"^[ぁ-ゖー・]+$", "ひらがなと「ー」「・」だけで書いてください。"
)


class GlossaryTerm(NaturallyKeyed, Sourced):
    """A word of the field, its reading and what it means in plain words."""

    natural_key_fields = ("code",)

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="半角の英数字。ページの中の位置（#コード）になります。",
    )
    name = models.CharField("ことば", max_length=120, help_text="正式な言葉。例：工賃")
    reading = models.CharField(
        "よみがな",
        max_length=100,
        validators=[hiragana],
        help_text="ひらがなで。五十音順に並びます。",
    )
    other_words = models.CharField(
        "ほかの言い方",
        max_length=200,
        blank=True,
        default="",
        help_text="さがすときに使われる言葉。「、」で分けます。例：作業所、福祉作業所",
    )
    meaning = models.TextField(
        "意味", validators=[check_codes], help_text="ふつうの言葉で、2文まで。"
    )
    related = models.ManyToManyField(
        "self",
        blank=True,
        verbose_name="似たことば",
        help_text="まちがえやすい言葉、いっしょに知るとよい言葉。",
    )
    services = models.ManyToManyField(
        ServiceType,
        blank=True,
        related_name="terms",
        verbose_name="関係するサービス",
        help_text="選んだサービスのページの「ことば」に出ます。",
    )

    class Meta:
        ordering = ["reading"]
        verbose_name = "ことばの説明"
        verbose_name_plural = "ことばの説明"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('guide:glossary')}#{self.code}"


kana = RegexValidator(
    r"^[ぁ-ゖァ-ヺー・]+$", "ひらがなかカタカナだけで書いてください。"
)
with_kanji = RegexValidator(r"[々〆〇㐀-䶿一-鿿]", "漢字のある言葉を書いてください。")


class Reading(NaturallyKeyed):
    """How a word is read where a text does not say so itself."""

    natural_key_fields = ("surface",)

    surface = models.CharField(
        "書き方",
        max_length=100,
        unique=True,
        validators=[with_kanji],
        help_text="漢字のある言葉。動きや様子の言葉は、辞書にのる形で（例：通う）。"
        "「通って」「通わない」にもふりがながつきます。",
    )
    reading = models.CharField(
        "読み方",
        max_length=200,
        validators=[kana],
        help_text="ひらがなかカタカナで、送りがなまで。例：かよう",
    )
    is_checked = models.BooleanField(
        "人が確かめた",
        default=False,
        help_text="人が読み方を確かめたら、印をつけてください。"
        "はじめから入っている読み方は、機械が選んだものです。",
    )
    is_ambiguous = models.BooleanField(
        "読みが複数",
        default=False,
        help_text="文によって読み方がかわる言葉。例：方（かた・ほう）。ちがう読み方の"
        "ところは、長い言葉で行を作るか、文に{方|かた}と書いてください。",
    )
    note = models.CharField(
        "メモ", max_length=200, blank=True, default="", help_text="職員のためのメモ。"
    )
    changed_at = models.DateTimeField("変えた時", default=timezone.now, editable=False)

    class Meta:
        ordering = ["surface"]
        verbose_name = "ふりがな"
        verbose_name_plural = "ふりがな"

    def __str__(self) -> str:
        return f"{self.surface}（{self.reading}）"

    def save(self, *args: object, **kwargs: object) -> None:
        self.changed_at = timezone.now()
        super().save(*args, **kwargs)


class LawChange(NaturallyKeyed, Sourced):
    """A dated change of the rules, past or to come, in the reader's words."""

    natural_key_fields = ("code",)

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="半角の英数字。ページの中の位置（#コード）になります。",
    )
    starts_on = models.DateField("変わる日", help_text="新しい内容が始まる日。")
    status = models.CharField(
        "決まり方",
        max_length=10,
        choices=Status,
        help_text="正式に決まるまでは「予定」。",
    )
    title = models.CharField("見出し", max_length=200, help_text="何が変わるか。")
    body = models.TextField(
        "説明", validators=[check_codes], help_text="だれに、どう関係するか。1〜4文。"
    )
    services = models.ManyToManyField(
        ServiceType,
        blank=True,
        related_name="changes",
        verbose_name="関係するサービス",
        help_text="選んだサービスのページに予告が出ます。",
    )
    on_home = models.BooleanField(
        "トップページに出す",
        default=False,
        help_text="変わる日までトップページに出します。一番早い1つだけが出ます。",
    )

    class Meta:
        ordering = ["starts_on", "code"]
        verbose_name = "変わること"
        verbose_name_plural = "変わること"

    def __str__(self) -> str:
        return f"{self.starts_on} {self.title}"

    def clean(self) -> None:
        super().clean()
        if self.is_planned and "予定" not in self.title:
            raise ValidationError(
                {"title": "まだ予定なので、「予定」という言葉を入れてください。"}
            )

    @property
    def is_planned(self) -> bool:
        return self.status == Status.PLANNED

    def get_absolute_url(self) -> str:
        return f"{reverse('guide:changes')}#{self.code}"
