"""The forms of the eligibility check: one choice each, 「わからない」 always last."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from services.models import Question

UNKNOWN = "unknown"
NOT_KNOWN = "circle-question-mark"
WHO = [
    ("self", _("自分のこと")),
    ("family", _("家族のこと")),
    ("supporter", _("支援している人のこと")),
]


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, were it nothing at all; None where nothing was."""
    return request.POST if request.method == "POST" else None


class WhoForm(forms.Form):
    """Whom the check is about; it only changes how questions are worded."""

    choice = forms.ChoiceField(
        choices=WHO,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("だれのことかを、1つえらんでください。"),
            "invalid_choice": _("だれのことかを、もう一度えらんでください。"),
        },
    )


class AnswerForm(forms.Form):
    """One question with its choices."""

    choice = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": _(
                "1つえらんでください。わからないときは「わからない」をえらべます。"
            ),
            "invalid_choice": _("答えが変わりました。もう一度えらんでください。"),
        },
    )

    def __init__(
        self,
        question: Question,
        data: QueryDict | None = None,
        *,
        initial: dict[str, Any] | None = None,
        left: Collection[str] | None = None,
    ) -> None:
        """Offer the choices in `left`; None offers them all."""
        super().__init__(data, initial=initial)
        self.offered = [
            choice
            for choice in question.choices.all()
            if left is None or choice.code in left
        ]
        cast(forms.ChoiceField, self.fields["choice"]).choices = [
            *((choice.code, choice.text) for choice in self.offered),
            (UNKNOWN, _("わからない・答えたくない")),
        ]

    @property
    def pictograms(self) -> dict[str, str]:
        """A picture for each choice; none unless every choice has one."""
        named = {choice.code: choice.pictogram for choice in self.offered}
        return {**named, UNKNOWN: NOT_KNOWN} if all(named.values()) else {}

    @property
    def answer(self) -> str | None:
        """The chosen code; None for 「わからない」."""
        chosen = self.cleaned_data["choice"]
        return None if chosen == UNKNOWN else chosen
