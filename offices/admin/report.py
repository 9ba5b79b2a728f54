"""What readers tell of offices, for staff to look into."""

from django.contrib import admin

from offices.admin.plain import PlainAdmin
from offices.models import OfficeReport


@admin.register(OfficeReport)
class OfficeReportAdmin(PlainAdmin):
    """What is not looked into yet stands first; only that mark can be changed."""

    list_display = ["received_on", "office", "reason", "text", "is_handled"]
    list_select_related = ["office"]
    list_filter = ["is_handled", "reason"]
    list_editable = ["is_handled"]
    list_display_links = ["office"]
    search_fields = ["office__name_ja", "text"]
    readonly_fields = ["office", "reason", "text", "received_on"]

    def has_add_permission(self, request: object) -> bool:
        return False
