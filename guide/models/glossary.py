"""The words of the field."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.urls import reverse

from facts.provenance import Sourced
from facts.quoting import check_codes
from services.models import ServiceType
from texts.has_reading import HasReading
from texts.models import hiragana
from texts.natural_keys import NaturallyKeyed


class GlossaryTerm(NaturallyKeyed, HasReading, Sourced):
    """A word of the field, its reading and what it means in plain words."""

    natural_key_fields = ("code",)
    reading_rank = 0

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

    @classmethod
    def reading_pairs(cls) -> Iterable[tuple[str, str]]:
        """住民税（市町村民税）: the reading is that of the word before the bracket."""
        for name, reading in cls.objects.values_list("name_ja", "reading"):
            yield (name or "").partition("（")[0], reading

    def get_absolute_url(self) -> str:
        return f"{reverse('guide:glossary')}#{self.code}"
