"""What people choose a place by, and what is known of it at each service there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Unpack

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models.listing import OfficeService
from services.models import ServiceType
from texts.natural_keys import NaturallyKeyed
from texts.pictograms import pictogram_choices
from texts.saving import SaveOptions


class TraitForm(models.TextChoices):
    """What an answer to the question looks like."""

    YES_NO = "yes-no", "ある・ない（くわしい言葉と金額も書けます）"
    WORDS = "words", "言葉だけ（例：作業の内容）"
    PAY = "pay", "月にもらえる金額と年度（工賃・賃金）"


class TraitKind(NaturallyKeyed):
    """One thing that people choose by, such as 「送迎」; the rows are the staff's."""

    natural_key_fields = ("code",)

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="半角の英数字。さがすページのアドレスに入ります。例：lift",
    )
    label = models.CharField("短い見出し", max_length=40, help_text="例：送り迎え")
    form = models.CharField(
        "答えの形",
        max_length=8,
        choices=TraitForm,
        default=TraitForm.YES_NO,
        help_text="金額と年度の形では、年度のない金額は保存できません。",
    )
    yes_words = models.CharField(
        "あるときの言葉",
        max_length=40,
        help_text="さがすページの条件と、一覧に出ます。例：送り迎えあり",
    )
    no_words = models.CharField(
        "ないときの言葉",
        max_length=40,
        blank=True,
        default="",
        help_text="例：送り迎えなし。「ある・ない」の形のときだけ。",
    )
    unit = models.CharField(
        "金額の前の言葉",
        max_length=40,
        blank=True,
        default="",
        help_text="はらうお金があるとき。例：片道、1食",
    )
    to_ask = models.CharField(
        "わからないときに聞くこと",
        max_length=60,
        help_text="「電話で聞くこと」に出ます。例：送り迎えがあるか",
    )
    question = models.CharField(
        "電話での聞き方",
        max_length=120,
        help_text="見学シートの質問です。例：送り迎えはありますか。",
    )
    to_fill = models.CharField(
        "紙に書くところの言葉",
        max_length=60,
        blank=True,
        default="",
        help_text="1枚の紙で、わからないときに書きこむところ。例：円くらい",
    )
    other_words = models.CharField(
        "さがすときの ほかの言葉",
        max_length=200,
        blank=True,
        default="",
        help_text="「、」で分けます。さがす言葉に入れると、この条件になります。"
        "例：送迎、送り迎え",
    )
    column = models.CharField(
        "市の一覧の列",
        max_length=40,
        blank=True,
        default="",
        help_text="市の一覧を取り込むときの、列の名前。例：送迎。空なら取り込みません。",
    )
    service = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="このサービスだけ",
        help_text="1つのサービスだけのことなら、えらびます。空なら、すべてのサービス。",
    )
    is_filter = models.BooleanField(
        "さがす条件にする",
        default=True,
        help_text="印をつけると、さがすページで条件にえらべます。",
    )
    on_card = models.BooleanField(
        "一覧に出す",
        default=True,
        help_text="わかっているときだけ、さがしたけっかの一覧に短く出します。",
    )
    on_sheet = models.BooleanField(
        "1枚の紙に出す",
        default=False,
        help_text="わからないときは、書きこむところが出ます。7つくらいまで。",
    )
    fades_after = models.PositiveSmallIntegerField(
        "何日たったら「わからない」にもどすか",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="空きのように変わりやすいことだけ。空なら、もどしません。例：60",
    )
    pictogram = models.CharField(
        "絵", max_length=40, choices=pictogram_choices, help_text="紙に出る絵です。"
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "えらぶときに見ること"
        verbose_name_plural = "えらぶときに見ること"

    def __str__(self) -> str:
        return self.label

    @property
    def is_pay(self) -> bool:
        return self.form == TraitForm.PAY

    @property
    def is_yes_no(self) -> bool:
        return self.form == TraitForm.YES_NO

    def is_asked_of(self, listing: OfficeService) -> bool:
        """Whether the question makes sense for a service at a place."""
        return self.service_id in (None, listing.type.service_id)

    def known_since(self, *, on: date) -> date:
        """The first day of which an answer still holds on the day `on`."""
        return on - timedelta(days=self.fades_after) if self.fades_after else date.min


class TraitAnswer(models.TextChoices):
    """Whether there is such a thing; words alone say neither."""

    YES = "yes", "ある・できる"
    NO = "no", "ない・できない"


class SaidBy(models.TextChoices):
    """Who says so."""

    OFFICE = "office", _("事業所")
    CITY = "city", _("市")
    DATA = "data", _("公表データ")
    OTHER = "other", _("ほかの人")


class Trait(NaturallyKeyed):
    """What is known of one thing at one service of a place. No row: not known."""

    natural_key_fields = ("listing_id", "kind__code")

    listing = models.ForeignKey(
        OfficeService,
        on_delete=models.CASCADE,
        related_name="traits",
        verbose_name="事業所のサービス",
        help_text="どの場所の、どのサービスのことか。",
    )
    kind = models.ForeignKey(
        TraitKind,
        on_delete=models.PROTECT,
        related_name="traits",
        verbose_name="何のことか",
        help_text="例：送り迎え",
    )
    answer = models.CharField(
        "ある・ない",
        max_length=3,
        choices=TraitAnswer,
        blank=True,
        default="",
        help_text="わからないときは、この行を書きません。",
    )
    words = models.CharField(
        "くわしく",
        max_length=200,
        blank=True,
        default="",
        help_text="短く。例：山口市の中だけ。パンを作る",
    )
    amount = models.PositiveIntegerField(
        "金額（円）",
        null=True,
        blank=True,
        help_text="はらうお金、または月にもらえるお金。お金がいらないときは 0。",
    )
    year = models.PositiveSmallIntegerField(
        "年度",
        null=True,
        blank=True,
        validators=[MinValueValidator(2006), MaxValueValidator(2100)],
        help_text="工賃・賃金のときだけ。西暦で。例：2025",
    )
    said_on = models.DateField("確かめた日", help_text="聞いた日、または見た日。")
    said_by = models.CharField(
        "だれが言ったか",
        max_length=6,
        choices=SaidBy,
        default=SaidBy.OFFICE,
        help_text="だれに確かめたか。",
    )

    is_from_list = models.BooleanField(
        "一覧から",
        default=False,
        editable=False,
        help_text="市の一覧から取り込んだとき。職員が直すと、ひとりでに はずれます。",
    )

    class Meta:
        ordering = ["kind__order", "listing__type__order"]
        verbose_name = "えらぶときに見ることの答え"
        verbose_name_plural = "えらぶときに見ることの答え"
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "kind"], name="one_trait_a_listing_and_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(answer="", words="", amount=None),
                name="a_trait_says_something",
                violation_error_message="「ある・ない」「くわしく」「金額」のどれかを"
                "書いてください。わからないときは、行を消します。",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "answer", "said_on"], name="trait_kind_answer")
        ]

    def __str__(self) -> str:
        return f"{self.listing}：{self.kind}"

    @property
    def told(self) -> str:
        """What is said, for the log of changes and the report of an import."""
        amount = "" if self.amount is None else f"{self.amount}円"
        year = f"{self.year}年度" if self.year else ""
        answer = self.get_answer_display() if self.answer else ""
        parts = (answer, self.words, amount, year, f"{self.said_on}",
                 SaidBy(self.said_by).label)  # fmt: skip
        return "、".join(str(part) for part in parts if part)

    def clean(self) -> None:
        super().clean()
        if self.kind_id is None:
            return
        faults: dict[str, str] = {}
        if self.kind.is_pay and self.amount is not None and self.year is None:
            faults["year"] = "何年度の金額かを書いてください。例：2025"
        if self.kind.is_pay and self.amount == 0:
            faults["amount"] = "1円以上を書いてください。わからないときは空にします。"
        if self.kind.is_yes_no and not self.answer:
            faults["answer"] = (
                "「ある」か「ない」をえらんでください。わからないときは、行を消します。"
            )
        if faults:
            raise ValidationError(faults)

    def save(self, **options: Unpack[SaveOptions]) -> None:
        self.is_from_list = False
        super().save(**options)
        self._lock()

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        self._lock()
        return super().delete(using, keep_parents)

    def _lock(self) -> None:
        """Have imports leave what people say of it; they write past `save`."""
        rows = OfficeService.objects.filter(pk=self.listing_id)
        mark = trait_mark(self.kind.code)
        for locked in rows.values_list("locked_fields", flat=True):
            if mark not in locked:
                rows.update(locked_fields=sorted({*locked, mark}))


def trait_mark(code: str) -> str:
    """The name under which a listing keeps what staff say of a kind of trait."""
    return f"trait-{code}"
