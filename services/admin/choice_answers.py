"""Answers of one person, chosen question by question: one list to drop down each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from services.models import Choice


class AnswersWidget(forms.Widget):
    """A list for each question, 「わからない」 first; all of them bear one name."""

    choices: Iterable[tuple[object, Choice]] = ()

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> list[str]:
        if isinstance(data, MultiValueDict):
            sent = data.getlist(name)
        else:
            sent = data.get(name) or []
        return [value for value in sent if value]

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""

    def render(
        self,
        name: str,
        value: Collection[object] | None,
        attrs: Mapping[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        chosen = {str(getattr(item, "pk", item)) for item in value or ()}
        return render_to_string(
            "admin/services/answers.html",
            {
                "name": name,
                "id": (attrs or {}).get("id", name),
                "questions": self._questions(chosen),
            },
        )

    def _questions(self, chosen: set[str]) -> list[dict[str, object]]:
        """Each question with its choices, and whether one of them is chosen."""
        rows = (choice for _value, choice in self.choices)
        return [
            {
                "question": question,
                "choices": [(row, str(row.pk) in chosen) for row in choices],
            }
            for question, choices in groupby(rows, key=lambda row: row.question)
        ]


class _Rows(ModelChoiceIterator):
    """The choices as rows, for the widget to sort under their questions."""

    # Not a label, as Django has it: only our own widget reads it.
    def choice(  # type: ignore[override]
        self, obj: Choice
    ) -> tuple[object, Choice]:
        return self.field.prepare_value(obj), obj


class AnswersField(forms.ModelMultipleChoiceField):
    """What a person answers: at most one choice a question, and none is known."""

    widget = AnswersWidget
    iterator = _Rows
    default_error_messages = {
        "two_answers": "「%(question)s」に、答えが2つあります（%(answers)s）。"
        "1つにしてください。",
        "invalid_choice": "%(value)s という答えはありません。選び直してください。",
        "invalid_pk_value": "%(pk)s という答えはありません。選び直してください。",
    }

    def __init__(self, **kwargs: object) -> None:
        rows = Choice.objects.select_related("question").order_by(
            "question__order", "question__code", "order", "pk"
        )
        super().__init__(rows, required=False, **kwargs)

    def clean(self, value: Collection[str]) -> QuerySet[Choice]:
        for sent in value:
            # A number that no database can hold would be an error of its own.
            if not re.fullmatch(r"\d{1,18}", str(sent), re.ASCII):
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    "invalid_choice",
                    {"value": sent},
                )
        chosen = super().clean(value)
        for question, choices in groupby(chosen, key=lambda row: row.question):
            texts = [choice.text for choice in choices]
            if len(texts) > 1:
                raise ValidationError(
                    self.error_messages["two_answers"],
                    "two_answers",
                    {"question": question, "answers": "、".join(texts)},
                )
        return chosen
