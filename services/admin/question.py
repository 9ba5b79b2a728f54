"""The questions to the reader and their answers, for staff."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from modeltranslation.admin import TranslationTabularInline

from services.admin.rule_guard import RuleGuard
from services.models import Choice, EligibilityRoute, Question
from staff.base import StaffAdmin, StaffFields
from staff.form import StaffForm


class ChoiceInline(StaffFields, TranslationTabularInline):
    """The answers to a question; they are deleted on their own form."""

    model = Choice
    form = StaffForm
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
class ChoiceAdmin(RuleGuard, StaffAdmin):
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
