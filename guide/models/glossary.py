"""The words of the field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _

from facts.provenance import Sourced
from facts.published import Publishable, PublishableQuerySet
from facts.quoting import check_codes
from services.models import ServiceType
from texts.domain.syllabary import CODES, kana_row, letters_of
from texts.has_reading import HasReading
from texts.held import while_unchanged
from texts.known_addresses import address_of
from texts.languages import current
from texts.models import hiragana
from texts.natural_keys import NaturalKeyManager, NaturallyKeyed

_FIRST_SENTENCE = re.compile(r"(?<=。)|(?<=[.?!])\s+(?=[A-Z])|\n")


class TermQuerySet(PublishableQuerySet):
    """Speaks of the words by the rows of the syllabary, too."""

    def in_row(self, code: str) -> Self:
        """The words of the row with that code, `ka`; none where no row has it."""
        row = next((row for row, own in CODES.items() if own == code), None)
        if row is None:
            return self.none()
        if row == "":
            return self.exclude(_begins_with("".join(map(letters_of, CODES))))
        return self.filter(_begins_with(letters_of(row)))


TermManager = NaturalKeyManager.from_queryset(TermQuerySet)


def _begins_with(letters: str) -> models.Q:
    return reduce(or_, (models.Q(reading__startswith=letter) for letter in letters))


class GlossaryTerm(NaturallyKeyed, HasReading, Publishable, Sourced):
    """A word of the field, its reading and what it means in plain words."""

    natural_key_fields = ("code",)
    objects: ClassVar[TermManager[Self]] = TermManager()
    reading_rank = 0

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="半角の英数字。ページのアドレス（/glossary/word/コード/）になります。",
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

    @property
    def row(self) -> str:
        """The row of the syllabary that has the word: 「か」 for 「がっこう」."""
        return kana_row(self.reading)

    @property
    def gist(self) -> str:
        """The first sentence of what it means, for a list of words."""
        return _FIRST_SENTENCE.split(self.meaning.strip(), maxsplit=1)[0]

    def get_absolute_url(self) -> str:
        return address_of("guide:word", self.code)


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row of the syllabary, 「か」, with its words: one page of the glossary."""

    name: str
    terms: tuple[GlossaryTerm, ...] = ()

    @property
    def code(self) -> str:
        return CODES[self.name]

    @property
    def name_here(self) -> str:
        """In Latin letters for who reads no Japanese: 「KA」."""
        return self.name if current().is_japanese else self.code.upper()

    @property
    def title(self) -> str:
        return (
            _("%(row)s行のことば") % {"row": self.name_here}
            if self.name
            else _("ほかのことば")
        )

    @property
    def checked_on(self) -> date:
        return max(term.checked_on for term in self.terms)

    def get_absolute_url(self) -> str:
        return address_of("guide:words", self.code)


@while_unchanged()
def word_rows() -> Sequence[WordRow]:
    """The rows that have words, in the order of the syllabary; one query."""
    published = GlossaryTerm.objects.published().select_related("source")
    terms = list(published.order_by("reading"))
    rows = (WordRow(row, tuple(t for t in terms if t.row == row)) for row in CODES)
    return [row for row in rows if row.terms]
