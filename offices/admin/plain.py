"""What the forms of imported rows have in common."""

from typing import TypeVar

from django.contrib import admin
from django.db import models

from staff.base import StaffFields
from staff.between import NoticesOthers

_Row = TypeVar("_Row", bound=models.Model)


class PlainAdmin(NoticesOthers[_Row], StaffFields[_Row], admin.ModelAdmin[_Row]):
    """A model whose texts have one language only."""

    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
