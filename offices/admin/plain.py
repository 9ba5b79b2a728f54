"""What the forms of imported rows have in common."""

from django.contrib import admin
from django.db import models

from staff.base import StaffFields
from staff.between import NoticesOthers


class PlainAdmin(NoticesOthers, StaffFields, admin.ModelAdmin):
    """A model whose texts have one language only."""

    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
