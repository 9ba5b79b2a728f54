"""The site's pages, answers and words, in the staff's hands."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from guide.models import (
    Faq,
    FaqGroup,
    GlossaryTerm,
    LawChange,
    Page,
    SiteIdentity,
    Step,
)
from staff.base import LinkedRows, StaffAdmin
from staff.unfilled import Unfilled


@admin.register(Page)
class PageAdmin(StaffAdmin):
    """The words of each page; which pages there are is the program's affair."""

    list_display = ["title", "nav_label", "view", "in_menu", "order", "checked_on"]
    list_filter = ["in_menu"]
    search_fields = ["title_ja", "nav_label_ja", "lead_ja", "body_ja", "view"]
    save_on_top = True

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> list[str]:
        name = [] if request.user.is_superuser else ["view"]
        return [*super().get_readonly_fields(request, obj), *name]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return request.user.is_superuser


@admin.register(SiteIdentity)
class SiteIdentityAdmin(StaffAdmin):
    """The one row about the city: the list leads straight to its form."""

    save_on_top = True
    page = "guide:home"

    def unfilled(self) -> Iterable[Unfilled]:
        """The fields that readers need and that are empty."""
        site = SiteIdentity.objects.first()
        if site is None:
            return
        form = reverse("admin:guide_siteidentity_change", args=[site.pk])
        columns = {field.name: field for field in SiteIdentity._meta.fields}
        for name in site.unknown_fields:
            column = f"{name}_ja" if f"{name}_ja" in columns else name
            what = columns[name].verbose_name
            yield Unfilled(f"{site.city}：{what}", f"{form}#id_{column}")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return redirect("admin:guide_siteidentity_change", 1)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: SiteIdentity | None = None
    ) -> bool:
        return False


@admin.register(Step)
class StepAdmin(StaffAdmin):
    """The way to a service."""

    list_display = ["title", "who", "is_published", "order"]
    list_filter = ["is_published"]
    search_fields = ["title_ja", "body_ja", "code"]
    save_on_top = True
    page = "guide:steps"


class FaqRows(LinkedRows):
    """The questions under one heading."""

    model = Faq
    fields = ["question", "is_published", "order", "due"]
    ordering = ["order"]


@admin.register(FaqGroup)
class FaqGroupAdmin(StaffAdmin):
    """The headings over the questions."""

    list_display = ["title", "code", "order"]
    search_fields = ["title_ja", "code"]
    inlines = [FaqRows]
    page = "guide:faq"


@admin.register(Faq)
class FaqAdmin(StaffAdmin):
    """The questions that people ask."""

    list_display = ["question", "group", "is_published", "order"]
    list_select_related = ["group"]
    list_filter = ["group", "services", "is_published"]
    search_fields = ["question_ja", "answer_ja", "code"]


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(StaffAdmin):
    """The words of the field."""

    list_display = ["name", "reading", "meaning", "is_published"]
    list_filter = ["services", "is_published"]
    search_fields = ["name_ja", "reading", "meaning_ja", "code"]
    autocomplete_fields = ["related"]


@admin.register(LawChange)
class LawChangeAdmin(StaffAdmin):
    """What changes, and what has changed."""

    list_display = ["title", "starts_on", "status", "on_home"]
    list_filter = ["status", "on_home", "services"]
    date_hierarchy = "starts_on"
    search_fields = ["title_ja", "body_ja", "code"]
