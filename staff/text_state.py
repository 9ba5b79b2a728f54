"""The state of a text in a language, in the words that staff read everywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet, TextChoices
from django.urls import reverse

from facts.provenance import Sourced
from texts.languages import Language, languages
from texts.models import Translation
from texts.translations import column_of, translated_models

# Of a text: which model, which row, which field, which language.
_Key = tuple[type[Model], int, str, str]


class State(TextChoices):
    """How a text stands to its Japanese, what needs most work first."""

    MISSING = "missing", "ありません"
    OUTDATED = "outdated", "古くなった"
    UNREAD = "unread", "機械が書いた・まだ読んでいない"
    CURRENT = "current", "あります"


@dataclass(frozen=True)
class TextStanding:
    """One text in one language beside Japanese."""

    field: str
    language: Language
    state: State


@dataclass
class TextsOfRow:
    """A row with Japanese texts, and how each of them stands in each language."""

    model: type[Model]
    pk: int
    texts: tuple[TextStanding, ...]
    row: Model | None = None

    @property
    def key(self) -> str:
        return f"{self.model._meta.label_lower}:{self.pk}"

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name)

    @cached_property
    def address(self) -> str:
        """The form in which the texts are changed."""
        options = self.model._meta
        name = f"admin:{options.app_label}_{options.model_name}_change"
        return reverse(name, args=[self.pk])

    def cells(self, shown: Iterable[Language]) -> list[list[TextGroup]]:
        """For each language what is to do; one click leads to the field."""
        return [
            [
                TextGroup(state, links)
                for state in State
                if (links := self._links(language, state))
            ]
            for language in shown
        ]

    def _links(self, language: Language, state: State) -> list[tuple[str, str]]:
        labels = {one.name: str(one.verbose_name) for one in self.model._meta.fields}
        return [
            (
                labels[text.field],
                f"{self.address}#id_{column_of(text.field, language)}",
            )
            for text in self.texts
            if text.language == language and text.state == state
        ]


@dataclass(frozen=True)
class TextGroup:
    """The texts of one item in one language that are in one state."""

    state: State
    links: list[tuple[str, str]]


def items(models: Collection[type[Model]], words: str = "") -> list[TextsOfRow]:
    """Every row of `models` with a Japanese text, if it has `words` in any language.

    A query for each model and one for the states, however many rows there are.
    """
    known = _states(models)
    return [
        TextsOfRow(model, row["pk"], _texts(model, row, known))
        for model in models
        for row in _rows(model).values("pk", *_columns(model))
        if _has(row, words)
    ]


def texts_of(row: Model) -> list[TextStanding]:
    """How the texts of one row stand; a query."""
    model = type(row)
    if model not in translated_models():
        return []
    columns = {name: getattr(row, name) for name in _columns(model)}
    return list(_texts(model, columns | {"pk": row.pk}, _states([model], pk=row.pk)))


def with_rows(shown: Collection[TextsOfRow]) -> None:
    """Fetch the rows of `shown`, with what their names name: a query a model."""
    for model in {item.model for item in shown}:
        own = [item for item in shown if item.model is model]
        found = model._default_manager.select_related().in_bulk(
            [item.pk for item in own]
        )
        for item in own:
            item.row = found.get(item.pk)


def _states(models: Collection[type[Model]], **only: int) -> dict[_Key, State]:
    """The states that are not plainly good."""
    kinds = ContentType.objects.get_for_models(*models)
    model_of = {kind.pk: model for model, kind in kinds.items()}
    rows = Translation.objects.filter(content_type__in=model_of)
    if only:
        rows = rows.filter(object_id=only["pk"])
    unread = Q(is_machine_made=True, read_on=None)
    return {
        (model_of[kind], pk, field, language): (
            State.OUTDATED if is_outdated else State.UNREAD
        )
        for kind, pk, field, language, is_outdated in rows.filter(
            Q(is_outdated=True) | unread
        ).values_list("content_type", "object_id", "field", "language", "is_outdated")
    }


def _texts(
    model: type[Model], row: dict[str, Any], known: dict[_Key, State]
) -> tuple[TextStanding, ...]:
    source, *others = languages()
    return tuple(
        TextStanding(
            name,
            language,
            known.get((model, row["pk"], name, language.code), State.CURRENT)
            if row[column_of(name, language)]
            else State.MISSING,
        )
        for name in _names(model)
        if row[column_of(name, source)]
        for language in others
    )


def _names(model: type[Model]) -> list[str]:
    """The fields in the order in which the form has them: the source comes last."""
    of_source = {field.name for field in Sourced._meta.local_fields}
    names = [
        field.name
        for field in model._meta.fields
        if field.name in translated_models()[model]
    ]
    return sorted(names, key=lambda name: name in of_source)


def _columns(model: type[Model]) -> list[str]:
    return [column_of(name, one) for name in _names(model) for one in languages()]


def _rows(model: type[Model]) -> QuerySet:
    """The rows with a Japanese text at all: imported offices have none of their own."""
    has_text = Q()
    for name in _names(model):
        has_text |= Q(**{f"{column_of(name, languages()[0])}__gt": ""})
    return model._default_manager.filter(has_text)


def _has(row: dict[str, object], words: str) -> bool:
    """Whether one of the texts has all of the `words`."""
    wanted = words.casefold().split()
    texts = [str(value).casefold() for name, value in row.items() if name != "pk"]
    return not wanted or any(all(one in text for one in wanted) for text in texts)
