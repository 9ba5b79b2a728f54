"""The situations that readers are in, in the staff's hands."""

from __future__ import annotations

from django.contrib import admin

from guide.models import LifeSituation, SituationLink, SituationService
from staff.base import LinkedRows, StaffAdmin


class UsableRows(LinkedRows):
    """What one may use in the situation."""

    model = SituationService
    fields = ["service", "when", "why", "order", "due"]
    ordering = ["order"]
    related = ("service",)


class ElsewhereRows(LinkedRows):
    """What else one may want to know there."""

    model = SituationLink
    fields = ["text", "order"]
    ordering = ["order"]
    related = ("page", "faq", "service", "change", "kind")


@admin.register(LifeSituation)
class LifeSituationAdmin(StaffAdmin):
    """The doors on the first page, each with a page of its own."""

    list_display = ["name", "code", "is_published", "order"]
    list_filter = ["is_published"]
    search_fields = ["name_ja", "lead_ja", "code"]
    inlines = [UsableRows, ElsewhereRows]
    save_on_top = True


@admin.register(SituationService)
class SituationServiceAdmin(StaffAdmin):
    """Which service one may use in which situation, and when."""

    list_display = ["service", "situation", "when", "order"]
    list_select_related = ["service", "situation"]
    list_filter = ["situation", "service"]
    search_fields = ["why_ja", "when_ja"]


@admin.register(SituationLink)
class SituationLinkAdmin(StaffAdmin):
    """What a situation's page leads on to."""

    list_display = ["text", "situation", "order"]
    list_select_related = ["situation", "page", "faq", "service", "change", "kind"]
    list_filter = ["situation"]
    search_fields = ["title_ja"]
    autocomplete_fields = ["faq"]

    def shown_at(self, row: SituationLink) -> str:
        return row.situation.get_absolute_url()
