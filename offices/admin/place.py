"""Municipalities, towns and organisations for staff."""

from django.contrib import admin

from offices.admin.corrections import KeepsWhatStaffCorrect
from offices.admin.plain import PlainAdmin
from offices.models import Municipality, Organization, Town


@admin.register(Municipality)
class MunicipalityAdmin(PlainAdmin):
    """The country's municipalities, to choose from."""

    list_display = ["name", "prefecture", "code"]
    list_filter = ["prefecture"]
    search_fields = ["name", "reading", "code", "prefecture"]
    autocomplete_fields = ["successor"]


@admin.register(Town)
class TownAdmin(PlainAdmin):
    """Where towns lie, for 「町から近い順」."""

    list_display = ["__str__", "municipality", "lat", "lon"]
    list_select_related = ["municipality"]
    search_fields = ["name", "part", "municipality__name"]
    autocomplete_fields = ["municipality"]


@admin.register(Organization)
class OrganizationAdmin(KeepsWhatStaffCorrect, PlainAdmin):
    """Who runs the places."""

    identity = ("code",)

    list_display = ["name", "corporate_number", "municipality"]
    list_select_related = ["municipality"]
    search_fields = ["name", "reading", "corporate_number"]
    autocomplete_fields = ["municipality"]

    def logged_as(self, row: Organization) -> dict[str, object]:
        return {"organization": row}
