"""Sources for staff."""

from django.contrib import admin

from facts.models import Source
from staff.base import StaffAdmin


@admin.register(Source)
class SourceAdmin(StaffAdmin):
    """The documents that facts come from."""

    list_display = ["title", "organisation", "kind", "published"]
    list_filter = ["kind"]
    search_fields = ["title_ja", "organisation_ja", "code"]
    page = "guide:sources"
