"""The form of a criterion: a question, and the answers to it that qualify."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from services.models import Choice


class CriterionForm(forms.ModelForm):
    """A criterion accepts answers to its own question, and only these are offered."""

    accepted = forms.ModelMultipleChoiceField(
        Choice.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        label="満たす答え",
        help_text="このどれかを選んだ人が満たします。"
        "新しい質問を選んだときは、「保存」を押すと、その質問の答えがここに出ます。",
        error_messages={
            "required": "この質問の答えが下に出ています。"
            "満たす答えを選んで、もう一度「保存」を押してください。"
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if {"question", "accepted"} <= self.fields.keys():
            asked = str(self["question"].value() or "")
            # Neither 「²」 nor a number that no database can hold.
            question = int(asked) if re.fullmatch(r"\d{1,18}", asked) else None
            offered = Choice.objects.filter(question=question)
            self.fields["accepted"].widget.choices = [
                (choice.pk, choice.text) for choice in offered
            ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        question = given.get("question")
        for choice in given.get("accepted") or ():
            if question and choice.question_id != question.pk:
                raise ValidationError(
                    {
                        "accepted": f"「{choice.text}」は、ちがう質問の答えです。"
                        f"「{question}」の答えを選んでください。"
                    }
                )
        return given
