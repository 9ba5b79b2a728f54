"""Municipalities, towns and organisations for staff."""

from django.contrib import admin
from django.db import models

from offices.models import Municipality, Organization, Town
from staff.base import StaffFields
from staff.between import NoticesOthers


class PlainAdmin(NoticesOthers, StaffFields, admin.ModelAdmin):
    """A model whose texts have one language only."""

    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


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
class OrganizationAdmin(PlainAdmin):
    """Who runs the places."""

    list_display = ["name", "corporate_number", "municipality"]
    list_select_related = ["municipality"]
    search_fields = ["name", "reading", "corporate_number"]
    autocomplete_fields = ["municipality"]
