"""Things to know about paying, for staff."""

from __future__ import annotations

from django.contrib import admin

from fees.models import FeeTopic
from staff.base import StaffAdmin


@admin.register(FeeTopic)
class FeeTopicAdmin(StaffAdmin):
    """Things to know about paying."""

    list_display = ["title", "code", "under", "order"]
    search_fields = ["title_ja", "body_ja", "code"]
    save_as = True
    save_on_top = True
