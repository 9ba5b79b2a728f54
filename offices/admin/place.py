"""Municipalities, towns and organisations for staff."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse

from offices.admin.corrections import KeepsWhatStaffCorrect
from offices.admin.plain import PlainAdmin
from offices.models import Municipality, Organization, PlaceName, Town
from staff.unfilled import Unfilled


@admin.register(Municipality)
class MunicipalityAdmin(PlainAdmin):
    """The country's municipalities, to choose from."""

    list_display = ["name", "prefecture", "code", "is_own"]
    list_filter = ["is_own", "prefecture"]
    search_fields = ["name", "reading", "code", "prefecture"]
    autocomplete_fields = ["successor"]


@admin.register(Town)
class TownAdmin(PlainAdmin):
    """Where towns lie, for 「町から近い順」."""

    def unfilled(self) -> Iterable[Unfilled]:
        """Positions of the site's own towns, where there is none."""
        own = Municipality.objects.filter(is_own=True)
        if own.exclude(Exists(Town.objects.filter(municipality=OuterRef("pk")))):
            yield Unfilled("町の位置", reverse("admin:offices_town_changelist"))

    list_display = ["__str__", "municipality", "lat", "lon"]
    list_select_related = ["municipality"]
    search_fields = ["name", "part", "municipality__name"]
    autocomplete_fields = ["municipality"]


@admin.register(PlaceName)
class PlaceNameAdmin(PlainAdmin):
    """Names that readers search by: postal towns, stations, spas."""

    list_display = ["__str__", "kind", "municipality", "reading", "postal_code"]
    list_filter = ["kind"]
    list_select_related = ["municipality"]
    search_fields = ["name", "reading", "postal_code", "towns"]
    autocomplete_fields = ["municipality"]


@admin.register(Organization)
class OrganizationAdmin(KeepsWhatStaffCorrect[Organization], PlainAdmin[Organization]):
    """Who runs the places."""

    identity = ("code",)

    list_display = ["name", "corporate_number", "municipality"]
    list_select_related = ["municipality"]
    search_fields = ["name", "reading", "corporate_number"]
    autocomplete_fields = ["municipality"]

    def logged_as(self, row: Organization) -> dict[str, object]:
        return {"organization": row}
