"""Errors of ours for staff: to be read, told, and put away when they are dealt with."""

from django.contrib import admin
from django.http import HttpRequest

from staff.models import ServerError


@admin.register(ServerError)
class ServerErrorAdmin(admin.ModelAdmin):
    """What went wrong where, how often and when; the log has the rest."""

    list_display = ["code", "path", "kind", "count", "first_at", "last_at"]
    search_fields = ["code", "path", "kind"]
    search_help_text = "番号・ページ・種類でさがす"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: ServerError | None = None
    ) -> bool:
        return False
