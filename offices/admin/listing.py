"""Services, hours and areas of offices for staff."""

from django.contrib import admin

from offices.admin.corrections import DeletesOneByOne, KeepsWhatStaffCorrect
from offices.admin.plain import PlainAdmin
from offices.admin.trait import ListingForm, LogsTraits
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
class OfficeServiceAdmin(
    LogsTraits, KeepsWhatStaffCorrect[OfficeService], PlainAdmin[OfficeService]
):
    """One service at one place."""

    form = ListingForm

    identity = ("type", "source", "source_no", "office_number", "first_period",
                "last_period", "missing_since")  # fmt: skip

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

    def logged_as(self, row: OfficeService) -> dict[str, object]:
        return {"office": row.office, "service": row}


@admin.register(OpeningHours)
class OpeningHoursAdmin(DeletesOneByOne, PlainAdmin):
    """When one can come."""

    list_display = ["office", "service", "day", "opens", "closes"]
    list_select_related = ["office", "service__type"]
    search_fields = ["office__name_ja"]
    autocomplete_fields = ["office", "service"]


@admin.register(OfficeArea)
class OfficeAreaAdmin(DeletesOneByOne, PlainAdmin):
    """For whom an office is there."""

    list_display = ["office", "municipality"]
    list_select_related = ["office", "municipality"]
    search_fields = ["office__name_ja", "municipality__name"]
    autocomplete_fields = ["office", "municipality"]


@admin.register(OfficeChange)
class OfficeChangeAdmin(PlainAdmin):
    """What changed, when and by whom: to read only."""

    list_display = ["at", "office", "organization", "label", "old", "new", "by", "run"]
    list_select_related = ["office", "organization", "service__type", "by", "run"]
    search_fields = ["office__name_ja", "field", "old", "new"]
    list_filter = ["field"]

    @admin.display(description="項目")
    def label(self, row: OfficeChange) -> str:
        return row.label

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False
