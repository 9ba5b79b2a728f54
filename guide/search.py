"""Finds pages by words: kanji, kana or English, whatever language is being read.

What a site has to find are a few hundred short texts: they are read whole and compared
in memory, so that every spelling counts as one (width, kana, case, old kanji forms).
Offices have a search of their own, which the page offers beside this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from fees.models import FeeTopic
from guide.models import Faq, GlossaryTerm, LawChange, LifeSituation, Page, Step
from offices.models import OfficeKind
from services.models import ServiceType
from texts.domain.fold import search_key
from texts.languages import languages

LONGEST = 80
MOST = 50


@dataclass(frozen=True)
class FoundPage:
    """One place on the site: what kind of thing it is, its title, one sentence."""

    kind: str | Promise
    title: str
    summary: str
    address: str
    is_named: bool


@dataclass(frozen=True)
class _Kind:
    """How rows of one kind are found: by `names`, then by `texts` and `plain`."""

    label: str | Promise
    names: tuple[str, ...]
    texts: tuple[str, ...]
    summary: str
    plain: tuple[str, ...] = ()


# What readers can find, with an address of its own.
_Findable: TypeAlias = (
    ServiceType
    | LifeSituation
    | OfficeKind
    | Page
    | FeeTopic
    | Step
    | GlossaryTerm
    | Faq
    | LawChange
)
_KINDS: dict[type[_Findable], _Kind] = {
    ServiceType: _Kind(
        _("サービス"),
        ("name", "short_name"),
        ("plain_name",),
        "plain_name",
        ("reading",),
    ),
    LifeSituation: _Kind(_("場合ごとのページ"), ("name",), ("lead",), "lead"),
    OfficeKind: _Kind(
        _("相談するところ"), ("name",), ("when_to_go", "role"), "when_to_go"
    ),
    Page: _Kind(_("ページ"), ("title", "nav_label"), ("summary", "lead"), "summary"),
    FeeTopic: _Kind(_("はらうお金"), ("title",), ("summary", "body"), "summary"),
    Step: _Kind(_("使うまでの流れ"), ("title",), ("body", "bring"), "who"),
    GlossaryTerm: _Kind(
        _("ことばの説明"),
        ("name",),
        ("meaning",),
        "meaning",
        ("reading", "other_words"),
    ),
    Faq: _Kind(
        _("よくある質問"), ("question",), ("short_answer", "answer"), "short_answer"
    ),
    LawChange: _Kind(_("変わること"), ("title",), ("for_whom", "body"), "for_whom"),
}


def search(words: str) -> list[FoundPage]:
    """Where every one of `words` occurs: what is named so first, then the others."""
    terms = list(filter(None, map(search_key, words.replace("　", " ").split())))
    if not terms:
        return []
    found = [one for model in _KINDS for one in _in(model, terms)]
    return sorted(found, key=lambda one: not one.is_named)[:MOST]


def _in(model: type[_Findable], terms: list[str]) -> Iterator[FoundPage]:
    kind = _KINDS[model]
    for row in _rows(model):
        names = _key(row, kind.names, kind.plain)
        if not all(term in names or term in _key(row, kind.texts) for term in terms):
            continue
        yield FoundPage(
            kind.label,
            getattr(row, kind.names[0]),
            getattr(row, kind.summary) if kind.summary else "",
            row.get_absolute_url(),
            all(term in names for term in terms),
        )


def _rows(model: type[_Findable]) -> Iterable[_Findable]:
    if model is ServiceType:
        return ServiceType.objects.published()
    if model is Page:
        return Page.objects.known()
    if model is FeeTopic:
        return FeeTopic.objects.on(timezone.localdate())
    return model._default_manager.all()


def _key(
    row: models.Model, translated: Iterable[str], plain: Iterable[str] = ()
) -> str:
    """What a row says in every language, as searches compare it."""
    texts = [
        getattr(row, build_localized_fieldname(name, language.code))
        for name in translated
        for language in languages()
    ]
    texts += [getattr(row, name) for name in plain]
    return " ".join(search_key(text) for text in texts if text)


def near(words: str, *, most: int = 5) -> list[GlossaryTerm]:
    """Terms that share a piece of two letters with `words`, the likest first."""
    pieces = _pieces(search_key(words))
    likeness = {
        term: len(pieces & _pieces(_key(term, ("name",), ("reading", "other_words"))))
        for term in GlossaryTerm.objects.all()
    }
    alike = [term for term, shared in likeness.items() if shared]
    return sorted(alike, key=lambda term: -likeness[term])[:most]


def _pieces(key: str) -> set[str]:
    return {key[at : at + 2] for at in range(len(key) - 1)}
