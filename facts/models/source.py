"""The documents that facts come from."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from texts.natural_keys import NaturallyKeyed


class SourceKind(models.TextChoices):
    """Who speaks, in the order of weight."""

    LAW = "law", _("法令")
    STATE = "state", _("国の資料")
    BODY = "body", _("公的な団体の資料")
    CITY = "city", _("県・市町村の資料")
    PRIVATE = "private", _("民間の資料")


class Source(NaturallyKeyed):
    """A law, notice, page or leaflet that facts name as their source."""

    natural_key_fields = ("code",)

    code = models.SlugField(
        "コード", unique=True, help_text="半角の英数字。ほかの出典と重ならないもの。"
    )
    kind = models.CharField(
        "種類", max_length=10, choices=SourceKind, help_text="だれが出した資料か。"
    )
    organisation = models.CharField(
        "出した機関", max_length=200, help_text="例：厚生労働省"
    )
    title = models.CharField(
        "資料の名前", max_length=200, help_text="資料やページの正式な名前。"
    )
    published = models.CharField(
        "出た日",
        max_length=80,
        blank=True,
        default="",
        help_text="わかる範囲で。例：2025年3月31日",
    )
    url = models.URLField(
        "アドレス",
        max_length=400,
        blank=True,
        default="",
        help_text="インターネットで見られるときだけ。",
    )
    remark = models.CharField(
        "ことわり",
        max_length=200,
        blank=True,
        default="",
        help_text="読む人に伝えること。例：2013年12月時点の条文で確かめました。",
    )

    class Meta:
        ordering = ["kind", "organisation", "title"]
        verbose_name = "出典"
        verbose_name_plural = "出典"

    def __str__(self) -> str:
        return gettext("%(organisation)s「%(title)s」") % {
            "organisation": self.organisation,
            "title": self.title,
        }
