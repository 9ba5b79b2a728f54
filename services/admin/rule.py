"""Rules for staff: who may use a service, and the questions they are made of."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from modeltranslation.admin import TranslationTabularInline

from services.admin.base import LinkedRows, StaffAdmin, StaffFields
from services.models import (
    Choice,
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
    Question,
)


class RequirementRows(LinkedRows):
    """The requirements of one rule."""

    model = EligibilityRequirement
    fields = ["text", "confirmed_by_city", "order", "due"]
    ordering = ["order"]


class RouteRows(LinkedRows):
    """The routes to one requirement."""

    model = EligibilityRoute
    fields = ["text", "confirmed_by_city", "order"]
    ordering = ["order"]


@admin.register(EligibilityRule)
class EligibilityRuleAdmin(StaffAdmin):
    """Who may use a service, from a day on."""

    list_display = ["service"]
    list_select_related = ["service"]
    list_filter = ["service"]
    date_hierarchy = "valid_from"
    search_fields = ["service__name_ja", "summary_ja"]
    inlines = [RequirementRows]

    def shown_at(self, row: EligibilityRule) -> str | None:
        return _who_may_use(row)


@admin.register(EligibilityRequirement)
class EligibilityRequirementAdmin(StaffAdmin):
    """One thing that a rule asks for."""

    list_display = ["text", "rule", "confirmed_by_city", "order"]
    list_select_related = ["rule__service"]
    list_filter = ["rule__service", "confirmed_by_city"]
    search_fields = ["text_ja", "code", "rule__service__name_ja"]
    autocomplete_fields = ["rule"]
    inlines = [RouteRows]

    def shown_at(self, row: EligibilityRequirement) -> str | None:
        return _who_may_use(row.rule)


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

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if {"question", "accepted"} <= self.fields.keys():
            asked = str(self["question"].value() or "")
            offered = Choice.objects.filter(question=asked if asked.isdigit() else None)
            self.fields["accepted"].widget.choices = [
                (choice.pk, choice.text) for choice in offered
            ]

    def clean(self) -> dict:
        given = super().clean()
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


class CriterionInline(StaffFields, admin.StackedInline):
    """The questions of one route."""

    model = EligibilityCriterion
    form = CriterionForm
    extra = 1


@admin.register(EligibilityRoute)
class EligibilityRouteAdmin(StaffAdmin):
    """One way to meet a requirement."""

    list_display = ["text", "requirement", "confirmed_by_city", "order"]
    list_select_related = ["requirement"]
    list_filter = ["requirement__rule__service", "confirmed_by_city"]
    search_fields = ["text_ja", "code", "requirement__text_ja"]
    autocomplete_fields = ["requirement"]
    inlines = [CriterionInline]

    def shown_at(self, row: EligibilityRoute) -> str | None:
        return _who_may_use(row.requirement.rule)


@admin.register(EligibilityCriterion)
class EligibilityCriterionAdmin(StaffFields, admin.ModelAdmin):
    """A question of a route, and the answers that qualify."""

    form = CriterionForm
    list_display = ["question", "route"]
    list_select_related = ["question", "route"]
    list_filter = ["question"]
    search_fields = ["route__text_ja", "question__text_ja"]
    autocomplete_fields = ["route"]


class ChoiceInline(StaffFields, TranslationTabularInline):
    """The answers to a question; they are deleted on their own form."""

    model = Choice
    extra = 1
    can_delete = False
    show_change_link = True


@admin.register(Question)
class QuestionAdmin(StaffAdmin):
    """The questions to the reader."""

    list_display = ["text", "code", "order"]
    search_fields = ["text_ja", "code"]
    inlines = [ChoiceInline]
    save_on_top = True


@admin.register(Choice)
class ChoiceAdmin(StaffAdmin):
    """One answer to a question."""

    list_display = ["text", "question", "order"]
    list_select_related = ["question"]
    list_filter = ["question"]
    search_fields = ["text_ja", "question__text_ja", "code"]

    def get_deleted_objects(
        self, objs: Sequence[Model], request: HttpRequest
    ) -> tuple[list, dict, set, list]:
        """An answer that a rule accepts stands in the way of its deletion."""
        *found, protected = super().get_deleted_objects(objs, request)
        using = EligibilityRoute.objects.filter(criteria__accepted__in=list(objs))
        routes = [
            format_html("{}「{}」", route._meta.verbose_name, route)
            for route in using.distinct()
        ]
        return *found, [*protected, *routes]


def _who_may_use(rule: EligibilityRule) -> str | None:
    service = rule.service
    return f"{service.get_absolute_url()}#who" if service.is_published else None
