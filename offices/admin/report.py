"""What readers tell of offices, for staff to look into."""

from collections.abc import Iterable
from datetime import date

from django.contrib import admin
from django.contrib.auth.models import User

from offices.admin.plain import PlainAdmin
from offices.models import OfficeReport
from staff.to_do import ToDo, list_of, may_see, says_what_to_do


@says_what_to_do(rank=20)
def reports(user: User, on: date) -> Iterable[ToDo]:
    """What readers told and nobody has looked into."""
    if may_see(user, OfficeReport):
        number = OfficeReport.objects.filter(is_handled=False).count()
        address = list_of(OfficeReport, is_handled__exact=0)
        note = "公式のページや電話で確かめてから直します。"
        yield ToDo("読者からの知らせを確かめる", number, address, note)


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
