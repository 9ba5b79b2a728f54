"""The office's own decisions, for 管理者: one row, whose list leads to its form."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from staff.models import StaffRules
from staff.typed import OffersTyped


@admin.register(StaffRules)
class StaffRulesAdmin(OffersTyped, admin.ModelAdmin):
    """How many eyes a change needs, and how people sign in."""

    fieldsets = [
        (
            "承認",
            {
                "fields": [
                    "is_single_person",
                    "slips_are_small",
                    "slip_letters",
                    "contacts_are_small",
                    "checks_are_small",
                ],
                "description": "変更は、書いた人でない人（承認者）が見て、公開します。",
            },
        ),
        ("ログイン", {"fields": ["who_gives_codes", "idle_minutes"]}),
    ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            return super().changelist_view(request, extra_context)
        row, _is_new = StaffRules.objects.get_or_create(pk=StaffRules.current().pk)
        return redirect("admin:staff_staffrules_change", row.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: StaffRules | None = None
    ) -> bool:
        return False
