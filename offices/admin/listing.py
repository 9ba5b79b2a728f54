"""Services, hours and areas of offices for staff."""

from django.contrib import admin

from offices.admin.place import PlainAdmin
from offices.models import (
    OfficeArea,
    OfficeChange,
    OfficeService,
    OpeningHours,
    ServiceCode,
)


@admin.register(ServiceCode)
class ServiceCodeAdmin(PlainAdmin):
    """How data name a service."""

    list_display = ["name", "wam_code", "service", "kind", "order"]
    list_select_related = ["service", "kind"]
    search_fields = ["name", "slug", "wam_code"]


@admin.register(OfficeService)
class OfficeServiceAdmin(PlainAdmin):
    """One service at one place."""

    list_display = [
        "name",
        "type",
        "office_number",
        "capacity",
        "status",
        "last_period",
    ]
    list_select_related = ["type"]
    list_filter = ["type", "status", "last_period"]
    search_fields = ["name", "office_number", "source_no"]
    autocomplete_fields = ["office"]


@admin.register(OpeningHours)
class OpeningHoursAdmin(PlainAdmin):
    """When one can come."""

    list_display = ["office", "service", "day", "opens", "closes"]
    list_select_related = ["office", "service__type"]
    search_fields = ["office__name_ja"]
    autocomplete_fields = ["office", "service"]


@admin.register(OfficeArea)
class OfficeAreaAdmin(PlainAdmin):
    """For whom an office is there."""

    list_display = ["office", "municipality"]
    list_select_related = ["office", "municipality"]
    search_fields = ["office__name_ja", "municipality__name"]
    autocomplete_fields = ["office", "municipality"]


@admin.register(OfficeChange)
class OfficeChangeAdmin(PlainAdmin):
    """What changed, when and by whom: to read only."""

    list_display = ["at", "office", "label", "old", "new", "by", "run"]
    list_select_related = ["office", "by", "run"]
    search_fields = ["office__name_ja", "field", "old", "new"]
    list_filter = ["field"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False
