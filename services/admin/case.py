"""Golden cases for staff: what the rules must come to for a made-up person."""

from __future__ import annotations

from django.contrib import admin

from services.admin.choice_answers import AnswersField
from services.admin.rule_guard import RuleGuard
from services.models import GoldenCase, GoldenExpectation
from staff.base import StaffAdmin, StaffFields
from staff.between import NoticesOthers
from staff.form import StaffForm


class GoldenCaseForm(StaffForm):
    """The answers are chosen question by question, not from a list of a hundred."""

    answers = AnswersField(
        label="この人の答え", help_text="わからないことは「わからない」のままにします。"
    )


class ExpectationInline(StaffFields, admin.TabularInline):
    """What must come out, service by service."""

    model = GoldenExpectation
    form = StaffForm
    autocomplete_fields = ["after"]
    extra = 1


@admin.register(GoldenCase)
class GoldenCaseAdmin(RuleGuard, StaffAdmin):
    """Cases that the rules must get right; they are run when a rule is saved."""

    form = GoldenCaseForm
    list_display = ["title", "code", "day", "with_planned"]
    list_filter = ["expectations__service", "expectations__outcome", "with_planned"]
    search_fields = ["title_ja", "code"]
    date_hierarchy = "day"
    inlines = [ExpectationInline]
    save_as = True
    save_on_top = True


@admin.register(GoldenExpectation)
class GoldenExpectationAdmin(RuleGuard, NoticesOthers, StaffFields, admin.ModelAdmin):
    """What must come out of a case for one service."""

    form = StaffForm
    list_display = ["case", "service", "outcome", "first", "confirm"]
    list_select_related = ["case", "service", "first"]
    list_filter = ["service", "outcome", "confirm"]
    search_fields = ["case__title_ja", "case__code"]
    autocomplete_fields = ["case", "after"]
    list_per_page = 50
