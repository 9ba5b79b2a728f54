"""The import for staff: sources, runs, and what they met."""

from django.contrib import admin

from offices.admin.place import PlainAdmin
from offices.models import ImportIssue, ImportRun, ImportSource


@admin.register(ImportSource)
class ImportSourceAdmin(PlainAdmin):
    """Where rows come from, and how pages name it."""

    list_display = ["name", "publisher", "attribution"]
    search_fields = ["name", "slug"]


@admin.register(ImportRun)
class ImportRunAdmin(PlainAdmin):
    """Each import."""

    list_display = ["file_name", "mode", "state", "period", "started_at", "by"]
    list_select_related = ["by"]


@admin.register(ImportIssue)
class ImportIssueAdmin(PlainAdmin):
    """What an import met in a row: to read only."""

    list_display = ["run", "line_no", "level", "message", "column", "value"]
    list_select_related = ["run"]
    list_filter = ["level", "code"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False
