"""Where imported rows come from, in the staff's hands."""

from django.contrib import admin

from offices.admin.mapping import MappingScreen
from offices.admin.plain import PlainAdmin
from offices.models import ImportSource


@admin.register(ImportSource)
class ImportSourceAdmin(MappingScreen, PlainAdmin):
    """Where rows come from, and how pages name it."""

    list_display = ["name", "publisher", "attribution"]
    search_fields = ["name", "slug"]
    exclude = ["mapping"]
    readonly_fields = ["mapping_told"]
