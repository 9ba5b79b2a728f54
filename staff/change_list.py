"""Changes for staff: what waits, what went out, and the way of each."""

from django.contrib import admin
from django.http import HttpRequest

from staff.models import Change


@admin.register(Change)
class ChangeAdmin(admin.ModelAdmin):
    """Changes are made by saving rows; nobody makes, alters or deletes one here."""

    list_display = ["title", "state", "author", "publish_on", "published_at"]
    list_filter = ["state"]
    search_fields = ["title"]
    list_select_related = ["author"]
    fields = ["title", "note", "publish_on"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Change | None = None
    ) -> bool:
        return False
