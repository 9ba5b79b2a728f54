"""The texts of the site as a writer's checks see them: what is to be mended where.

What a text is judged by stands in `domain/lint.py`; here are the rows it is applied to,
the official words among them, and the amounts that codes give.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import models
from django.utils import translation
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from facts.effective import EffectiveDated
from facts.models import Source
from facts.quoting import Quotable, QuotedField, every_quotable
from facts.readability import readability
from texts.domain.lint import (
    LIMITS,
    Known,
    TextFinding,
    lint,
    sentence_lengths,
    whole_sentences,
)
from texts.languages import languages
from texts.readings import finder_of_missing
from texts.translations import translated_models

# As a law or a document words it, not ours to change.
_CITED = {"article", "legal_basis"}
_PARTS = re.compile("[（）]")
_SHORTEST_TERM = 2


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A row's text in one language."""

    row: models.Model
    name: str
    language: str
    text: str

    @property
    def column(self) -> str:
        return build_localized_fieldname(self.name, self.language)

    @property
    def is_cited(self) -> bool:
        return self.name in _CITED or isinstance(self.row, Source)


@dataclass(frozen=True, slots=True)
class Measure:
    """How long the whole sentences of some texts are, and how easy they are to read.

    `jreadability` is that of all the sentences together, each official word counted as
    one word: it stands exactly as it is at the window, and the glossary explains it.
    `raw_jreadability` takes official words apart. Both are None where the package is
    not installed. 6.5 is very easy, 0.5 very hard.
    """

    language: str
    sentences: int
    mean: float
    longest: int
    jreadability: float | None
    raw_jreadability: float | None

    @property
    def faults(self) -> list[str]:
        """What is not as easy as the language asks for, in words for staff."""
        limits = LIMITS[self.language]
        faults = []
        if self.mean > limits.mean:
            faults.append(
                f"文の長さの平均が{self.mean:.1f}文字です（{limits.mean}まで）。"
            )
        if self.jreadability is not None and self.jreadability < limits.jreadability:
            faults.append(
                f"jReadability が{self.jreadability:.2f}です"
                f"（{limits.jreadability}以上）。"
            )
        return faults


def known(*, on: date) -> dict[str, Known]:
    """Official words (a query a model), and amounts of a day, for each language.

    Amounts are fetched when the first text names one.
    """
    terms, rows = _terms(), _AmountRows(on)
    without_reading = finder_of_missing()
    return {
        language.code: Known(terms, _Amounts(rows, language.code), without_reading)
        for language in languages()
    }


def _terms() -> frozenset[str]:
    """The names that translation options call official, whole and in parts."""
    names: set[str] = set()
    for model in translator.get_registered_models(abstract=False):
        options = translator.get_options_for_model(model)
        columns = [
            column
            for field in getattr(options, "official_names", ())
            for column in _columns(field)
        ]
        if columns:
            for row in model._default_manager.values_list(*columns):
                names.update(filter(None, row))
    parts = {part for name in names for part in _PARTS.split(name)}
    return frozenset(term for term in names | parts if len(term) >= _SHORTEST_TERM)


def _columns(field: str) -> list[str]:
    return [build_localized_fieldname(field, language.code) for language in languages()]


class _AmountRows:
    """The row of each code that texts may name, as it stands on a day."""

    def __init__(self, on: date) -> None:
        self._on = on

    @cached_property
    def by_code(self) -> dict[str, Quotable | QuotedField]:
        """Where none holds on that day, the last of all; an end has no amount."""
        found: dict[str, Quotable | QuotedField] = {}
        for prefix, model in every_quotable().items():
            in_force = model.quoted(on=self._on) if _is_dated(model) else ()
            for row in (*model.quoted(), *in_force):
                if not getattr(row, "is_end", False):
                    found[f"{prefix}:{row.quote_code}"] = row
        return found


def _is_dated(model: type[models.Model]) -> bool:
    return issubclass(model, EffectiveDated)


class _Amounts(Mapping[str, str]):
    """What each code gives in one language."""

    def __init__(self, rows: _AmountRows, language: str) -> None:
        self._rows = rows
        self._language = language

    def __getitem__(self, code: str) -> str:
        row = self._rows.by_code[code]
        with translation.override(self._language):
            return row.as_quote()

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows.by_code)

    def __len__(self) -> int:
        return len(self._rows.by_code)


def texts(
    chosen: Iterable[type[models.Model]] = (), language: str = ""
) -> Iterator[WrittenText]:
    """Every text that we wrote for readers; of some models or in one language."""
    wanted = set(chosen)
    for model in translated_models():
        if not wanted or model in wanted:
            for row in model._default_manager.all():
                yield from texts_of(row, language)


def texts_of(row: models.Model, language: str = "") -> Iterator[WrittenText]:
    """The texts of one row; none where a published list worded them."""
    names = translated_models().get(row._meta.concrete_model or type(row), [])
    if getattr(row, "is_imported", False):
        return
    for one in languages():
        if language in {"", one.code}:
            for name in names:
                text = getattr(row, build_localized_fieldname(name, one.code)) or ""
                if text:
                    yield WrittenText(row, name, one.code, text)


def findings(text: WrittenText, known: Mapping[str, Known]) -> list[TextFinding]:
    """What is to be mended in a text, by what is known in its language."""
    if text.is_cited:
        return []
    found = lint(text.text, text.language, known[text.language])
    if not isinstance(text.row, Quotable):
        return list(found)
    # A figure has its home in the row that others quote.
    return [
        one
        for one in found
        if one.code != "typed-amount" or one.words != text.text.strip()
    ]


def faults_of(row: models.Model) -> list[TextFinding]:
    """What a row lacks besides words: its source, or the day it was checked."""
    asked = {
        "source": ("no-source", "出典を入れてください。"),
        "checked_on": ("no-check-date", "出典を見て確かめた日を入れてください。"),
    }
    # An article that names no source, or a page that names no facts, has neither field.
    return [
        TextFinding(code, 0, 0, "", advice)
        for name, (code, advice) in asked.items()
        if hasattr(type(row), name) and getattr(row, f"{name}_id", None) is None
        and getattr(row, name, None) is None
    ]  # fmt: skip


def measure(some: Iterable[WrittenText], language: str, known: Known) -> Measure:
    """How long and how easy the whole sentences of `some` texts are."""
    prose = [t.text for t in some if t.language == language and not t.is_cited]
    lengths = [n for text in prose for n in sentence_lengths(text, known)]
    sentences = "".join(s for text in prose for s in whole_sentences(text, known))
    as_one_word = _terms_as_one_word(known)
    return Measure(
        language,
        len(lengths),
        sum(lengths) / len(lengths) if lengths else 0.0,
        max(lengths, default=0),
        readability(as_one_word(sentences)),
        readability(sentences),
    )


def _terms_as_one_word(known: Known) -> Callable[[str], str]:
    """Puts one word in the place of each official one, however many it is made of."""
    terms = sorted(known.terms, key=len, reverse=True)
    if not terms:
        return lambda text: text
    official = re.compile("|".join(map(re.escape, terms)))
    return lambda text: official.sub("サービス", text)


def mended(text: str, language: str, wanted: TextFinding, known: Known) -> str | None:
    """`text` with the right answer of `wanted`, wherever its words now stand.

    None where they are not found, or where there is no one right answer.
    """
    same = [
        one
        for one in lint(text, language, known)
        if one.fix is not None and (one.code, one.words) == (wanted.code, wanted.words)
    ]
    if not same:
        return None
    nearest = min(same, key=lambda one: abs(one.start - wanted.start))
    return nearest.applied_to(text)
