"""言いかえ: words that people use and the site does not, and where they lead."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import Resolver404, resolve

from texts.natural_keys import NaturallyKeyed

_MOST_PAGES = 3


class Rewording(NaturallyKeyed):
    """A word that people type, in any language, and what this site has for it."""

    natural_key_fields = ("word",)

    word = models.CharField(
        "人が使う言葉",
        max_length=60,
        unique=True,
        help_text="さがす人が打つ言葉。日本語でも英語でも。例：弁当",
    )
    also = models.CharField(
        "ほかの書き方",
        max_length=300,
        blank=True,
        default="",
        help_text="「、」で分けます。漢字の言葉は、ひらがなでも書いてください。"
        "例：べんとう、お弁当、lunch box",
    )
    means = models.CharField(
        "このサイトの言葉",
        max_length=200,
        blank=True,
        default="",
        help_text="「、」で分けます。この言葉でもさがします。例：昼ごはん、食事",
    )
    pages = models.TextField(
        "先に出すページ",
        blank=True,
        default="",
        help_text="1行に1つ、3つまで。アドレスの「/」から後ろを書きます。"
        "例：/faq/hiru-sougei/",
    )

    sentences = models.TextField(
        "人が言う文",
        blank=True,
        default="",
        help_text="そのことで困っている人が、打ちそうな文。1行に1つ。似た文で"
        "さがした人にも「先に出すページ」が出ます。例：お昼はお弁当を持っていくの？",
    )

    class Meta:
        ordering = ["word"]
        verbose_name = "言いかえ（さがす言葉）"
        verbose_name_plural = "言いかえ（さがす言葉）"

    def __str__(self) -> str:
        return self.word

    @property
    def words(self) -> list[str]:
        return [self.word, *listed(self.also)]

    @property
    def meanings(self) -> list[str]:
        return listed(self.means)

    @property
    def said(self) -> list[str]:
        return [line.strip() for line in self.sentences.splitlines() if line.strip()]

    @property
    def addresses(self) -> list[str]:
        return self.pages.split()

    def clean(self) -> None:
        super().clean()
        if not (self.meanings or self.addresses):
            raise ValidationError(
                "「このサイトの言葉」か「先に出すページ」の、どちらかを書いてください。"
            )
        if self.said and not self.addresses:
            raise ValidationError({"pages": "文があるときは、ページも書いてください。"})
        if len(self.addresses) > _MOST_PAGES:
            raise ValidationError({"pages": f"{_MOST_PAGES}つまで書けます。"})
        for address in self.addresses:
            _check_address(address)


def listed(text: str) -> list[str]:
    """The words of a text in which staff part them by 「、」 or by commas."""
    parts = text.replace("，", "、").replace(",", "、").split("、")
    return [part.strip() for part in parts if part.strip()]


def _check_address(address: str) -> None:
    """Refuse what is no address of this site."""
    try:
        resolve(address)
    except Resolver404:
        raise ValidationError(
            {
                "pages": f"「{address}」というページはありません。ページをひらいて、"
                "アドレスの「/」から後ろを写してください。例：/faq/hiru-sougei/"
            }
        ) from None
