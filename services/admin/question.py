"""The questions to the reader and their answers, for staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from modeltranslation.admin import TranslationTabularInline

from services.admin.rule_guard import AnswerGuard
from services.domain.interview import MOST_ASKED
from services.models import (
    Choice,
    Contradiction,
    EligibilityRoute,
    Question,
    ServiceType,
)
from services.rulebook import what_questions_need
from services.short_way import lengths_by_service
from staff.base import StaffAdmin, StaffFields
from staff.form import StaffForm


class QuestionForm(StaffForm):
    """A question presupposes answers to others, and not what presupposes it."""

    def clean_presupposes(self) -> Iterable[Choice]:
        chosen = self.cleaned_data["presupposes"].select_related("question")
        needs = what_questions_need()
        own = self.instance.code if self.instance.pk else self.data.get("code")
        for choice in chosen:
            code = choice.question.code
            behind = [one for need in needs.get(code, ()) for one in need.with_needs()]
            if own in (code, *(one.question for one in behind)):
                raise ValidationError(
                    f"「{choice.question}」は、この質問を先に聞いてから聞く質問か、"
                    "この質問そのものです。ほかの質問の答えを選んでください。"
                )
        return chosen


class ContradictionForm(StaffForm):
    """Two sides, of different questions."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        sides = [
            {choice.question_id for choice in given.get(side) or ()}
            for side in ("one", "other")
        ]
        if sides[0] & sides[1]:
            raise ValidationError(
                {
                    "other": "同じ質問の答えが、両方にあります。"
                    "ちがう質問の答えを選んでください。"
                }
            )
        return given


class ChoiceForm(StaffForm):
    """A new answer is treated like another one, in every condition at once."""

    like = forms.ModelChoiceField(
        Choice.objects.none(),
        required=False,
        label="同じあつかいにする答え",
        help_text="新しい答えのとき。えらんだ答えを満たす答えとする条件が、"
        "この答えも満たす答えとします。",
    )

    def _save_m2m(self) -> None:
        super()._save_m2m()
        if like := self.cleaned_data.get("like"):
            for criterion in like.criteria.all():
                criterion.accepted.add(self.instance)
            for question in like.presupposed_by.all():
                question.presupposes.add(self.instance)


class ChangingChoiceForm(StaffForm):
    """It tells of other questions than its own, and becomes something at a time."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        implied = given.get("implies") or Choice.objects.none()
        if self.instance.question_id and any(
            choice.question_id == self.instance.question_id for choice in implied
        ):
            self.add_error(
                "implies",
                "この質問そのものの答えがあります。ほかの質問の答えを選んでください。",
            )
        if bool(given.get("becomes")) != bool(given.get("becomes_when_ja")):
            self.add_error(
                "becomes_when_ja" if given.get("becomes") else "becomes",
                "「変わったあとの答え」と「読む人へのことば」は、両方入れるか、"
                "両方を空にしてください。",
            )
        return given


class ChoiceInline(StaffFields, TranslationTabularInline):
    """The answers to a question; they are deleted on their own form."""

    model = Choice
    form = ChoiceForm
    # What it implies and becomes is on its own form: the lists are long.
    exclude = ["implies", "becomes", "becomes_when"]
    extra = 1
    can_delete = False
    show_change_link = True

    def get_formset(
        self, request: HttpRequest, obj: Question | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet]:
        """The answers of this question are the ones to be like."""
        formset = super().get_formset(request, obj, **kwargs)
        if obj:
            like = cast(forms.ModelChoiceField, formset.form.base_fields["like"])
            like.queryset = obj.choices.all()
        return formset


@admin.register(Question)
class QuestionAdmin(AnswerGuard, StaffAdmin):
    """The questions to the reader."""

    form = QuestionForm
    list_display = ["text", "asked_of", "code", "order"]
    list_filter = ["asked_of"]
    search_fields = ["text_ja", "code"]
    inlines = [ChoiceInline]
    filter_horizontal = ["presupposes"]
    save_on_top = True

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """How much the short way asks stands above the questions."""
        measured = lengths_by_service(on=timezone.localdate())
        names = ServiceType.objects.filter(slug__in=measured)
        short_way = [(row.short_name, measured[row.slug]) for row in names]
        context = {"short_way": short_way, "most_asked": MOST_ASKED}
        return super().changelist_view(request, {**context, **(extra_context or {})})


@admin.register(Contradiction)
class ContradictionAdmin(StaffAdmin):
    """Answers that do not go together."""

    form = ContradictionForm
    list_display = ["text", "code", "order"]
    search_fields = ["text_ja", "code"]
    filter_horizontal = ["one", "other"]


@admin.register(Choice)
class ChoiceAdmin(AnswerGuard[Choice], StaffAdmin[Choice]):
    """One answer to a question."""

    form = ChangingChoiceForm
    filter_horizontal = ["implies", "becomes"]
    list_display = ["text", "question", "order"]
    list_select_related = ["question"]
    list_filter = ["question"]
    search_fields = ["text_ja", "question__text_ja", "code"]

    def get_deleted_objects(
        self, objs: Sequence[Choice] | QuerySet[Choice], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """An answer that a rule accepts stands in the way of its deletion."""
        going, counts, lacking, protected = super().get_deleted_objects(objs, request)
        using = EligibilityRoute.objects.filter(criteria__accepted__in=list(objs))
        routes = [
            format_html("{}「{}」", route._meta.verbose_name, route)
            for route in using.distinct()
        ]
        return going, counts, lacking, [*protected, *routes]
