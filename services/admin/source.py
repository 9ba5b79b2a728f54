"""Sources for staff."""

from django.contrib import admin

from services.admin.base import StaffAdmin
from services.models import Source


@admin.register(Source)
class SourceAdmin(StaffAdmin):
    """The documents that facts come from."""

    list_display = ["title", "organisation", "kind", "published"]
    list_filter = ["kind"]
    search_fields = ["title_ja", "organisation_ja", "code"]
    page = "guide:sources"
