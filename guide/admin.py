"""The site's pages, answers and words, in the staff's hands; and the staff."""

from __future__ import annotations

from axes.utils import reset
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from guide.models import (
    Faq,
    FaqGroup,
    GlossaryTerm,
    LawChange,
    Page,
    Reading,
    SiteIdentity,
    Step,
)
from services.admin.base import LinkedRows, StaffAdmin


@admin.register(Page)
class PageAdmin(StaffAdmin):
    """The words of each page; which pages there are is the program's affair."""

    list_display = ["title", "nav_label", "view", "in_menu", "order", "checked_on"]
    list_filter = ["in_menu"]
    search_fields = ["title_ja", "nav_label_ja", "lead_ja", "body_ja", "view"]
    save_on_top = True

    def get_readonly_fields(
        self, request: HttpRequest, obj: Page | None = None
    ) -> list:
        name = [] if request.user.is_superuser else ["view"]
        return [*super().get_readonly_fields(request, obj), *name]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_delete_permission(
        self, request: HttpRequest, obj: Page | None = None
    ) -> bool:
        return request.user.is_superuser


@admin.register(SiteIdentity)
class SiteIdentityAdmin(StaffAdmin):
    """The one row about the city: the list leads straight to its form."""

    save_on_top = True
    page = "guide:home"

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

    list_display = ["title", "who", "order"]
    search_fields = ["title_ja", "body_ja", "code"]
    save_on_top = True
    page = "guide:steps"


class FaqRows(LinkedRows):
    """The questions under one heading."""

    model = Faq
    fields = ["question", "order", "due"]
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

    list_display = ["question", "group", "order"]
    list_select_related = ["group"]
    list_filter = ["group", "services"]
    search_fields = ["question_ja", "answer_ja", "code"]


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(StaffAdmin):
    """The words of the field."""

    list_display = ["name", "reading", "meaning"]
    list_filter = ["services"]
    search_fields = ["name_ja", "reading", "meaning_ja", "code"]
    autocomplete_fields = ["related"]


@admin.register(Reading)
class ReadingAdmin(admin.ModelAdmin):
    """How words are read, to be looked through and confirmed in the list itself."""

    list_display = ["surface", "reading", "is_checked", "is_ambiguous", "note"]
    list_editable = ["reading", "is_checked"]
    list_filter = ["is_checked", "is_ambiguous"]
    search_fields = ["surface", "reading", "note"]
    search_help_text = "書き方か読み方でさがす"
    list_per_page = 50


@admin.register(LawChange)
class LawChangeAdmin(StaffAdmin):
    """What changes, and what has changed."""

    list_display = ["title", "starts_on", "status", "on_home"]
    list_filter = ["status", "on_home", "services"]
    date_hierarchy = "starts_on"
    search_fields = ["title_ja", "body_ja", "code"]


admin.site.unregister(User)


@admin.register(User)
class StaffUserAdmin(UserAdmin):
    """Staff accounts; whoever is locked out can be let in again."""

    actions = ["unlock"]
    formfield_overrides = {ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        ("ログイン", {"fields": ["username", "password"]}),
        ("本人", {"fields": ["last_name", "first_name", "email"]}),
        (
            "できること",
            {
                "fields": ["is_active", "is_staff", "groups", "is_superuser"],
                "description": "サイトの内容を直す人は、「スタッフ権限」に印をつけて、"
                "グループ「編集者」に入れてください。ほかの権限は要りません。",
            },
        ),
        ("記録", {"fields": ["last_login", "date_joined"]}),
    ]

    @admin.action(description="ログインの停止を解く", permissions=["change"])
    def unlock(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            reset(username=user.get_username())
        messages.success(request, "選んだ人は、すぐにログインできます。")
