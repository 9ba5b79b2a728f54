"""What the office has decided about its own work: one row, set by an 管理者."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class WhoGivesCodes(models.TextChoices):
    """Who gives a code from a phone beside the password."""

    APPROVERS = "approvers", "承認者と管理者"
    EVERYBODY = "everybody", "全員"
    NOBODY = "nobody", "だれもしない（スマートフォンがない職場）"


class StaffRules(models.Model):
    """How many eyes a change needs, and how people sign in."""

    is_shown = False  # to readers

    is_single_person = models.BooleanField(
        "ひとりの職場",
        default=False,
        help_text="担当が1人だけのとき、印をつけます。自分が書いた変更を、自分で承認できます。",
    )
    slips_are_small = models.BooleanField(
        "誤字は、承認なしで公開できる",
        default=True,
        help_text="数字・金額・日・リンクや、「できる」「できない」などが変わるときは、"
        "誤字ではありません。承認が要ります。",
    )
    slip_letters = models.PositiveSmallIntegerField(
        "誤字とみなす文字の数",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text="1つの文章で、この数までの文字が変わるときです。1から10。",
    )
    contacts_are_small = models.BooleanField(
        "事業所の電話と時間は、承認なしで公開できる",
        default=True,
        help_text="事業所・相談先の電話、FAX、利用できる時間です。",
    )
    checks_are_small = models.BooleanField(
        "「まちがいなし」は、承認なしで公開できる",
        default=True,
        help_text="出典を見て、まちがいがないと確かめた日だけが変わるときです。",
    )
    who_gives_codes = models.CharField(
        "二段階の確認",
        max_length=12,
        choices=WhoGivesCodes,
        default=WhoGivesCodes.APPROVERS,
        help_text="パスワードのあとに、スマートフォンの番号を入れる人。",
    )
    idle_minutes = models.PositiveSmallIntegerField(
        "何もしないとログアウトする時間（分）",
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(480)],
        help_text="5分から480分（8時間）。次にログインしたときから、この時間になります。",
    )

    class Meta:
        verbose_name = "職場の決まり"
        verbose_name_plural = "職場の決まり"

    def __str__(self) -> str:
        return "職場の決まり"

    @classmethod
    def current(cls) -> StaffRules:
        """The row; where nobody has decided anything, what is decided beforehand."""
        return cls._default_manager.order_by("pk").first() or cls(pk=1)
